import Book
import Delivery
package import Diagnostics
import Foundation
import Reports
import Workspace

extension Diagnostic.Identifier {
  package static let reportEmpty = Self("report-empty")
}

/// A message for one recipient as it travels, with what the book keeps of it.
struct PreparedMail {
  let audience: String
  let channel: String
  /// The address in small letters.
  let recipient: String
  let message: MailMessage
  let bytes: [UInt8]
  /// SHA-256 of the bytes.
  let digest: String

  init(audience: Configuration.Audience, message: MailMessage) {
    self.audience = audience.name
    channel = audience.channel
    recipient = message.to.address.lowercased()
    self.message = message
    bytes = message.bytes
    digest = ContentDigest.sha256(bytes)
  }
}

/// Makes the mails of one report of one period; what is the same for many recipients is made once.
final class MailComposer {
  private let session: Session
  private let report: Configuration.Report
  private let facts: ReportFacts
  private let document: PortableDocument
  /// What tells the book's messages from those of another.
  private let identity: String
  /// **Units:** seconds since 1970.
  private let date: Int64
  private var mails: [Configuration.Audience.Detail: ReportMail] = [:]

  /// `week 1998-06-15`: what the book knows the period by.
  let period: String

  private var configuration: Configuration { session.configuration }

  /// **Throws:** `report-empty` of a report without a number, and what keeps its page from being carried away.
  init(
    _ session: Session, _ report: Configuration.Report, _ page: BuiltPage, identity: String, date: Int64
  ) throws {
    guard let facts = page.facts, let from = facts.from else {
      throw Diagnostic(
        .reportEmpty, .failure, at: session.configuration.place(of: "reports.\(report.name)"),
        "report '\(report.name)' has no number yet, so that there is nothing to send",
        next: "Run 'scorebook kpi update' first.")
    }
    self.session = session
    self.report = report
    self.facts = facts
    self.identity = identity
    self.date = date
    period = "\(report.period.rawValue) \(from)"
    document = try session.portable(page)
  }

  /// Reads the addresses of an audience.
  ///
  /// **Throws:** `mail-address`.
  func addresses(
    of audience: Configuration.Audience
  ) throws(Diagnostic) -> (from: MailAddress, to: [MailAddress]) {
    let path = "audiences.\(audience.name)"
    let from = try MailAddress(audience.from, at: configuration.place(of: path + ".from"))
    var to: [MailAddress] = []
    for (number, text) in audience.to.enumerated() {
      to.append(try MailAddress(text, at: configuration.place(of: "\(path).to.\(number)")))
    }
    return (from, to)
  }

  /// Draws what an audience gets, so that what can go wrong with it goes wrong before the first mail.
  ///
  /// **Throws:** what is wrong with pictures.
  func prepare(_ detail: Configuration.Audience.Detail) throws(Diagnostic) -> ReportMail {
    if let known = mails[detail] { return known }
    let text = try MailDocument(
      markdown: document.text, file: document.path,
      detail: MailDocument.Detail(rawValue: detail.rawValue) ?? .summary
    ) { link in
      ["https://", "http://", "mailto:"].contains(where: link.hasPrefix) ? link : nil
    }
    let files = Dictionary(
      document.files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    let mail = try ReportMail(text) { source in
      // A phone's width is where a mail is read.
      guard source.hasSuffix(".svg") else { return nil }
      return files[source.dropLast(3) + "narrow.svg"] ?? files[source]
    }
    mails[detail] = mail
    return mail
  }

  /// The mail for one recipient.
  ///
  /// - Parameter sent: How many of this period have arrived there: one more is told in the subject, since it was asked
  ///   for.
  func mail(
    for audience: Configuration.Audience, from: MailAddress, to: MailAddress, sent: Int
  ) throws(Diagnostic) -> PreparedMail {
    let page = configuration.site.baseURL.map {
      ($0.hasSuffix("/") ? $0 : $0 + "/") + document.path.dropLast(3) + ".html"
    }
    let headline = facts.kpis.first.flatMap { kpi in kpi.value.map { ": \(kpi.title) \($0.text)" } } ?? ""
    let message = try prepare(audience.detail).message(
      from: from, to: to, subject: (sent > 0 ? "Again: " : "") + facts.title + headline, date: date,
      identifier: identifier(of: to, sent),
      layout: MailLayout(
        language: configuration.site.languages.first ?? "en", preheader: facts.summary.attention, page: page,
        footer: "Sent by Scorebook to \(to.address), one of the audience “\(audience.name)” of "
          + "\(configuration.site.title).",
        unsubscribe: audience.unsubscribe ?? Self.unsubscribe(from, report.name)))
    return PreparedMail(audience: audience, message: message)
  }

  /// The same for the same book, report, period and recipient until one has arrived, so that whoever drops what comes
  /// twice drops no other.
  private func identifier(of recipient: MailAddress, _ sent: Int) -> String {
    let key = "\(identity) \(report.name) \(period) \(recipient.address.lowercased())"
    let day = period.split(separator: " ").last ?? ""
    return "\(report.name.split(separator: "_").joined(separator: "-")).\(day)."
      + ContentDigest.sha256(key).prefix(20) + (sent == 0 ? "" : ".\(sent + 1)")
  }

  /// A mail to the sender; what means something in such an address is encoded.
  private static func unsubscribe(_ from: MailAddress, _ report: String) -> String {
    let plain = CharacterSet(
      charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@")
    let address = from.address.addingPercentEncoding(withAllowedCharacters: plain) ?? from.address
    return "mailto:\(address)?subject=unsubscribe%20\(report)"
  }
}
