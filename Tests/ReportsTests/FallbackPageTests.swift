import Book
import Reports
import Testing

@Suite("Fallbacks on a run's page")
struct FallbackPageTests {
  private func page(_ fallbacks: RunRecord.Fallbacks?, _ version: Bool = false) throws -> String {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let id = "20260204T020000Z-11"
    var versions: [RunRecord.Version] = [
      .init(role: .champion, model: "again", number: 1, digest: Samples.digest("a"))
    ]
    if version {
      versions.append(.init(role: .fallback, model: "rule", number: 1, digest: Samples.digest("b")))
    }
    try book.begin(
      RunStart(
        id: id, job: "nightly", date: "2026-02-09", startedAt: "2026-02-04T02:00:00Z", versions: versions,
        planDigest: Samples.digest("1"), target: "_out/x.csv", threads: 2, process: Samples.process,
        program: "scorebook 0.1.0"))
    try book.finish(
      id,
      RunEnd(
        state: .committed, finishedAt: "2026-02-04T02:00:01Z", rowsIn: 400, rowsOut: 400, rejects: 0,
        fallbacks: fallbacks))
    return try scratch.output(book: book).text("runs/\(id).md")
  }

  @Test("tells how many rows were answered by what, and the first reasons as text")
  func told() throws {
    let text = try page(
      .init(rows: 24, reasons: ["people.csv:3: 'age' is missing, and again@1 needs it"]), true)
    #expect(text.contains("24 rows of them were answered by rule@1, the fallback, and marked"))
    #expect(text.contains("people.csv:3: 'age' is missing, and again@1 needs it"))
    #expect(
      try page(.init(rows: 1, reasons: [])).contains(
        "1 row of them was answered by the fallback, a fixed value"))
  }

  @Test("tells that nobody took it; a run without one tells nothing")
  func none() throws {
    #expect(try page(.init(rows: 0, reasons: [])).contains("none took the fallback"))
    #expect(try !page(nil).contains("fallback"))
  }
}
