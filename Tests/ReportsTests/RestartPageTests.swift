import Book
import Reports
import Testing

@Suite("Restarts on a run's page")
struct RestartPageTests {
  @Test("tells how often a version's program was restarted, and nothing where it was not")
  func told() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let id = "20260204T020000Z-11"
    try book.begin(
      RunStart(
        id: id, job: "nightly", date: "2026-02-09", startedAt: "2026-02-04T02:00:00Z",
        versions: [
          .init(role: .champion, model: "again", number: 1, digest: Samples.digest("a")),
          .init(role: .shadow, model: "rule", number: 1, digest: Samples.digest("b")),
        ],
        planDigest: Samples.digest("1"), target: "_out/x.csv", threads: 2, process: Samples.process,
        program: "scorebook 0.1.0"))
    try book.finish(
      id,
      RunEnd(
        state: .committed, finishedAt: "2026-02-04T02:00:01Z", rowsIn: 400, rowsOut: 400, rejects: 0,
        restarts: [0: 2, 1: 0]))
    let text = try scratch.output(book: book).text("runs/\(id).md")
    #expect(text.contains("The program of again@1 was restarted 2 times."))
    #expect(!text.contains("of rule@1 was"))
  }
}
