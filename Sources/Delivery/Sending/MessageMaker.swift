package import Diagnostics
package import Workspace

/// Makes the messages of one report of one period.
package protocol MessageMaker {
  /// What the book knows the period by: `week 1998-06-15`.
  var period: String { get }

  /// Makes what all mails of an audience have in common, so that what can go wrong with it goes wrong before the first.
  func prepare(_ audience: Configuration.Audience) throws

  /// The mail for one recipient of an audience that was prepared.
  ///
  /// - Parameters:
  ///   - sent: How many of this period have arrived there.
  ///   - reason: Why it is sent; nil where it is always.
  func mail(
    for audience: Configuration.Audience, from: MailAddress, to: MailAddress, sent: Int, reason: String?
  ) throws(Diagnostic) -> PreparedMail

  /// What an audience's web-hook gets.
  func call(
    for audience: Configuration.Audience, by webhook: Configuration.Webhook, sent: Int
  ) throws(Diagnostic) -> PreparedCall

  /// One SMS.
  ///
  /// **Throws:** also `sms-too-long`.
  func message(
    for audience: Configuration.Audience, to number: String, by sms: Configuration.SMS, sent: Int
  ) throws(Diagnostic) -> PreparedCall
}
