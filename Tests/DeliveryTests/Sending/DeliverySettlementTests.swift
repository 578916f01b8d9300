import Book
import Testing

@testable import Delivery

@Suite("Settling by the book alone")
struct DeliverySettlementTests {
  private let scratch: SendingScratch
  private let book: Book

  init() throws {
    scratch = try SendingScratch()
    book = try scratch.book()
  }

  private func enter(
    _ recipient: String, _ period: String, _ state: DeliveryRecord.State, after newest: Int = 0,
    at time: String = SendingScratch.now, report: String = "weekly"
  ) throws {
    let record = try book.begin(
      DeliveryRecord(
        report: report, period: period, recipient: recipient, audience: "gone", channel: "relay",
        messageID: "<1@example.com>", digest: "d", beganAt: time, process: .current()), after: newest)
    try book.end(record, state, answer: "no answer", at: time)
  }

  private func settlement(_ report: String = "weekly") -> DeliverySettlement {
    DeliverySettlement(book: book, report: report, user: "ada") { "later" }
  }

  @Test("finds what waits of a recipient, by the address with or without its name, of the newest period")
  func waiting() throws {
    try enter("a@example.org", "week 2026-11-16", .uncertain, at: "2026-11-23T06:00:00Z")
    try enter("a@example.org", "week 2026-11-23", .uncertain)
    try enter("b@example.org", "week 2026-11-23", .uncertain)
    // The newest attempt counts.
    try enter("b@example.org", "week 2026-11-23", .sent, after: 1)
    try enter("c@example.org", "week 2026-11-23", .failed)
    let all = settlement()
    func told(_ records: [DeliveryRecord]) -> [String] { records.map { "\($0.recipient) \($0.period)" } }
    #expect(try told(all.waiting()) == ["a@example.org week 2026-11-23"])
    #expect(try told(all.waiting(for: ["Ada <A@example.org>"])) == ["a@example.org week 2026-11-23"])
    #expect(try all.waiting(for: ["b@example.org", "c@example.org"]).isEmpty)
    #expect(
      try told(all.waiting { $0 == "week 2026-11-16" }) == ["a@example.org week 2026-11-16"])
  }

  @Test("enters what a person says, and nothing in a dry run")
  func settles() throws {
    for (number, resolution) in [SendingOptions.Resolution.sent, .again].enumerated() {
      let report = "pipeline/night"
      try enter("a@example.org", "2026-11-30 run nightly", .uncertain, after: number, report: report)
      let record = try #require(try settlement(report).waiting().first)
      #expect(try settlement(report).settle(record, as: resolution, isDry: true).outcome == .uncertain)
      #expect(try settlement(report).waiting() == [record])
      #expect(try settlement(report).settle(record, as: resolution).outcome == .resolved)
      #expect(try settlement(report).waiting().isEmpty)
    }
    #expect(
      try book.deliveries(report: "pipeline/night").map { $0.answer.prefix { $0 != ";" } } == [
        "said to have arrived by ada", "said not to have arrived by ada",
      ])
  }
}
