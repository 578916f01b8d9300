import Foundation
import Markdown
import Reports
import Testing

/// Golden pages in Tests/Fixtures/reports/golden: written anew only when SCOREBOOK_UPDATE_GOLDEN=1.
@Suite("Golden pages")
struct GoldenPageTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/reports/golden")
  static let updates = ProcessInfo.processInfo.environment["SCOREBOOK_UPDATE_GOLDEN"] == "1"

  static func check(_ output: ReportOutput, in name: String, assets: [String] = []) throws {
    let folder = folder.appendingPathComponent(name)
    var expected: [String: String] = [:]
    for document in output.documents { expected[document.path] = document.markdown }
    for path in assets { expected[path] = output.asset(path) }
    if updates { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in expected.sorted(by: { $0.key < $1.key }) {
      let file = folder.appendingPathComponent(path)
      if updates {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
      let golden = try? Data(contentsOf: file)
      #expect(golden == Data(text.utf8), "\(path) differs; SCOREBOOK_UPDATE_GOLDEN=1 writes it anew")
    }
    let found = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    #expect(Set(found.filter { $0.hasSuffix(".md") }) == Set(output.documents.map(\.path)))
  }

  @Test("every kind of page of a book with runs, figures and a failure")
  func filled() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let output = try scratch.output(book: book)
    try Self.check(
      output, in: "filled",
      assets: [
        "models/figures/again-again-auc.csv", "models/figures/again-drift-inputs.csv",
        "reports/figures/weekly-kpi-weekly_revenue.csv",
      ])
    #expect(try scratch.output(book: book) == output)
  }

  @Test("an empty book, and none at all: the pages name the command that comes next")
  func empty() throws {
    let scratch = try Scratch(Samples.files)
    let none = try scratch.output(book: nil)
    let empty = try scratch.output(book: try scratch.book())
    #expect(none == empty)
    try Self.check(none, in: "empty")
    #expect(none.text("index.md").contains("scorebook run nightly"))
    #expect(none.text("models/again.md").contains("scorebook model add again"))
    #expect(none.text("reports/weekly.md").contains("scorebook kpi update weekly_revenue"))
    #expect(none.text("reports/weekly.md").contains("scorebook evaluate again"))
    #expect(!none.text("index.md").contains("Made from the book"))
  }

  @Test("every page is a document that the site can read, and every figure has its three files")
  func readable() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let output = try scratch.output(book: book)
    let assets = Set(output.assets.map(\.path))
    for document in output.documents {
      let parsed = try Document(parsing: document.markdown, file: document.path)
      #expect(parsed.frontMatter != nil && parsed.title != nil, "\(document.path)")
    }
    let figures = output.assets.map(\.path).filter { $0.hasSuffix(".narrow.svg") }
    #expect(figures.count > 10)
    for path in figures {
      #expect(
        assets.contains(path.dropLast(10) + "svg") && assets.contains(path.dropLast(10) + "csv"), "\(path)")
    }
    #expect(assets.count == output.assets.count)
  }
}
