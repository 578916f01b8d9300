import Book
import Delivery
import Diagnostics
import Foundation
import Markdown
import Workspace

/// Tells an audience that a pipeline has failed, and why: each failure of a date once.
struct FailureMail {
  let session: Session
  let pipeline: String
  let audience: Configuration.Audience
  let date: CalendarDate

  /// The Markdown that the mail is made of: which step failed, what was told of it, and what was not done.
  static func markdown(
    _ pipeline: String, _ date: CalendarDate, _ results: [(step: String, told: [String], isSkipped: Bool)]
  )
    -> String
  {
    var writer = MarkdownWriter()
    writer.heading(1, .plain("Pipeline \(pipeline) has failed"))
    writer.paragraph("Of \(date.description), on \(Host.name).")
    for result in results where !result.told.isEmpty && !result.isSkipped {
      writer.heading(2, .plain(result.step))
      for line in result.told { writer.paragraph(.plain(line)) }
    }
    let skipped = results.filter(\.isSkipped).map(\.step)
    if !skipped.isEmpty { writer.paragraph("Not done: \(skipped.joined(separator: ", ")).") }
    return writer.text
  }

  /// Sends it to everybody of the audience; the same failure of the same date is not told twice.
  ///
  /// **Throws:** what keeps it from being sent.
  func send(_ markdown: String, first: String, book: Book) throws {
    let configuration = session.configuration
    let detail = audience.detail == .line ? MailDocument.Detail.line : .full
    let document = try MailDocument(markdown: markdown, file: "pipeline \(pipeline)", detail: detail) { _ in
      nil
    }
    let mail = try ReportMail(document) { _ in nil }
    let transport = try session.transport(of: audience)
    let from = try MailAddress(audience.from, at: configuration.place(of: "audiences.\(audience.name).from"))
    // The time of a failure is not part of what it is.
    let digest = ContentDigest.sha256(markdown)
    let courier = Courier(
      book: book, report: "pipeline/\(pipeline)/\(digest.prefix(16))", period: date.description,
      now: Host.now,
      wait: Courier.pause)
    for (number, text) in audience.to.enumerated() {
      let to = try MailAddress(text, at: configuration.place(of: "audiences.\(audience.name).to.\(number)"))
      let who = ContentDigest.sha256(to.address.lowercased()).prefix(12)
      let message = try mail.message(
        from: from, to: to, subject: "Failed: \(pipeline) of \(date), \(first)",
        date: Int64(Date().timeIntervalSince1970),
        identifier: "failure-\(digest.prefix(16)).\(date).\(who)",
        layout: MailLayout(
          language: "en", preheader: first, page: nil,
          footer: "Sent by Scorebook to \(to.address), one of the audience “\(audience.name)”.",
          unsubscribe: nil))
      let result = try courier.deliver(
        PreparedMail(audience: audience, message: message),
        by: transport, again: false)
      switch result {
      case .sent, .stands: session.tell("told \(to.address)")
      case .failed(let answer), .uncertain(let answer):
        Terminal.standardError.say("\(to.address) could not be told of the failure: \(answer)")
      }
    }
  }
}
