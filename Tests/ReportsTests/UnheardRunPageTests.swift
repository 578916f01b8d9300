import Book
import Reports
import Testing

@Suite("Pages of a run whose process ended without telling")
struct UnheardRunPageTests {
  private func text(_ ending: Book.Ending?) throws -> (page: String, home: String) {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    let id = "20260204T020000Z-11"
    try book.begin(
      RunStart(
        id: id, job: "nightly", date: "2026-02-02", startedAt: "2026-02-04T02:00:00Z",
        versions: [.init(role: .champion, model: "again", number: 1, digest: Samples.digest("a"))],
        planDigest: Samples.digest("1"), target: "_out/x.csv", threads: 2, process: Samples.process,
        program: "scorebook 0.1.0"))
    if let ending { _ = try book.end([(id, ending)], now: "2026-02-04T09:00:00Z") }
    let output = try scratch.output(book: book)
    return (output.text("runs/\(id).md"), output.text("index.md"))
  }

  @Test("one that wrote nothing: no times that nobody took, and when its end was found")
  func interrupted() throws {
    let (page, home) = try text(.interrupted(RunRecord.unheardEnd))
    #expect(page.contains("Nothing of this date was written:"))
    #expect(page.contains("How long it took was not recorded.") && !page.contains("0.0 ms"))
    #expect(page.contains("found to have ended"))
    #expect(home.contains("interrupted, nothing was written") && !home.contains("0.0 ms"))
  }

  @Test("one of which it is not known whether it wrote")
  func unknown() throws {
    let (page, home) = try text(.interrupted(RunRecord.unknownEnd + ": _out/x.csv can't be read"))
    #expect(page.contains("It was cut off:") && !page.contains("Nothing of this date was written"))
    #expect(home.contains("interrupted, and whether its rows were written is not known"))
  }

  @Test("one that has not ended names where it was started")
  func running() throws {
    let (page, _) = try text(nil)
    #expect(page.contains("It had not ended when this page was made"))
    #expect(page.contains("It was started on \(Samples.process.host)"))
  }
}
