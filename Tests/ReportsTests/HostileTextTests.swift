import Book
import Diagnostics
import Foundation
import Markdown
import Reports
import Testing

@Suite("Hostile texts and missing records")
struct HostileTextTests {
  static let nasty = "x|y\n# big <script>alert(1)</script> [a](javascript:b) `c` ![i](http://e) **d**"

  /// Every link, picture and piece of raw HTML of a page.
  static func suspicious(_ node: Node) -> [String] {
    var found: [String] = []
    switch node.kind {
    case .rawBlock(let text), .rawInline(let text): found.append(text)
    case .image(let source, _) where source.contains("http"): found.append(source)
    case .link: if "\(node.kind)".contains("javascript") { found.append("\(node.kind)") }
    default: break
    }
    return found + node.children.flatMap(suspicious)
  }

  @Test("names with pipes, line ends and markup stay text in every cell")
  func metadata() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let record = Samples.version("again", digest: Samples.digest("7"))
    _ = try book.addVersion(
      VersionRecord(
        model: "again", number: 0, digest: Samples.digest("7"), format: Self.nasty, size: 1,
        fileName: Self.nasty,
        signature: .init(
          task: .binary, labels: [Self.nasty],
          inputs: [.init(name: Self.nasty, kind: .category, required: true, categories: [Self.nasty])],
          outputs: [.init(name: Self.nasty, kind: .label, labels: [Self.nasty])]), labels: nil,
        parameters: [.init(name: Self.nasty, value: Self.nasty)], metrics: [Self.nasty: 1],
        framework: Self.nasty,
        training: .init(
          rows: 1, positives: nil, dates: Self.nasty, dataDigest: Self.nasty, script: Self.nasty),
        sourceCommit: Self.nasty, trainedUntil: Self.nasty, bands: nil,
        facts: [.init(name: Self.nasty, value: Self.nasty)],
        importance: [.init(input: Self.nasty, gain: 1, splits: 1)], verification: record.verification,
        registeredAt: Self.nasty, registeredBy: Self.nasty, note: Self.nasty), profile: nil, numbering: .next)
    _ = try book.setAlias(
      AliasRecord(
        model: "again", alias: "champion", number: 2, since: "2026-02-04T00:00:00Z", by: Self.nasty,
        reason: Self.nasty, evidence: Self.nasty))
    let output = try scratch.output(book: book)
    for document in output.documents {
      let parsed = try Document(parsing: document.markdown, file: document.path)
      #expect(Self.suspicious(parsed.tree) == [], "\(document.path)")
      #expect(parsed.tree.children.count { $0.kind == .heading(level: 1) } == 1, "\(document.path)")
    }
    let card = output.text("models/again.md")
    #expect(card.contains("x\\|y # big"))
    #expect(!card.contains("\n# big"))
  }

  @Test("prose with a script keeps it as text that the site neutralises; the page after it stands")
  func script() throws {
    var files = Samples.files
    files["texts/again.md"] = "Text\n\n<script>alert(1)</script>\n\nMore\n"
    let output = try Scratch(files).output(book: nil)
    let parsed = try Document(parsing: output.text("models/again.md"), file: "again.md")
    let html = parsed.rendered(RenderOptions()).html
    #expect(!html.contains("<script"))
    #expect(html.contains("No version is registered yet"))
  }

  @Test(
    "prose that would swallow the page is refused",
    arguments: ["```\ncode", "<!-- open", "text\n\n<script>\n"])
  func open(text: String) throws {
    var files = Samples.files
    files["texts/again.md"] = "---\ntitle: A\n---\n" + text
    let scratch = try Scratch(files)
    #expect {
      try scratch.output(book: nil)
    } throws: { error in
      (error as? Problems)?.list.map(\.identifier) == [.reportTextOpen]
    }
  }

  @Test("texts that are missing or no UTF-8 are all told at once")
  func unreadable() throws {
    var files = Samples.files
    files["texts/again.md"] = nil
    let scratch = try Scratch(files)
    try Data([0xFF, 0xFE, 0x41]).write(to: URL(fileURLWithPath: scratch.path + "/texts/weekly.md"))
    #expect {
      try scratch.output(book: nil)
    } throws: { error in
      (error as? Problems)?.list.map(\.identifier) == [.reportText, .reportText]
    }
  }

  @Test("a run without a profile, a version without a training profile, a model without an evaluation")
  func gaps() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    _ = try book.addVersion(
      Samples.version("again", digest: Samples.digest("a"), complete: false), profile: nil, numbering: .next)
    try Samples.run(book, "20260201T020000Z-05", date: "2026-01-05", at: "2026-02-01T02:00:00Z")
    try Samples.run(
      book, "20260201T020000Z-12", date: "2026-01-12", at: "2026-02-01T02:01:00Z", profile: Samples.profile())
    let output = try scratch.output(book: book)
    #expect(output.text("runs/20260201T020000Z-05.md").contains("The book has no profile of this run."))
    #expect(output.text("runs/20260201T020000Z-12.md").contains("There is no training profile of again@1"))
    let card = output.text("models/again.md")
    #expect(card.contains("It was not held against outcomes yet. `scorebook evaluate again` does it."))
    #expect(card.contains("Not known yet. Drift"))
    #expect(card.contains("not named: how many rows had each was not recorded"))
    #expect(card.contains("predictions of its framework, replayed"))
    #expect(output.text("index.md").contains("Nothing ran yet") == false)
  }

  @Test("no extreme, no rejected cell and no rare category stands on any page")
  func privacy() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let output = try scratch.output(book: book)
    let tables = output.assets.filter { $0.path.hasSuffix(".csv") }
    let texts = output.documents.map(\.markdown) + tables.map { String(decoding: $0.bytes, as: UTF8.self) }
    for text in texts {
      for secret in ["0.0625", "98765", "98,765", "O'Hara", "| rare "] {
        #expect(!text.contains(secret))
      }
    }
    #expect(output.text("models/again.md").contains("a, b, 1 other (fewer than 5 rows)"))
    #expect(output.text("runs/20260202T020000Z-26.md").contains("other (fewer than 5 rows)"))
    #expect(output.text("runs/20260203T020000Z-02.md").contains("column 'age' holds '…'; expected a number"))
    let open = try scratch.output(Samples.yaml + "\n  show_keys: true\n", book: book)
    #expect(open.text("runs/20260203T020000Z-02.md").contains("O'Hara"))
    #expect(open.text("models/again.md").contains("a, b, rare"))
  }
}
