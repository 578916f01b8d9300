import Book
import Delivery
package import Diagnostics
import Foundation
import Reports
import Workspace

/// A message for one recipient. Its bytes are made when it is handed over: those of many would fill the memory.
struct PreparedMail {
  let audience: Configuration.Audience
  let message: MailMessage
}

/// Makes the mails of a report for one sending of it.
struct MailComposer {
  let session: Session
  /// **Units:** seconds since 1970.
  let date: Int64
  private let made = Made()

  /// What is the same for all audiences, or for those of one detail, by the report's name.
  private final class Made {
    let studio = DrawingStudio()
    var documents: [String: PortableDocument] = [:]
    var reports: [String: [MailDocument.Detail: ReportMail]] = [:]
  }

  init(session: Session, date: Int64) {
    self.session = session
    self.date = date
  }

  private var configuration: Configuration { session.configuration }

  /// One mail for each recipient of an audience.
  ///
  /// - Parameter attempts: How often each recipient was sent this period already; a second time is told in the
  ///   subject, since it is asked for.
  ///
  /// **Throws:** what is wrong with addresses or pictures, and `report-empty` of a report without a number.
  func mails(
    of name: String, _ page: BuiltPage, for audience: Configuration.Audience, attempts: (String) -> Int
  ) throws -> [PreparedMail] {
    guard let facts = page.facts, let period = facts.from else {
      throw Diagnostic(
        .reportEmpty, .failure, at: configuration.place(of: "reports.\(name)"),
        "report '\(name)' has no number yet, so that there is nothing to send",
        next: "Run 'scorebook kpi update' first.")
    }
    let from = try address(audience.from, "audiences.\(audience.name).from")
    let (report, path) = try rendered(name, page, facts, audience.detail)
    let page = configuration.site.baseURL.map {
      ($0.hasSuffix("/") ? $0 : $0 + "/") + path.dropLast(3) + ".html"
    }
    let unsubscribe = audience.unsubscribe ?? "mailto:\(from.address)?subject=unsubscribe%20\(name)"
    let first = facts.kpis.first
    let headline = first.flatMap { kpi in kpi.value.map { ": \(kpi.title) \($0.text)" } } ?? ""
    return try audience.to.enumerated().map { number, text in
      let to = try address(text, "audiences.\(audience.name).to.\(number)")
      let attempt = attempts(to.address)
      let again = attempt == 0 ? "" : "Again: "
      let message = try report.message(
        from: from, to: to, subject: again + facts.title + headline, date: date,
        identifier: Self.identifier(name, period, to.address, attempt),
        layout: MailLayout(
          language: configuration.site.languages.first ?? "en",
          preheader: facts.summary.attention, page: page,
          footer: "Sent by Scorebook to \(to.address), one of the audience “\(audience.name)” of "
            + "\(configuration.site.title).", unsubscribe: unsubscribe))
      return PreparedMail(audience: audience, message: message)
    }
  }

  /// The report in this detail, with its path in the site.
  private func rendered(
    _ name: String, _ page: BuiltPage, _ facts: ReportFacts, _ detail: Configuration.Audience.Detail
  ) throws -> (ReportMail, String) {
    let portable = try made.documents[name] ?? session.portable(page)
    made.documents[name] = portable
    let detail = MailDocument.Detail(rawValue: detail.rawValue) ?? .summary
    if let report = made.reports[name]?[detail] { return (report, portable.path) }
    let numbers = facts.kpis.compactMap { kpi in kpi.value.map { "\(kpi.title) \($0.text)" } }
    let document = try MailDocument(
      markdown: portable.text, file: portable.path, detail: detail,
      sentence: numbers.isEmpty ? nil : numbers.joined(separator: ", ") + "."
    ) { link in
      ["https://", "http://", "mailto:"].contains(where: link.hasPrefix) ? link : nil
    }
    let files = Dictionary(
      portable.files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    let report = try ReportMail(document, studio: made.studio) { source in
      // A phone's width is where a mail is read.
      guard source.hasSuffix(".svg") else { return nil }
      return files[source.dropLast(3) + "narrow.svg"] ?? files[source]
    }
    made.reports[name, default: [:]][detail] = report
    return (report, portable.path)
  }

  /// The same for the same report, period, recipient and attempt.
  private static func identifier(_ report: String, _ period: String, _ recipient: String, _ attempt: Int)
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
