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

  @Test("says as what a version had part in its last run, and whose rows that wrote")
  func lastRun() throws {
    func text(_ role: RunRecord.Version.Role, _ state: RunRecord.State = .committed) throws -> String {
      try card { book in
        _ = try book.addVersion(
          Samples.version("again", digest: Samples.digest("7"), verification: Samples.verified), profile: nil,
          numbering: .next)
        try book.begin(
          RunStart(
            id: "20260301T020000Z-01", job: "nightly", date: "2026-03-01", startedAt: "2026-03-01T02:00:00Z",
            versions: role == .champion
              ? [.init(role: .champion, model: "again", number: 2, digest: Samples.digest("7"))]
              : [
                .init(role: .champion, model: "again", number: 1, digest: Samples.digest("a")),
                .init(role: role, model: "again", number: 2, digest: Samples.digest("7")),
              ], planDigest: Samples.digest("1"), target: "t", threads: 2, process: Samples.process,
            program: "scorebook 0.1.0"))
        try book.finish(
          "20260301T020000Z-01",
          RunEnd(
            state: state, finishedAt: "2026-03-01T02:00:00Z", rowsIn: 400, rowsOut: 390,
            fallbacks: role == .fallback ? .init(rows: 12, reasons: []) : nil))
        _ = try book.setAlias(
          AliasRecord(
            model: "again", alias: "champion", number: 2, since: "2026-03-10T10:00:00Z", by: "ada",
            reason: nil, evidence: nil))
      }
    }
    let run = "Its last run, job nightly for 2026-03-01,"
    #expect(try text(.champion).contains("\(run) wrote 390 rows."))
    #expect(try text(.shadow).contains("\(run) had it as a shadow: again@1 wrote 390 rows."))
    #expect(
      try text(.variant).contains("\(run) had it as a variant: together with again@1 it wrote 390 rows."))
    #expect(
      try text(.fallback).contains("\(run) had it as the fallback: it answered 12 of 390 rows of again@1."))
    #expect(try text(.shadow, .refused).contains("\(run) as a shadow of again@1, was refused."))
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
