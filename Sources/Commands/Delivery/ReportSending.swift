import Book
import Delivery
package import Diagnostics
import Foundation
import Reports
import Workspace

/// Sends one report to those of its audiences that want it.
struct ReportSending {
  /// What is told of one recipient, or of an audience that gets nothing.
  struct Told: Encodable {
    let report: String
    let period: String?
    let audience: String
    let recipient: String?
    /// sent, stands, failed, uncertain, resolved, skipped or would_send.
    let outcome: String
    let detail: String
    let messageID: String?

    enum CodingKeys: String, CodingKey {
      case report, period, audience, recipient, outcome, detail
      case messageID = "message_id"
    }

    var isFine: Bool { outcome != "failed" && outcome != "uncertain" }
  }

  let session: Session
  let report: Configuration.Report

  /// - Parameters:
  ///   - to: Names of audiences, whatever their conditions; empty for all whose conditions hold.
  ///
  /// **Throws:** before anything is sent, what is wrong with names, addresses, secrets, pictures and the book.
  func send(
    to: [String], asOf: CalendarDate?, again: Bool = false, resolve: ReportSendCommand.Resolution? = nil,
    isDry: Bool = false, showsText: Bool = false
  ) throws -> [Told] {
    let wanted = try wanted(to)
    let page = try session.page(report.name, asOf: asOf)
    let triggers = page.triggers
    var told: [Told] = []
    var audiences: [Configuration.Audience] = []
    for sending in wanted {
      guard let audience = session.configuration.audiences[sending.audience] else { continue }
      if to.isEmpty, triggers?.holds(sending.conditions) == false {
        let conditions = sending.conditions.map(\.rawValue).joined(separator: ", ")
        told.append(tell(audience, nil, "skipped", "nothing of \(conditions)", page))
      } else {
        audiences.append(audience)
      }
    }
    let book = isDry ? try session.existingBook() : try session.book()
    let composer = MailComposer(session: session, date: Int64(Date().timeIntervalSince1970))
    let period = page.facts?.from ?? ""
    // All that can go wrong without a server goes wrong before the first mail.
    var prepared: [Handover] = []
    for audience in audiences {
      let known = try book?.deliveries(report: report.name, period: period) ?? []
      let deliveries = try deliveries(composer, page, audience) { recipient, states in
        known.count { $0.recipient == recipient && states.contains($0.state) }
      }
      guard isDry else {
        prepared += try handovers(of: deliveries, to: audience)
        continue
      }
      for delivery in deliveries {
        told.append(
          tell(
            audience, delivery, "would_send",
            "“\(delivery.subject)”, \(Quantity.count(delivery.bytes.count, "byte")), by \(audience.channel)",
            page))
        if showsText { session.print("\(delivery.preview)\n") }
      }
    }
    guard !isDry, let book else { return told }
    let courier = Courier(
      book: book, report: report.name, period: period, now: Host.now,
      wait: Courier.pause)
    for handover in prepared {
      told.append(try hand(handover, courier, again: again, resolve: resolve, page))
    }
    return told
  }

  /// What an audience gets.
  private func deliveries(
    _ composer: MailComposer, _ page: BuiltPage, _ audience: Configuration.Audience,
    count: (_ recipient: String, _ states: Set<DeliveryRecord.State>) -> Int
  ) throws -> [any PreparedDelivery] {
    // What was said not to have arrived keeps its key and its bytes, so that a program that has it after all knows.
    if let sms = session.sms(of: audience) {
      return try composer.messages(of: report.name, page, for: audience, by: sms) { count($0, [.sent]) }
    }
    guard let webhook = session.webhook(of: audience) else {
      return try composer.mails(of: report.name, page, for: audience) { recipient in
        count(recipient, [.sent, .sending, .uncertain])
      }
    }
    let call = try composer.call(
      of: report.name, page, for: audience, by: webhook, attempt: count(audience.channel, [.sent]))
    return [call]
  }

  /// The way of each; secrets are had here.
  private func handovers(
    of deliveries: [any PreparedDelivery], to audience: Configuration.Audience
  ) throws(Diagnostic) -> [Handover] {
    if let webhook = session.webhook(of: audience) {
      let transport = try session.transport(webhook, audience.channel)
      return deliveries.map { Handover($0, by: transport) }
    }
    if let sms = session.sms(of: audience) {
      let transport = try session.transport(sms, audience.channel)
      return deliveries.map { Handover($0, by: transport) }
    }
    let transport = try session.transport(of: audience)
    return deliveries.compactMap { $0 as? PreparedMail }.map { mail in
      Handover(delivery: mail, waits: Courier.waits) { () throws(Diagnostic) in
        try transport.send(mail.message, mail.bytes)
      }
    }
  }

  /// Sends the newest period, and tells how many got it.
  ///
  /// **Throws:** also where a mail was not delivered, or nobody knows.
  func sentence() throws -> String {
    let told = try send(to: [], asOf: nil)
    let problems = told.filter { !$0.isFine }.map { told in
      Diagnostic(
        .reportNotSent, .failure,
        "report '\(told.report)' to \(told.recipient ?? told.audience): \(told.outcome)",
        found: told.detail)
    }
    try Problems(problems).throwIfAny()
    let sent = told.count { $0.outcome == "sent" }
    let standing = told.count { $0.outcome == "stands" }
    return "\(Quantity.count(sent, "message")) sent" + (standing > 0 ? "; \(standing) sent before" : "")
  }

  private func hand(
    _ handover: Handover, _ courier: Courier, again: Bool,
    resolve: ReportSendCommand.Resolution?, _ page: BuiltPage
  ) throws -> Told {
    let mail = handover.delivery
    if let resolve, let known = try courier.newest(for: mail.recipient), known.state == .uncertain {
      switch resolve {
      case .sent:
        try courier.book.end(known, .sent, answer: "said to have arrived by \(Host.user)", at: Host.now())
        return tell(mail.audience, mail, "resolved", "it has arrived", page)
      case .again:
        try courier.book.end(
          known, .failed, answer: "said not to have arrived by \(Host.user)", at: Host.now())
      }
    }
    switch try courier.deliver(handover, again: again) {
    case .sent(let answer): return tell(mail.audience, mail, "sent", answer, page)
    case .stands(let known):
      return tell(mail.audience, mail, "stands", "sent at \(known.endedAt ?? known.beganAt)", page)
    case .failed(let answer): return tell(mail.audience, mail, "failed", answer, page)
    case .uncertain(let reason):
      return tell(
        mail.audience, mail, "uncertain",
        "\(reason). Ask the recipient, then: scorebook report send \(report.name) --resolve sent, or --resolve again",
        page)
    }
  }

  /// Also tells a person, as it happens.
  private func tell(
    _ audience: Configuration.Audience, _ mail: (any PreparedDelivery)?, _ outcome: String, _ detail: String,
    _ page: BuiltPage
  ) -> Told {
    let recipient = mail?.recipient
    let word = outcome.split(separator: "_").joined(separator: " ")
    session.tell("\(recipient ?? audience.name)  \(word)  \(detail)")
    return Told(
      report: report.name, period: page.facts?.from, audience: audience.name, recipient: recipient,
      outcome: outcome, detail: detail, messageID: mail?.messageID)
  }

  private func wanted(_ names: [String]) throws(Diagnostic) -> [Configuration.Sending] {
    let configuration = session.configuration
    guard !names.isEmpty else {
      if report.sendings.isEmpty {
        throw Diagnostic(
          .reportNoAudience, .configuration, at: configuration.place(of: "reports.\(report.name)"),
          "nobody is to get report '\(report.name)'",
          next: "Add send: [{audience: NAME, if: always}] to it, or name an audience with --to.")
      }
      return report.sendings
    }
    return try names.map { (name) throws(Diagnostic) in
      guard configuration.audiences[name] != nil else {
        throw session.noAudience(name)
      }
      return .init(audience: name, conditions: [.always])
    }
  }
}

extension Diagnostic.Identifier {
  package static let reportNotSent = Self("report-not-sent")
  package static let reportNoAudience = Self("report-no-audience")
}
