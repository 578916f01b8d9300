import Book
import Diagnostics
import Foundation
import GRDB
import Reports
import Testing

@Suite("Check of texts")
struct TextCheckTests {
  /// Of the sample, its book's runs spoilt: who reads them fails.
  private func problems(_ text: String) throws -> [Diagnostic] {
    var files = Samples.files
    files["texts/weekly.md"] = text
    let scratch = try Scratch(files)
    let book = try scratch.book()
    try Samples.fill(book)
    try DatabaseQueue(path: scratch.path + "/.scorebook/book.db").inDatabase {
      try $0.execute(sql: "UPDATE run SET stages = '{'")
    }
    return TextCheck.problems(try scratch.configuration(), book: book).list
  }

  @Test("a draft is read and checked, and no part of its report")
  func draft() throws {
    for (word, isThere) in [("true", false), ("false", true)] {
      var files = Samples.files
      files["texts/weekly.md"] = "---\ndescription: Later.\ndraft: \(word)\n---\n\nNot yet to be read.\n"
      let scratch = try Scratch(files)
      let page = try scratch.output(book: try scratch.book()).text("reports/weekly.md")
      #expect(page.contains("Not yet to be read.") == isThere && page.contains("Later.") == isThere)
    }
    #expect(try problems("---\ndraft: true\n---\n\n[[kpi nothing]]\n").count == 1)
  }

  @Test("tells each of many slips once, in little time")
  func many() throws {
    var files = Samples.files
    files["texts/weekly.md"] = String(repeating: "x [[kpi nothing]]\n", count: 10_000)
    let scratch = try Scratch(files)
    let book = try scratch.book()
    try Samples.fill(book)
    let began = ContinuousClock.now
    let found = TextCheck.problems(try scratch.configuration(), book: book).list
    #expect(found.count == 10_000 && Set(found).count == 10_000)
    let page = ReportText(path: "a.md", markdown: files["texts/weekly.md"] ?? "", file: "texts/weekly.md")
    let told = try #require(throws: Problems.self) {
      try ReportBuilder(configuration: scratch.configuration(Samples.yaml), book: book).documents(
        expanding: [page, page])
    }
    #expect(told.list.count == 10_000)
    #expect(ContinuousClock.now - began < .seconds(20))
  }

  @Test("reads the runs and numbers of the book only where a text has a shortcode")
  func late() throws {
    #expect(try problems("It was a good week: `[[kpi weekly_revenue]]`.\n") == [])
    #expect(
      try problems("It was [[kpi weekly_revenue]], [[date nightly]].\n").map(\.identifier) == [.bookDamaged])
  }
}
