import Book
import Delivery
package import Diagnostics
import Foundation
import Reports
import Workspace

/// Makes the mails of a report.
struct MailComposer {
  let session: Session
  /// **Units:** seconds since 1970.
  let date: Int64

  var configuration: Configuration { session.configuration }

  /// What a report tells an audience, whoever of it gets it.
  struct Content {
    let facts: ReportFacts
    /// First day of the period.
    let period: String
    let portable: PortableDocument
    let document: MailDocument
    /// Where the whole report is published.
    let page: String?

    /// With the first number.
    var subject: String {
      let headline =
        facts.kpis.first.flatMap { kpi in kpi.value.map { ": \(kpi.title) \($0.text)" } } ?? ""
      return facts.title + headline
    }
  }

  /// **Throws:** `report-empty` of a report without a number.
  func content(
    of name: String, _ page: BuiltPage, for audience: Configuration.Audience
  ) throws -> Content {
    guard let facts = page.facts, let period = facts.from else {
      throw Diagnostic(
        .reportEmpty, .failure, at: configuration.place(of: "reports.\(name)"),
        "report '\(name)' has no number yet, so that there is nothing to send",
        next: "Run 'scorebook kpi update' first.")
    }
    let portable = try session.portable(page)
    let detail = MailDocument.Detail(rawValue: audience.detail.rawValue) ?? .summary
    let document = try MailDocument(markdown: portable.text, file: portable.path, detail: detail) { link in
      ["https://", "http://", "mailto:"].contains(where: link.hasPrefix) ? link : nil
    }
    let address = configuration.site.baseURL.map {
      ($0.hasSuffix("/") ? $0 : $0 + "/") + portable.path.dropLast(3) + ".html"
    }
    return Content(facts: facts, period: period, portable: portable, document: document, page: address)
  }

  /// One mail for each recipient of an audience.
  ///
  /// - Parameters:
  ///   - most: How many recipients are wanted.
  ///   - attempts: How often each recipient was sent this period already; a second time is told in the subject, since
  ///     it is asked for.
  ///
  /// **Throws:** what is wrong with addresses or pictures, `report-printer` and `report-printer-failed` of an attached
  /// PDF, and `report-empty` of a report without a number.
  func mails(
    of name: String, _ page: BuiltPage, for audience: Configuration.Audience, first most: Int = .max,
    attempts: (String) -> Int
  ) throws -> [PreparedMail] {
    let content = try content(of: name, page, for: audience)
    let from = try address(audience.from ?? "", "audiences.\(audience.name).from")
    let files = Dictionary(
      content.portable.files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    let report = try ReportMail(content.document) { source in
      // A phone's width is where a mail is read.
      guard source.hasSuffix(".svg") else { return nil }
      return files[source.dropLast(3) + "narrow.svg"] ?? files[source]
    }
    let attachments = try attachments(audience, page, content)
    let unsubscribe = audience.unsubscribe ?? "mailto:\(from.address)?subject=unsubscribe%20\(name)"
    return try audience.to.prefix(most).enumerated().map { number, text in
      let to = try address(text, "audiences.\(audience.name).to.\(number)")
      let attempt = attempts(to.address)
      let message = try report.message(
        from: from, to: to, subject: (attempt == 0 ? "" : "Again: ") + content.subject, date: date,
        identifier: Self.identifier(name, content.period, to.address, attempt),
        layout: MailLayout(
          language: configuration.site.languages.first ?? "en",
          preheader: content.facts.summary.attention, page: content.page,
          footer: "Sent by Scorebook to \(to.address), one of the audience “\(audience.name)” of "
            + "\(configuration.site.title).", unsubscribe: unsubscribe), attachments: attachments)
      let bytes = message.bytes
      return PreparedMail(
        audience: audience, message: message, bytes: bytes, digest: ContentDigest.sha256(bytes))
    }
  }

  /// The same for the same report, period, recipient and attempt.
  static func identifier(_ report: String, _ period: String, _ recipient: String, _ attempt: Int)
    -> String
  {
    let who = ContentDigest.sha256(recipient.lowercased()).prefix(12)
    let name = report.map { $0 == "_" ? "-" : $0 }
    return "\(String(name)).\(period).\(who)" + (attempt == 0 ? "" : ".\(attempt + 1)")
  }

  private func address(_ text: String, _ path: String) throws(Diagnostic) -> MailAddress {
    try MailAddress(text, at: configuration.place(of: path))
  }
}

extension Diagnostic.Identifier {
  package static let reportEmpty = Self("report-empty")
}
