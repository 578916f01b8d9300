import Book
import Delivery
package import Diagnostics
import Foundation
import Reports
import Workspace

extension Diagnostic.Identifier {
  package static let reportNotSent = Self("report-not-sent")
}

/// Sends one report to those of its audiences that want it.
struct ReportSending {
  /// What a person asks for.
  struct Options {
    /// Names of audiences, whatever their conditions; empty for all whose conditions hold.
    var audiences: [String] = []
    /// Addresses; empty for everybody of the audiences.
    var recipients: [String] = []
    var asOf: CalendarDate?
    var again = false
    var resolution: ReportSendCommand.Resolution?
    /// Tells, and does nothing.
    var isDry = false
    /// Shows the text of what would be sent.
    var showsText = false
  }

  /// What is told of one recipient, or of an audience that gets nothing.
  struct Told: Encodable {
    enum Outcome: String, Encodable {
      case sent, stands, failed, uncertain, busy, resolved, skipped
      case wouldSend = "would_send"

      var isFine: Bool { self != .failed && self != .uncertain && self != .busy }
    }

    let report: String
    let period: String?
    let audience: String
    let recipient: String?
    let outcome: Outcome
    let detail: String
    let messageID: String?
  }

  /// Somebody who may get it.
  fileprivate struct Recipient {
    enum Way {
      case mail(from: MailAddress, to: MailAddress)
      case webhook(Configuration.Webhook)
      case sms(Configuration.SMS, number: String)
    }

    let audience: Configuration.Audience
    let way: Way
    /// Why it is sent; nil where it is always.
    let reason: String?

    /// As the book knows it.
    var key: String { name.lowercased() }
    /// As a person knows it; the address of a web-hook may be a secret.
    var name: String {
      switch way {
      case .mail(_, let to): to.address
      case .webhook: audience.channel
      case .sms(_, let number): number
      }
    }
  }

  let session: Session
  let report: Configuration.Report

  /// **Throws:** before anything is sent, what is wrong with names, addresses, secrets, pictures and the book;
  /// `command-interrupted` between two mails.
  func send(_ options: Options, told: @escaping (Told) -> Void) throws {
    let wanted = try wanted(options.audiences)
    let page = try session.page(report.name, asOf: options.asOf)
    let book = options.isDry ? try session.existingBook() : try session.book()
    let composer = try MailComposer(
      session, report, page, identity: book?.identity() ?? "", date: Int64(Date().timeIntervalSince1970))
    let courier = book.map {
      Courier(book: $0, report: report.name, period: composer.period, now: Host.now, wait: Courier.pause)
    }
    let tell = { (audience: String, to: String?, outcome: Told.Outcome, detail: String, id: String?) in
      told(
        Told(
          report: report.name, period: composer.period, audience: audience, recipient: to, outcome: outcome,
          detail: detail, messageID: id))
    }
    var recipients: [Recipient] = []
    for sending in wanted {
      guard let audience = session.configuration.audiences[sending.audience] else { continue }
      if options.audiences.isEmpty, page.triggers?.holds(sending.conditions) == false {
        let conditions = sending.conditions.map(\.rawValue).joined(separator: ", ")
        tell(audience.name, nil, .skipped, "nothing of \(conditions)", nil)
        continue
      }
      let reasons = sending.conditions.compactMap { page.triggers?.sentences[$0] }
      let reason = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
      var ways: [Recipient.Way] = []
      if let webhook = session.webhook(of: audience) {
        ways = [.webhook(webhook)]
      } else if let sms = session.sms(of: audience) {
        ways = audience.to.map { .sms(sms, number: $0) }
      } else {
        let (from, to) = try composer.addresses(of: audience)
        ways = to.map { .mail(from: from, to: $0) }
      }
      for way in ways {
        let recipient = Recipient(audience: audience, way: way, reason: reason)
        guard options.recipients.isEmpty || options.recipients.contains(where: recipient.isNamed) else {
          continue
        }
        if let other = recipients.first(where: { $0.key == recipient.key }) {
          tell(audience.name, recipient.name, .skipped, "gets it as one of \(other.audience.name)", nil)
        } else {
          recipients.append(recipient)
        }
      }
    }
    for name in options.recipients where !recipients.contains(where: { $0.isNamed(name) }) {
      throw Diagnostic(
        .reportNoAudience, .configuration, "'\(name)' is not among those who are to get '\(report.name)'",
        next: "Addresses stand under 'audiences' of scorebook.yaml.")
    }
    try send(to: recipients, options, composer, courier, tell)
  }

  private typealias Tell = (String, String?, Told.Outcome, String, String?) -> Void

  private func send(
    to recipients: [Recipient], _ options: Options, _ composer: MailComposer, _ courier: Courier?,
    _ tell: @escaping Tell
  ) throws {
    let plans = try recipients.map { try plan($0, options, courier) }
    // What can go wrong without a server goes wrong before the first mail.
    var mails: [String: any MailTransport] = [:]
    var calls: [String: WebhookTransport] = [:]
    for (recipient, plan) in zip(recipients, plans) {
      guard case .hand = plan else { continue }
      let channel = recipient.audience.channel
      switch recipient.way {
      case .mail:
        try composer.prepare(recipient.audience)
        if !options.isDry, mails[channel] == nil {
          mails[channel] = try session.transport(of: recipient.audience)
        }
      case .webhook(let webhook):
        if !options.isDry, calls[channel] == nil { calls[channel] = try session.transport(webhook, channel) }
      case .sms(let sms, let number):
        _ = try composer.message(for: recipient.audience, to: number, by: sms, sent: 0)
        if !options.isDry, calls[channel] == nil { calls[channel] = try session.transport(sms, channel) }
      }
    }
    for (recipient, plan) in zip(recipients, plans) {
      guard case .hand(let sent, let newest) = plan else {
        if case .tell(let outcome, let detail, let id) = plan {
          tell(recipient.audience.name, recipient.name, outcome, detail, id)
        }
        continue
      }
      let channel = recipient.audience.channel
      let delivery: any PreparedDelivery
      var handover: Handover?
      switch recipient.way {
      case .mail(let from, let to):
        let mail = try composer.mail(
          for: recipient.audience, from: from, to: to, sent: sent, reason: recipient.reason)
        delivery = mail
        handover = mails[channel].map { Handover(mail, by: $0) }
      case .webhook(let webhook):
        let call = try composer.call(for: recipient.audience, by: webhook, sent: sent)
        delivery = call
        handover = calls[channel].map { Handover(call, by: $0) }
      case .sms(let sms, let number):
        let call = try composer.message(for: recipient.audience, to: number, by: sms, sent: sent)
        delivery = call
        handover = calls[channel].map { Handover(call, by: $0) }
      }
      let tellThis = { (outcome: Told.Outcome, detail: String) in
        tell(recipient.audience.name, recipient.name, outcome, detail, delivery.messageID)
      }
      guard let courier, let handover else {
        let size = Quantity.count(delivery.bytes.count, "byte")
        let because = recipient.reason.map { ", because of: \($0)" } ?? ""
        tellThis(.wouldSend, "“\(delivery.subject)”, \(size), by \(channel)\(because)")
        if options.showsText { session.print(delivery.preview + "\n") }
        continue
      }
      try Interruption.check()
      do throws(Diagnostic) {
        switch try courier.deliver(handover, after: newest) {
        case .sent(let answer): tellThis(.sent, answer)
        case .failed(let answer): tellThis(.failed, answer)
        case .uncertain(let reason): tellThis(.uncertain, "\(reason). \(advice)")
        }
      } catch {
        // The others get theirs.
        if error.identifier == .commandInterrupted { throw error }
        tellThis(error.kind == .notNow ? .busy : .failed, error.description)
      }
    }
  }

  /// What is to be done for a recipient.
  private enum Plan {
    case hand(sent: Int, newest: Int)
    case tell(Told.Outcome, String, id: String?)
    case nothing
  }

  private func plan(_ recipient: Recipient, _ options: Options, _ courier: Courier?) throws -> Plan {
    switch try courier?.standing(of: recipient.key) ?? .open(sent: 0, newest: 0) {
    case .open(let sent, let newest):
      return options.resolution == .sent ? .nothing : .hand(sent: sent, newest: newest)
    case .sent(let record, let sent):
      if options.again { return .hand(sent: sent, newest: record.attempt) }
      return .tell(.stands, "sent at \(record.endedAt ?? record.beganAt)", id: record.messageID)
    case .busy(let record):
      return .tell(
        .busy, "another scorebook sends it since \(record.beganAt); run this once more", id: record.messageID)
    case .unknown(let record, let reason):
      guard let resolution = options.resolution, !options.isDry, let courier else {
        return .tell(
          .uncertain, "not sent again: of \(record.beganAt) nobody knows (\(reason)). \(advice)",
          id: record.messageID)
      }
      try courier.resolve(record, hasArrived: resolution == .sent, by: Host.user)
      if resolution == .sent { return .tell(.resolved, "it has arrived", id: record.messageID) }
      guard case .open(let sent, let newest) = try courier.standing(of: recipient.key) else {
        return .nothing
      }
      return .hand(sent: sent, newest: newest)
    }
  }

  private var advice: String {
    "Ask the recipient, then: scorebook report send \(report.name) --resolve sent, or --resolve again"
  }

  /// Sends the newest period, and tells how many got it.
  ///
  /// **Throws:** also where a mail was not delivered, or nobody knows.
  func sentence() throws -> String {
    var all: [Told] = []
    try send(Options()) { all.append($0) }
    let problems = all.filter { !$0.outcome.isFine }.map { told in
      Diagnostic(
        .reportNotSent, .failure,
        "report '\(told.report)' to \(told.recipient ?? told.audience): \(told.outcome.rawValue)",
        found: told.detail)
    }
    try Problems(problems).throwIfAny()
    let sent = all.count { $0.outcome == .sent }
    let standing = all.count { $0.outcome == .stands }
    return "\(Quantity.count(sent, "message")) sent" + (standing > 0 ? "; \(standing) sent before" : "")
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

extension ReportSending.Recipient {
  /// Whether a person means this one: by the address with or without its name, in large letters or small, or by the
  /// channel of a web-hook.
  fileprivate func isNamed(_ text: String) -> Bool {
    text.lowercased() == key || (try? MailAddress(text))?.address.lowercased() == key
  }
}
