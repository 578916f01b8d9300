import Book
import Foundation
import Testing

@testable import Reports

@Suite("A book with very many nights")
struct LargeBookTests {
  @Test(
    "the newest nights and those with trouble have a page, the others a line in their month that leads nowhere else"
  )
  func capped() throws {
    let large = LargeBook(models: 2, nights: 800, inputs: 1)
    let scratch = try Scratch()
    let book = try scratch.book()
    try large.fill(book)
    let output = try scratch.output(large.yaml, book: book)
    let paths = Set(output.documents.map(\.path))
    #expect(output.documents.count < 320)
    #expect(paths.contains("runs/months/2023-01.md") && paths.contains("runs/months/2025-03.md"))
    // 31 newest and at most 31 with trouble of each of two jobs.
    let runs = paths.filter { $0.hasPrefix("runs/20") && $0.contains("T02") }
    #expect(runs.count >= 62 && runs.count <= 124)
    let month = output.text("runs/months/2023-02.md")
    #expect(month.contains("`20230203T020000Z-00000000`"))
    #expect(!month.contains("20230203T020000Z-00000000.md)"))
    var broken: [String] = []
    for document in output.documents {
      for link in document.markdown.split(separator: "](").dropFirst() {
        let target = link.prefix { $0 != ")" && $0 != " " }
        guard target.contains("T020000Z"), target.hasSuffix(".md") else { continue }
        let name = target.split(separator: "/").last.map(String.init) ?? ""
        if !paths.contains("runs/\(name.replacing("\\", with: ""))") {
          broken.append("\(document.path): \(target)")
        }
      }
    }
    #expect(broken == [])
  }

  /// SCOREBOOK_MEASURE=1: three years of nights and fifty models. SCOREBOOK_LARGE_BOOK=DIR keeps the workspace there.
  @Test(
    "how long the pages of a large book take",
    .enabled(if: ProcessInfo.processInfo.environment["SCOREBOOK_MEASURE"] == "1"))
  func measure() throws {
    let large = LargeBook(models: 50, nights: 1095, inputs: 12)
    let kept = ProcessInfo.processInfo.environment["SCOREBOOK_LARGE_BOOK"]
    let scratch = try kept.map { try Scratch(at: $0) } ?? Scratch()
    try Data(large.yaml.utf8).write(to: URL(fileURLWithPath: scratch.path + "/scorebook.yaml"))
    let book = try scratch.book()
    if try book.runs(.init(limit: 1)).isEmpty { try large.fill(book) }
    let clock = ContinuousClock()
    let configuration = try scratch.configuration(large.yaml)
    let reading = try clock.measure { _ = try BookSnapshot(configuration, book) }
    var output: ReportOutput?
    let time = try clock.measure { output = try scratch.output(large.yaml, book: book) }
    print(
      "large book: \(output?.documents.count ?? 0) pages, \(output?.assets.count ?? 0) files, \(time); reading alone \(reading)"
    )
  }
}
