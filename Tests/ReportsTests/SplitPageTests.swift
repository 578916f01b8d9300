import Book
import Reports
import Testing

@Suite("A split on a run's page")
struct SplitPageTests {
  private func page(_ rows: [Int]) throws -> String {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let id = "20260204T020000Z-11"
    try book.begin(
      RunStart(
        id: id, job: "nightly", date: "2026-02-09", startedAt: "2026-02-04T02:00:00Z",
        versions: [
          .init(role: .champion, model: "again", number: 1, digest: Samples.digest("a")),
          .init(role: .variant, model: "rule", number: 1, digest: Samples.digest("b")),
        ], planDigest: Samples.digest("1"), target: "_out/x.csv", threads: 2, process: Samples.process,
        program: "scorebook 0.1.0",
        split: .init(
          name: "winter_mail", saltDigest: Samples.digest("c"),
          variants: [
            .init(name: "control", share: "90%", model: "again", number: 1, rows: nil),
            .init(name: "challenger", share: "10%", model: "rule", number: 1, rows: nil),
          ])))
    try book.finish(
      id,
      RunEnd(
        state: rows.isEmpty ? .failed : .committed, finishedAt: "2026-02-04T02:00:01Z", rowsIn: 400,
        rowsOut: 400,
        rejects: 0, variantRows: rows))
    return try scratch.output(book: book).text("runs/\(id).md")
  }

  @Test("tells share, version and rows of each variant")
  func told() throws {
    let text = try page([361, 39])
    #expect(text.contains("Split `winter_mail` divided the keys"))
    let lines = text.split(separator: "\n")
    let control = try #require(lines.first { $0.hasPrefix("| control ") })
    #expect(control.contains("90%") && control.contains("again@1") && control.contains("361"))
    let challenger = try #require(lines.first { $0.hasPrefix("| challenger ") })
    #expect(challenger.contains("10%") && challenger.contains("rule@1") && challenger.contains("39"))
    #expect(lines.contains { $0.hasPrefix("| variant ") && $0.contains("rule@1") })
  }

  @Test("of a run that did not come so far it tells the shares")
  func unfinished() throws {
    let text = try page([])
    #expect(text.contains("| challenger |   10% |") && !text.contains("361"))
  }
}
