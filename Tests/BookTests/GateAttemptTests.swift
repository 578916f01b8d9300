import Book
import Diagnostics
import Testing

@Suite("Attempts at a gate in the book")
struct GateAttemptTests {
  private func book(_ scratch: Scratch) throws -> Book {
    let book = try scratch.book()
    for letter in ["a", "b"] {
      _ = try book.addVersion(
        Samples.version("repurchase", digest: String(repeating: letter, count: 64)), profile: nil,
        numbering: .next)
    }
    return book
  }

  private func change(_ number: Int) -> AliasRecord {
    AliasRecord(
      model: "repurchase", alias: "champion", number: number, since: "t", by: "ada", reason: nil,
      evidence: nil)
  }

  @Test("each refused one stands in the log, the same one again too")
  func refused() throws {
    let scratch = try Scratch()
    let book = try book(scratch)
    let first = Samples.attempt(.refused, -0.001, at: "t1")
    let again = Samples.attempt(.refused, -0.001, at: "t2")
    for attempt in [first, again] { try book.enter(attempt) }
    #expect(try book.gateAttempts(of: "repurchase", number: 2) == [first, again])
    #expect(try book.gateAttempts(of: "repurchase", number: 1) == [])
    #expect(try book.gateAttempts(of: "other") == [])
    #expect(try book.aliases() == [])
    // A version that is not there has no attempts.
    #expect(problem { try book.enter(Samples.attempt(.refused, 0, at: "t", number: 7)) } != nil)
  }

  @Test("one that opens stands with the alias or not at all")
  func opened() throws {
    let scratch = try Scratch()
    let book = try book(scratch)
    let attempt = Samples.attempt(.opened, 0.001, at: "t1")
    _ = try book.setAlias(change(1))
    #expect(try book.setAlias(change(2), by: attempt)?.number == 1)
    #expect(try book.gateAttempts() == [attempt])
    // Nothing moves: nothing is noted.
    #expect(try book.setAlias(change(2), by: attempt)?.number == 2)
    #expect(try book.gateAttempts() == [attempt])
  }

  @Test("an alias that moved while the gate judged stays where it is")
  func moved() throws {
    let scratch = try Scratch()
    let book = try book(scratch)
    _ = try book.setAlias(change(2))
    let attempt = Samples.attempt(.opened, 0.001, at: "t1", number: 1)
    let told = problem { _ = try book.setAlias(change(1), by: attempt) }
    #expect(told?.identifier == .bookAliasMoved && told?.kind == .notNow)
    #expect(told?.found == "repurchase@2")
    #expect(try book.gateAttempts() == [] && book.alias("champion", of: "repurchase")?.number == 2)
  }

  @Test("attempts alike in a row are one group, other findings begin another")
  func groups() {
    let times = [
      ("t1", -0.001, 2), ("t2", -0.001, 2), ("t3", -0.001, 1), ("t4", -0.001, 2), ("t5", -0.002, 2),
      ("t6", -0.001, 2), ("t7", -0.001, 1),
    ]
    let attempts = times.map { Samples.attempt(.refused, $0.1, at: $0.0, number: $0.2) }
    let groups = GateAttempt.groups(of: attempts)
    #expect(groups.map(\.since) == ["t1", "t5", "t6", "t3"])
    #expect(groups.map(\.last.attemptedAt) == ["t4", "t5", "t6", "t7"])
    #expect(groups.map(\.count) == [3, 1, 1, 2])
  }
}
