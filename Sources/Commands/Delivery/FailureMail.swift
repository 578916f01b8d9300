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
    // The time of a failure is not part of what it is.
    let digest = ContentDigest.sha256(markdown)
    let courier = Courier(
      book: book, report: "pipeline/\(pipeline)/\(digest.prefix(16))", period: date.description,
      now: Host.now,
      wait: Courier.pause)
    let title = "Failed: \(pipeline) of \(date), \(first)"
    if let webhook = session.webhook(of: audience) {
      let transport = try session.transport(webhook, audience.channel)
      let call = try PreparedCall(
        audience: audience, session.payload(of: webhook),
        messageID:
          "failure-\(digest.prefix(16)).\(date).\(ContentDigest.sha256(audience.channel).prefix(12))",
        content: WebhookContent(
          document, detail: detail, report: "pipeline/\(pipeline)", period: date.description,
          audience: audience.name, title: title, attention: first, page: nil))
      tell(
        try courier.deliver(Handover(call, by: transport), again: false), call.recipient)
      return
    }
    if let sms = session.sms(of: audience) {
      let transport = try session.transport(sms, audience.channel)
      let template = try session.template(sms.template, of: .sms)
      let short = SMSText("Failed: \(pipeline) of \(date)")
      let long = SMSText(title)
      // Who is on call is told in any case.
      let text = audience.detail == .line || !long.fits ? short : long
      for number in audience.to {
        let who = ContentDigest.sha256(number).prefix(12)
        let call = try PreparedCall(
          audience: audience, text, to: number, template,
          messageID: "failure-\(digest.prefix(16)).\(date).\(who)")
        tell(try courier.deliver(Handover(call, by: transport), again: false), number)
      }
      return
    }
    let mail = try ReportMail(document) { _ in nil }
    let transport = try session.transport(of: audience)
    let from = try MailAddress(
      audience.from ?? "", at: configuration.place(of: "audiences.\(audience.name).from"))
    for (number, text) in audience.to.enumerated() {
      let to = try MailAddress(text, at: configuration.place(of: "audiences.\(audience.name).to.\(number)"))
      let who = ContentDigest.sha256(to.address.lowercased()).prefix(12)
      let message = try mail.message(
        from: from, to: to, subject: title,
        date: Int64(Date().timeIntervalSince1970),
        identifier: "failure-\(digest.prefix(16)).\(date).\(who)",
        layout: MailLayout(
          language: "en", preheader: first, page: nil,
          footer: "Sent by Scorebook to \(to.address), one of the audience “\(audience.name)”.",
          unsubscribe: nil))
      let bytes = message.bytes
      let result = try courier.deliver(
        PreparedMail(audience: audience, message: message, bytes: bytes, digest: ContentDigest.sha256(bytes)),
        by: transport, again: false)
      tell(result, to.address)
    }
  }

  private func tell(_ result: Courier.Result, _ recipient: String) {
    switch result {
    case .sent, .stands: session.tell("told \(recipient)")
    case .failed(let answer), .uncertain(let answer):
      Terminal.standardError.say("\(recipient) could not be told of the failure: \(answer)")
    }
  }
}
