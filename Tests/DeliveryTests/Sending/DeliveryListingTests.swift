import Book
import Testing

@testable import Delivery

@Suite("Listing what was sent")
struct DeliveryListingTests {
  private static let here = ProcessIdentity(host: "here", pid: 1, start: "boot/1")

  private func record(
    _ recipient: String, _ state: DeliveryRecord.State, at time: String, answer: String = "",
    report: String = "weekly", host: String = "elsewhere"
  ) -> DeliveryRecord {
    var record = DeliveryRecord(
      report: report, period: "week 2026-11-23", recipient: recipient, audience: "board", channel: "relay",
      messageID: "<1@example.com>", digest: "d", beganAt: time,
      process: ProcessIdentity(host: host, pid: 4711, start: "boot/2"))
    record.state = state
    record.answer = answer
    if state != .sending { record.endedAt = time + "!" }
    return record
  }

  private func entries(
    _ records: [DeliveryRecord], limit: Int? = 20, addresses: Bool = true
  ) -> [DeliveryEntry] {
    DeliveryListing(records, limit: limit, showsAddresses: addresses, seenFrom: Self.here) { _ in
      "2026-11-30"
    }.entries
  }

  @Test("puts first of what nobody knows, then the newest, as many as asked for")
  func order() {
    let records = [
      record("a@example.org", .sent, at: "2026-11-30T01"),
      record("b@example.org", .uncertain, at: "2026-11-30T02"),
      record("c@example.org", .sending, at: "2026-11-30T03"),
      record("d@example.org", .failed, at: "2026-11-30T04"),
      record("e@example.org", .sent, at: "2026-11-30T05"),
    ]
    func told(_ limit: Int?) -> [String] {
      entries(records, limit: limit).map { "\($0.recipient.prefix(1)) \($0.state.rawValue)" }
    }
    // That of another host can't be seen from here.
    #expect(told(20) == ["c uncertain", "b uncertain", "e sent", "d failed", "a sent"])
    #expect(told(1) == ["c uncertain", "b uncertain", "e sent"] && told(nil).count == 2)
    #expect(entries(records).last?.at == "2026-11-30T01!")
    #expect(entries(records)[0].answer == "it was being handed over on elsewhere since 2026-11-30T03")
  }

  @Test("tells the commands that settle what nobody knows, also of a pipeline's failure")
  func settling() {
    let found = entries([record("o'neil@example.org", .uncertain, at: "1")])
    #expect(
      found.first?.settledBy == [
        "scorebook report send weekly --as-of 2026-11-30 --to board --recipient 'o'\\''neil@example.org' --resolve sent",
        "scorebook report send weekly --as-of 2026-11-30 --to board --recipient 'o'\\''neil@example.org' --resolve again",
      ])
    #expect(
      entries([record("b@example.org", .uncertain, at: "1", report: "pipeline/night")])[0].settledBy == [
        "scorebook report send pipeline/night --as-of 2026-11-30 --recipient b@example.org --resolve sent",
        "scorebook report send pipeline/night --as-of 2026-11-30 --recipient b@example.org --resolve again",
      ])
    #expect(entries([record("b@example.org", .failed, at: "1")])[0].settledBy.isEmpty)
  }

  @Test("shortens addresses and numbers, inside of answers, too")
  func masked() {
    let found = entries(
      [
        record(
          "board@example.com", .uncertain, at: "3", answer: "<Board@Example.com> board@example.com: gone"),
        record("+49301234567", .sent, at: "2", answer: "HTTP 200: to +49301234567"),
        record("chat", .sent, at: "1", answer: "HTTP 200: chat ok"),
      ], addresses: false)
    #expect(found.map(\.recipient) == ["b…@example.com", "+49…67", "chat"])
    #expect(
      found.map(\.answer) == [
        "<b…@example.com> b…@example.com: gone", "HTTP 200: to +49…67", "HTTP 200: chat ok",
      ])
    #expect(found[0].settledBy[0].contains("--recipient ADDRESS "))
    // A channel's name is no address.
    let chat = entries([record("chat", .uncertain, at: "1")], addresses: false)
    #expect(chat[0].settledBy[0].contains("--recipient chat "))
  }
}
