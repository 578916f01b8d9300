import Book
import Delivery
import Diagnostics
import Reports
import Workspace

/// The mail of a report as a file, which a mail program opens.
struct ReportMailFile {
  /// When such a mail was sent, had it been: before people read mail. **Units:** seconds after midnight, UTC.
  private static let morning: Int64 = 7 * 3600

  let session: Session
  let report: Configuration.Report

  /// What the first recipient of an audience would get, dated the morning after the period.
  ///
  /// - Parameter name: The audience; nil for the first of the report's that gets mail.
  ///
  /// **Throws:** `report-no-audience`, `report-no-mail` of one that is told otherwise, and what keeps a mail from being
  /// made.
  func bytes(_ page: BuiltPage, for name: String?) throws -> [UInt8] {
    let audience = try audience(name)
    let day = page.facts?.to.flatMap { CalendarDate($0) }?.daysSinceEpoch ?? 0
    let composer = try MailComposer(
      session, report, page, identity: try session.existingBook()?.identity() ?? "",
      date: Int64(day) * 86_400 + Self.morning)
    let (from, to) = try composer.addresses(of: audience)
    try composer.prepare(audience)
    guard let first = to.first else { throw session.channels.noMail(audience) }
    // Whom --to names gets it whatever the conditions, and so does whom --audience names.
    let reason = name == nil ? reason(audience, page) : nil
    return try composer.mail(for: audience, from: from, to: first, sent: 0, reason: reason).bytes
  }

  /// Why it would be sent now; nil where it always is, or is not.
  private func reason(_ audience: Configuration.Audience, _ page: BuiltPage) -> String? {
    let recipients = try? Recipients(
      of: report, in: session.configuration, triggers: page.triggers?.sentences)
    return recipients?.all.first { $0.audience.name == audience.name }?.reason
  }

  private func audience(_ name: String?) throws(Diagnostic) -> Configuration.Audience {
    let configuration = session.configuration
    if let name {
      guard let audience = configuration.audiences[name] else { throw session.channels.noAudience(name) }
      guard configuration.channels[audience.channel]?.kind.carriesMail == true else {
        throw session.channels.noMail(audience)
      }
      return audience
    }
    let all = report.sendings.compactMap { configuration.audiences[$0.audience] }
    let audience = all.first { configuration.channels[$0.channel]?.kind.carriesMail == true }
    guard let audience else {
      throw Diagnostic(
        .reportNoAudience, .configuration, at: configuration.place(of: "reports.\(report.name)"),
        "nobody is to get report '\(report.name)' as a mail",
        next: "Name an audience with --audience, or add send: [{audience: NAME, if: always}] to the report.")
    }
    return audience
  }
}
