import Book
import Diagnostics
import Foundation
import Workspace

@testable import Delivery

/// A workspace folder with a book that goes away with the test, and a report that two audiences get.
final class SendingScratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/delivery-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func book() throws -> Book { try Book.open(folder: path, mode: .createIfMissing) }

  static let period = "week 2026-11-23"
  static let now = "2026-11-30T06:00:00Z"

  /// - Parameter wait: Notes the waits.
  func courier(
    _ book: Book, wait: @escaping (Double) throws(Diagnostic) -> Void = { _ in }
  ) -> Courier {
    Courier(book: book, report: "weekly", period: Self.period, now: { Self.now }, wait: wait)
  }

  func records(_ book: Book) throws -> [DeliveryRecord] {
    try book.deliveries(report: "weekly", period: Self.period)
  }

  func mails(_ folder: String = "mail") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)/new").sorted()
  }

  static let yaml = """
    name: W
    kpis:
      k: {query: k.sql, tables: {t: t}, period: week}
    datasets:
      t: {csv: t.csv}
    reports:
      weekly:
        title: Weekly
        period: week
        contents: [{kpi: k}]
        send: [{audience: board, if: always}, {audience: team, if: [drift, kpi_signal]}]
    audiences:
      board: {via: outbox, from: s@example.com, to: [a@example.org, B@example.org], detail: line}
      team: {via: outbox, from: s@example.com, to: ["Bea <b@Example.org>", c@example.org], detail: full}
      chat: {via: hook, detail: line}
      phone: {via: pager, to: ["+49301234567"], detail: line}
    channels:
      outbox: {maildir: mail}
      hook: {webhook: {url: "https://hooks.example.com/in", template: json}}
      pager: {sms: {url: "https://sms.example.com/send", template: gateway.mustache}}

    """

  func configuration(_ yaml: String = SendingScratch.yaml) throws -> Configuration {
    try ConfigurationLoader.decode(yaml: yaml, file: path + "/scorebook.yaml", root: path)
  }
}

/// What is handed over, each time with the next of these outcomes.
final class Attempts {
  private(set) var count = 0
  private var outcomes: [DeliveryOutcome]

  init(_ outcomes: DeliveryOutcome...) { self.outcomes = outcomes }

  func next() -> DeliveryOutcome {
    count += 1
    return outcomes.count > 1 ? outcomes.removeFirst() : outcomes[0]
  }
}

/// A delivery that is nothing but bytes.
struct Parcel: PreparedDelivery {
  let audience: Configuration.Audience
  var recipient = "a@example.org"
  var messageID = "<weekly.1@example.com>"
  let subject = "Weekly"
  let preview = "Weekly"
  let bytes: [UInt8] = [1, 2, 3]
  let digest = "d"
}

/// Makes the plainest messages, and counts what it was asked for.
final class PlainMaker: MessageMaker {
  struct Refused: Error {}

  let period = SendingScratch.period
  private(set) var prepared: [String] = []
  var refusesToPrepare = false
  /// Addresses, numbers and channels whose message can't be made.
  var unmade: Set<String> = []

  private func check(_ recipient: String) throws(Diagnostic) {
    guard unmade.contains(recipient) else { return }
    throw Diagnostic(.deliveryTooLarge, .failure, "it is too large", next: "Make it smaller.")
  }

  func prepare(_ audience: Configuration.Audience) throws {
    if refusesToPrepare { throw Refused() }
    prepared.append(audience.name)
  }

  func mail(
    for audience: Configuration.Audience, from: MailAddress, to: MailAddress, sent: Int, reason: String?
  ) throws(Diagnostic) -> PreparedMail {
    try check(to.address)
    return PreparedMail(
      audience: audience,
      message: MailMessage(
        from: from, to: to, subject: sent > 0 ? "Again: Weekly" : "Weekly", date: 0,
        identifier: "weekly.\(to.address.lowercased().prefix(1)).\(sent)", language: "en", unsubscribe: nil,
        text: reason ?? "", html: "", pictures: [], attachments: []))
  }

  func call(
    for audience: Configuration.Audience, by webhook: Configuration.Webhook, sent: Int
  ) throws(Diagnostic) -> PreparedCall {
    try check(audience.channel)
    return call(audience, audience.channel)
  }

  func message(
    for audience: Configuration.Audience, to number: String, by sms: Configuration.SMS, sent: Int
  ) throws(Diagnostic) -> PreparedCall {
    try check(number)
    return call(audience, number)
  }

  private func call(_ audience: Configuration.Audience, _ recipient: String) -> PreparedCall {
    PreparedCall(
      audience: audience, recipient: recipient, messageID: "weekly", subject: "Weekly", bytes: [], digest: "")
  }
}

/// A trouble of one word.
func plain(_ summary: String) -> DeliveryTrouble { DeliveryTrouble(.smtpRefused, summary) }
