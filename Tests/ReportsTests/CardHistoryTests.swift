import Book
import Testing

@testable import Reports

@Suite("History, use and profile on a card")
struct CardHistoryTests {
  private func card(_ prepare: (Book) throws -> Void) throws -> String {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    try prepare(book)
    return try scratch.output(book: book).text("models/again.md")
  }

  @Test("tells from when to when each version was champion, and what changed")
  func reign() throws {
    let text = try card { book in
      var second = Samples.version("again", digest: Samples.digest("7"), verification: Samples.verified)
      second = VersionRecord(
        model: "again", number: 0, digest: second.digest, format: second.format, size: 1, fileName: "m.txt",
        signature: SignatureRecord(
          task: .binary, labels: ["0", "1"], inputs: Array(Samples.signature.inputs.prefix(1)),
          outputs: Samples.signature.outputs), labels: nil,
        parameters: [.init(name: "num_leaves", value: "63"), .init(name: "seed", value: "7")], metrics: [:],
        framework: second.framework, training: second.training, sourceCommit: "def456",
        trainedUntil: "2026-01-31", bands: nil, facts: [], importance: [], verification: Samples.verified,
        registeredAt: "2026-02-01T09:00:00Z", registeredBy: "ada", note: nil)
      _ = try book.addVersion(second, profile: nil, numbering: .next)
      for (number, since) in [(2, "2026-02-10T10:00:00Z"), (1, "2026-02-12T10:00:00Z")] {
        _ = try book.setAlias(
          AliasRecord(
            model: "again", alias: "champion", number: number, since: since, by: "ada", reason: nil,
            evidence: nil))
      }
    }
    #expect(text.contains("2026-01-02 to 2026-02-10, since 2026-02-12"))
    #expect(text.contains("| 2026-02-10 to 2026-02-12 "))
    #expect(text.contains("> [!DETAILS] What changed from again@1 to again@2"))
    #expect(text.contains("parameter num\\_leaves | 31 ") || text.contains("parameter num_leaves | 31 "))
    #expect(text.contains("trained until"))
    #expect(text.contains("input cohort"))
    #expect(!text.contains("parameter seed"))
  }

  @Test(
    "names each job with role, version and last run, and the profile of the training rows without rare values"
  )
  func use() throws {
    let text = try card { _ in }
    #expect(text.contains("| `nightly` | champion | again@1, as champion |"))
    #expect(text.contains("> [!DETAILS] Columns of the training rows"))
    #expect(text.contains("other (fewer than 5 rows)"))
    #expect(!text.contains("98,765") && !text.contains("| rare "))
  }
}
