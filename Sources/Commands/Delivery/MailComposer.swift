import Book
import Delivery
package import Diagnostics
import Foundation
import Reports
import Workspace

extension Diagnostic.Identifier {
  package static let reportEmpty = Self("report-empty")
}

/// Makes the mails of one report of one period; what is the same for many recipients is made once.
final class MailComposer {
  let session: Session
  let report: Configuration.Report
  let page: BuiltPage
  let facts: ReportFacts
  let portable: PortableDocument
  /// ISO date: the first day of the period.
  let from: String
  /// What tells the book's messages from those of another.
  private let identity: String
  /// **Units:** seconds since 1970.
  private let date: Int64
  private var documents: [Configuration.Audience.Detail: MailDocument] = [:]
  private var mails: [Configuration.Audience.Detail: ReportMail] = [:]
  private let studio = DrawingStudio()
  /// Read for the first mail: who is told otherwise does not need them.
  private var templates: MailTemplates?
  private var files: [String: [MailMessage.Attachment]] = [:]

  /// `week 1998-06-15`: what the book knows the period by.
  let period: String

  var configuration: Configuration { session.configuration }

  /// **Throws:** `report-empty` of a report without a number, and what keeps its page from being carried away.
  init(
    _ session: Session, _ report: Configuration.Report, _ page: BuiltPage, identity: String, date: Int64
  ) throws {
    guard let facts = page.facts, let from = facts.from, page.tellsNumbers else {
      let morning = page.facts?.asOf
      throw Diagnostic(
        .reportEmpty, .failure, at: session.configuration.place(of: "reports.\(report.name)"),
        "report '\(report.name)' has no number\(morning.map { " as of \($0)" } ?? " yet"), so that there is nothing to "
          + "send",
        next: morning == nil
          ? "Run 'scorebook kpi update' first."
          : "Look at the date; 'scorebook kpi list' shows which values there are.")
    }
    self.session = session
    self.report = report
    self.page = page
    self.facts = facts
    self.from = from
    self.identity = identity
    self.date = date
    period = "\(report.period.rawValue) \(from)"
    portable = try session.portable(page.mailed(isPublished: session.configuration.site.baseURL != nil))
  }

  /// Reads the addresses of an audience.
  ///
  /// **Throws:** `mail-address`.
  func addresses(
    of audience: Configuration.Audience
  ) throws(Diagnostic) -> (from: MailAddress, to: [MailAddress]) {
    let path = "audiences.\(audience.name)"
    let from = try MailAddress(audience.from ?? "", at: configuration.place(of: path + ".from"))
    var to: [MailAddress] = []
    for (number, text) in audience.to.enumerated() {
      to.append(try MailAddress(text, at: configuration.place(of: "\(path).to.\(number)")))
    }
    return (from, to)
  }

  /// Where the whole report is published.
  var address: String? {
    configuration.site.baseURL.map {
      ($0.hasSuffix("/") ? $0 : $0 + "/") + portable.path.dropLast(3) + ".html"
    }
  }

  /// The title with the first number that there is.
  ///
  /// - Parameter sent: How many of this period have arrived: one more is told, since it was asked for.
  func subject(_ sent: Int) -> String {
    let headline =
      facts.kpis.lazy.compactMap { kpi in kpi.value.map { ": \(kpi.title) \($0.text)" } }.first ?? ""
    return (sent > 0 ? "Again: " : "") + facts.title + headline
  }

  /// What of the report an audience gets.
  ///
  /// **Throws:** what is wrong with the Markdown.
  func document(_ detail: Configuration.Audience.Detail) throws(Diagnostic) -> MailDocument {
    if let known = documents[detail] { return known }
    let numbers = facts.kpis.compactMap { kpi in kpi.value.map { "\(kpi.title) \($0.text)" } }
    let document = try MailDocument(
      markdown: portable.text, file: portable.path,
      detail: detail,
      sentence: numbers.isEmpty ? nil : numbers.joined(separator: ", ") + "."
    ) { link in
      ["https://", "http://", "mailto:"].contains(where: link.hasPrefix) ? link : nil
    }
    documents[detail] = document
    return document
  }

  /// Draws what an audience gets by mail and makes what comes along, so that what can go wrong with it goes wrong
  /// before the first mail.
  ///
  /// **Throws:** what is wrong with templates and pictures; `report-printer` and `report-printer-failed` of an attached PDF.
  func prepare(_ audience: Configuration.Audience) throws {
    if mails[audience.detail] == nil { mails[audience.detail] = try mail(audience.detail) }
    if files[audience.name] == nil { files[audience.name] = try attachments(audience) }
  }

  private func mail(_ detail: Configuration.Audience.Detail) throws -> ReportMail {
    let templates = try templates ?? session.mailTemplates()
    self.templates = templates
    let drawings = Dictionary(
      portable.files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    return try ReportMail(try document(detail), templates: templates, studio: studio) { source in
      // A phone's width is where a mail is read.
      guard source.hasSuffix(".svg") else { return nil }
      return drawings[source.dropLast(3) + "narrow.svg"] ?? drawings[source]
    }
  }

  /// The mail for one recipient of an audience that was prepared.
  ///
  /// - Parameters:
  ///   - sent: How many of this period have arrived there.
  ///   - reason: Why it is sent; nil where it is always.
  func mail(
    for audience: Configuration.Audience, from: MailAddress, to: MailAddress, sent: Int, reason: String?
  ) throws(Diagnostic) -> PreparedMail {
    guard let mail = mails[audience.detail] else { preconditionFailure("the audience was not prepared") }
    let message = try mail.message(
      from: from, to: to, subject: subject(sent), date: date, identifier: identifier(of: to.address, sent),
      layout: MailLayout(
        language: configuration.site.languages.first ?? "en", preheader: facts.summary.attention,
        page: address,
        recipient: to.address, audience: audience.name, site: configuration.site.title, reason: reason,
        unsubscribe: audience.unsubscribe ?? Self.unsubscribe(from, report.name)),
      attachments: files[audience.name] ?? [])
    return PreparedMail(audience: audience, message: message)
  }

  /// The same for the same book, report, period and recipient until one has arrived, so that whoever drops what comes
  /// twice drops no other.
  func identifier(of recipient: String, _ sent: Int) -> String {
    let key = "\(identity) \(report.name) \(period) \(recipient.lowercased())"
    return "\(report.name.split(separator: "_").joined(separator: "-")).\(from)."
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
