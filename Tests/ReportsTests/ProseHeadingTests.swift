import Book
import Testing

@testable import Reports

@Suite("Headings of what people wrote")
struct ProseHeadingTests {
  private func output(_ files: [String: String]) throws -> ReportOutput {
    let scratch = try Scratch(Samples.files.merging(files) { $1 })
    let book = try scratch.book()
    try Samples.fill(book)
    return try scratch.output(book: book)
  }

  @Test(
    "a text's own heading is the page's, and its title stays in lists",
    arguments: [
      "# The whole truth\n", "  #\tThe whole truth\n", "The whole truth\n===\n", "The whole\ntruth\n=\n",
    ])
  func headings(heading: String) throws {
    let text = "---\ntitle: Short\n---\n\n\(heading)\nWords = words.\n\n=== no heading\n"
    let output = try output(["site/index.md": text, "texts/again.md": text])
    for path in ["index.md", "models/again.md"] {
      let page = output.text(path)
      #expect(page.hasPrefix("---\ntitle: \"Short\"\n"), "\(path)")
      #expect(page.contains("\n# The whole truth\n") && !page.contains("# Short"), "\(path)")
      #expect(page.contains("Words = words.") && page.contains("=== no heading"), "\(path)")
      #expect(page.ranges(of: "whole").count == 1, "\(path)")
    }
  }

  @Test("a text may begin with a rule behind its front matter, and with words like a key")
  func ruled() throws {
    let text = "---\ntitle: Short\n---\n---\ndate: 5 January 2026, in the office\n---\n\nWords.\n"
    let output = try output(["site/index.md": text, "texts/again.md": text, "texts/weekly.md": text])
    for path in ["index.md", "models/again.md", "reports/weekly.md"] {
      #expect(
        output.text(path).contains("\ndate: 5 January 2026, in the office\n---\n\nWords."), "\(path)")
    }
  }

  @Test(
    "a heading keeps its markup, and titles have none",
    arguments: [
      ("# The `auc` of *it*\n", "The `auc` of *it*", "The auc of it"),
      ("The `a_b`\nof [it](a.md)\n===\n", "The `a_b` of [it](a.md)", "The a_b of it"),
      ("# C\\# & more ##\n", "C\\# & more", "C# & more"), ("# A [it][r] #\n\n[r]: a.md\n", "A it", "A it"),
    ])
  func markup(heading: String, written: String, title: String) throws {
    let text = heading + "\nWords.\n"
    let output = try output(["site/index.md": text, "texts/again.md": text, "texts/weekly.md": text])
    for path in ["index.md", "models/again.md", "reports/weekly.md"] {
      #expect(output.text(path).contains("# \(written)\n"), "\(path)")
      if path != "reports/weekly.md" { #expect(output.text(path).contains("title: \"\(title)\"")) }
    }
  }

  @Test("without a title the heading is both, and without a heading the title is")
  func either() throws {
    let page = try output(["site/index.md": "# Numbers\n\nWords.\n"]).text("index.md")
    #expect(page.contains("title: \"Numbers\"") && page.contains("\n# Numbers\n"))
    let titled = try output(["site/index.md": "---\ntitle: Short\n---\nWords.\n"]).text("index.md")
    #expect(titled.contains("\n# Short\n"))
  }

  @Test("in a report, which has a title of its own, a text's heading is one of a section")
  func report() throws {
    let page = try output(["texts/weekly.md": "# How to read it\n\nRead the signals.\n"]).text(
      "reports/weekly.md")
    #expect(page.contains("\n## How to read it\n\nRead the signals."))
    #expect(page.ranges(of: "\n# ").count == 1)
  }
}
