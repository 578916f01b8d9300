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
  /// - Parameters:
  ///   - step: Which failed: with the date it is the subject.
  ///   - identifiers: Of what went wrong: with step and date they are what tells a failure from another.
  ///
  /// **Throws:** what keeps it from being sent to anybody.
  func send(_ markdown: String, step: String, identifiers: [String], book: Book) throws {
    let configuration = session.configuration
    let detail = audience.detail == .line ? MailDocument.Detail.line : .full
    let document = try MailDocument(markdown: markdown, file: "pipeline \(pipeline)", detail: detail) { _ in
      nil
    }
    let mail = try ReportMail(document) { _ in nil }
    let transport = try session.transport(of: audience)
    let from = try MailAddress(audience.from, at: configuration.place(of: "audiences.\(audience.name).from"))
    let failure = ([step] + Set(identifiers).sorted()).joined(separator: " ")
    let courier = Courier(
      book: book, report: "pipeline/\(pipeline)", period: "\(date) \(failure)", now: Host.now,
      wait: Courier.pause)
    let identity = try book.identity()
    for (number, text) in audience.to.enumerated() {
      let to = try MailAddress(text, at: configuration.place(of: "audiences.\(audience.name).to.\(number)"))
      guard case .open(_, let newest) = try courier.standing(of: to.address.lowercased()) else { continue }
      let key = "\(identity) \(pipeline) \(date) \(failure) \(to.address.lowercased())"
      let message = try mail.message(
        from: from, to: to, subject: "Failed: \(pipeline) of \(date), \(step)",
        date: Int64(Date().timeIntervalSince1970),
        identifier: "failure-\(date).\(ContentDigest.sha256(key).prefix(20))",
        layout: MailLayout(
          language: "en", preheader: step, page: nil,
          footer: "Sent by Scorebook to \(to.address), one of the audience “\(audience.name)”.",
          unsubscribe: nil))
      do throws(Diagnostic) {
        switch try courier.deliver(
          PreparedMail(audience: audience, message: message), after: newest, by: transport)
        {
        case .sent: session.tell("told \(to.address)")
        case .failed(let answer), .uncertain(let answer):
          Terminal.standardError.say("\(to.address) could not be told of the failure: \(answer)")
        }
      } catch {
        Terminal.standardError.say("\(to.address) could not be told of the failure: \(error.description)")
      }
    }
  }
}
