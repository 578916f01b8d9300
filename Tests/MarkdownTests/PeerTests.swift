import Foundation
import Markdown
import Testing

/// What we render against what Debian's cmark-gfm program made of the same documents.
@Suite("Markdown as the cmark-gfm program renders it")
struct PeerTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/markdown")
  static let sections =
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/corpus"))?.sorted()
    .map { String($0.dropLast(3)) } ?? []

  @Test("each document of the corpus", arguments: sections)
  func corpus(section: String) throws {
    let count = try compare(
      Self.folder.appendingPathComponent("corpus/\(section).md"),
      Self.folder.appendingPathComponent("expected/\(section).html"))
    #expect(count > 0)
  }

  @Test("the corpus has all sections and more than 300 documents")
  func size() throws {
    let documents = try Self.sections.flatMap {
      try Self.documents(Self.folder.appendingPathComponent("corpus/\($0).md"))
    }
    #expect(Self.sections.count == 14)
    #expect(documents.count > 300)
  }

  /// `.ci/check-markdown` generates them, has the program render them, and names the folder.
  @Test(
    "generated documents",
    .enabled(if: ProcessInfo.processInfo.environment["SCOREBOOK_MARKDOWN_PEER"] != nil), arguments: 0..<16)
  func generated(part: Int) throws {
    let folder = URL(
      fileURLWithPath: ProcessInfo.processInfo.environment["SCOREBOOK_MARKDOWN_PEER"] ?? "")
    let count = try compare(
      folder.appendingPathComponent("documents.md"), folder.appendingPathComponent("expected.html"),
      part: part, of: 16)
    #expect(count > 10)
  }

  private func compare(_ documents: URL, _ expected: URL, part: Int = 0, of parts: Int = 1) throws -> Int {
    let texts = try Self.documents(documents)
    let pages = try Self.documents(expected)
    #expect(texts.count == pages.count)
    var told = 0
    for (index, (text, page)) in zip(texts, pages).enumerated() where index % parts == part {
      let ours = PeerHTML.canonical(try html(text))
      let theirs = PeerHTML.canonical(page)
      guard ours != theirs else { continue }
      told += 1
      if told <= 5 { Issue.record("\(text)\n--- ours:\n\(ours)\n--- theirs:\n\(theirs)") }
    }
    #expect(told == 0)
    return texts.count / parts
  }

  private static func documents(_ file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).components(separatedBy: "%%%\n")
  }

  /// Front matter is ours and none of the program's, so that the mark is kept from being read as one.
  private func html(_ text: String) throws -> String {
    let isFrontMatter = text.hasPrefix("---")
    let document = try Document(parsing: isFrontMatter ? "\n" + text : text, file: "corpus.md")
    let rendered = document.rendered(
      RenderOptions(isTrusted: true, address: { $0 }))
    return (rendered.title.map { "<h1>\($0)</h1>\n" } ?? "") + rendered.html
  }
}
