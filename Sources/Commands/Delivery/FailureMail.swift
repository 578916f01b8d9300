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
    let failure = ([step] + Set(identifiers).sorted()).joined(separator: " ")
    let courier = Courier(
      book: book, report: "pipeline/\(pipeline)", period: "\(date) \(failure)", now: Host.now,
      wait: Courier.pause)
    let identity = try book.identity()
    let identifier = { (recipient: String) in
      let key = "\(identity) \(pipeline) \(date) \(failure) \(recipient.lowercased())"
      return "failure-\(date).\(ContentDigest.sha256(key).prefix(20))"
    }
    let title = "Failed: \(pipeline) of \(date), \(step)"
    if let webhook = session.channels.webhook(of: audience) {
      let transport = try session.channels.transport(webhook, audience.channel)
      let call = try PreparedCall(
        audience: audience, session.payload(of: webhook), messageID: identifier(audience.channel),
        content: WebhookContent(
          document, detail: detail, report: "pipeline/\(pipeline)", period: date.description,
          audience: audience.name, title: title, attention: step, page: nil))
      try hand(Handover(call, by: transport), courier, audience.channel)
      return
    }
    if let sms = session.channels.sms(of: audience) {
      let transport = try session.channels.transport(sms, audience.channel)
      let payload = try session.payload(of: sms)
      let short = SMSText("Failed: \(pipeline) of \(date)")
      let long = SMSText(title)
      // Who is on call is told in any case.
      let text = audience.detail == .line || !long.fits ? short : long
      for number in audience.to {
        let call = try PreparedCall(
          audience: audience, text, to: number, payload, messageID: identifier(number))
        try hand(Handover(call, by: transport), courier, number)
      }
      return
    }
    let mail = try ReportMail(document, templates: try templates()) { _ in nil }
    let transport = try session.channels.transport(of: audience)
    let from = try MailAddress(
      audience.from ?? "", at: configuration.place(of: "audiences.\(audience.name).from"))
    for (number, text) in audience.to.enumerated() {
      let to = try MailAddress(text, at: configuration.place(of: "audiences.\(audience.name).to.\(number)"))
      let message = try mail.message(
        from: from, to: to, subject: title, date: Int64(Date().timeIntervalSince1970),
        identifier: identifier(to.address),
        layout: MailLayout(
          language: "en", preheader: step, page: nil, recipient: to.address, audience: audience.name,
          unsubscribe: nil))
      try hand(
        Handover(PreparedMail(audience: audience, message: message), by: transport), courier, to.address)
    }
  }

  /// The program's own where the workspace's are wrong: who is on call is told in any case.
  private func templates() throws(Problems) -> MailTemplates {
    do throws(Problems) { return try session.mailTemplates() } catch {
      Terminal.standardError.write(error)
      return try MailTemplates()
    }
  }

  /// One recipient's trouble is not the others'.
  private func hand(_ handover: Handover, _ courier: Courier, _ name: String) throws(Diagnostic) {
    switch try courier.standing(of: handover.delivery.recipient.lowercased()) {
    case .open(_, let newest):
      do throws(Diagnostic) {
        switch try courier.deliver(handover, after: newest) {
        case .sent: session.tell("told \(name)")
        case .failed(let answer), .uncertain(let answer):
          Terminal.standardError.say("\(name) could not be told of the failure: \(answer)")
        }
      } catch {
        Terminal.standardError.say("\(name) could not be told of the failure: \(error.description)")
      }
    case .sent(let record, _): session.tell("\(name) was told at \(record.endedAt ?? record.beganAt)")
    case .unknown, .busy: session.tell("\(name) may have been told: nobody knows")
    }
  }
}
