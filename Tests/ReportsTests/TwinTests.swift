import Book
import Diagnostics
import Foundation
import Markdown
import Reports
import Testing

/// The Markdown of pages as a code forge shows it, which knows nothing of our site.
@Suite("Markdown twins")
struct TwinTests {
  private func output(filled: Bool) throws -> ReportOutput {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    if filled { try Samples.fill(book) }
    return try scratch.output(book: book)
  }

  /// Where a destination leads from a page; nil for what leaves the site.
  private func target(_ destination: String, from page: String) -> String? {
    guard case .local(let path, _) = LinkTarget(destination), !path.isEmpty else { return nil }
    return URL(fileURLWithPath: "/" + page).deletingLastPathComponent().appendingPathComponent(path)
      .standardizedFileURL.path.trimmingPrefix("/").description
  }

  @Test("every link and image leads to a file of the site, relative to the page", arguments: [true, false])
  func links(filled: Bool) throws {
    let output = try output(filled: filled)
    let files = Set(output.documents.map(\.path) + output.assets.map(\.path))
    var count = 0
    for document in output.documents {
      for link in try Document(parsing: document.markdown, file: document.path).links {
        if case .web = LinkTarget(link.destination) { continue }
        if case .mail = LinkTarget(link.destination) { continue }
        if case .fragment = LinkTarget(link.destination) { continue }
        #expect(!link.destination.hasPrefix("/"), "\(document.path):\(link.line) \(link.destination)")
        let file = target(link.destination, from: document.path)
        #expect(file.map(files.contains) == true, "\(document.path):\(link.line) \(link.destination)")
        count += 1
      }
    }
    #expect(count > (filled ? 60 : 5))
  }

  @Test(
    "there is no raw HTML, and every row of a table has as many cells as its header",
    arguments: [true, false])
  func tables(filled: Bool) throws {
    for document in try output(filled: filled).documents {
      let tree = try Document(parsing: document.markdown, file: document.path).tree
      tree.walk { node in
        switch node.kind {
        case .rawBlock, .rawInline: Issue.record("\(document.path) has raw HTML on line \(node.line)")
        default: break
        }
      }
      #expect(uneven(document.markdown) == [], "\(document.path)")
    }
  }

  /// Lines of tables that have another number of cells than the line of dashes above them; a reader of GFM fills them
  /// up or cuts them, so that its tree shows nothing of it.
  private func uneven(_ markdown: String) -> [Int] {
    var found: [Int] = []
    var width: Int?
    var isCode = false
    for (number, line) in markdown.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let text = line.drop { $0 == ">" || $0 == " " }
      if text.hasPrefix("```") { isCode.toggle() }
      guard !isCode, text.hasPrefix("|") else {
        width = nil
        continue
      }
      let cells = text.replacing("\\|", with: "").count { $0 == "|" } - 1
      if width == nil { width = cells }
      if cells != width { found.append(number + 1) }
    }
    return found
  }

  @Test("a file that is carried away has its figures beside it, and no dead link")
  func portable() throws {
    let output = try output(filled: true)
    let assets = Dictionary(uniqueKeysWithValues: output.assets.map { ($0.path, $0.bytes) })
    let report = try #require(output.documents.first { $0.path == "reports/weekly.md" })
    let alone = try PortableDocument(report, baseURL: nil) { assets[$0] }
    #expect(alone.body.hasPrefix("# The week\n"))
    #expect(
      alone.files.map(\.path)
        == ["csv", "narrow.svg", "svg"].map { "figures/weekly-kpi-weekly_revenue.\($0)" })
    let files = Set(alone.files.map(\.path))
    let links = try Document(parsing: alone.body, file: "r.md").links
    #expect(links.contains { $0.isImage } && links.contains { $0.destination.hasSuffix(".csv") })
    for link in links { #expect(files.contains(link.destination), "\(link.destination)") }
    #expect(alone.body.contains("the page of the whole evaluation"))

    let linked = try PortableDocument(report, baseURL: "https://e.org/book") { assets[$0] }
    #expect(linked.body.contains("[whole evaluation](https://e.org/book/evaluations/again.html)"))
    #expect(throws: (any Error).self) { try PortableDocument(report, baseURL: nil) { _ in nil } }
    #expect(uneven(alone.body) == [])
    #expect(
      alone.body.contains("> **Weekly revenue: query, limits and data**\n>\n") && !alone.body.contains("[!"))
  }

  @Test("a picture from another folder comes along, under a name of its own")
  func pictures() throws {
    let page = ReportDocument(
      path: "reports/a.md", markdown: "# A\n\n![b](../images/b%20c.png) [x](/models/m.md#y) [z](#z)\n")
    let portable = try PortableDocument(page, baseURL: "https://e.org/") {
      $0 == "images/b c.png" ? [1] : nil
    }
    #expect(portable.files == [ReportAsset(path: "figures/images-b c.png", bytes: [1])])
    #expect(portable.body.contains("![b](figures/images-b%20c.png)"))
    #expect(portable.body.contains("[x](https://e.org/models/m.html#y) [z](#z)"))
  }

  /// The texts that try to run a script, with their escapes resolved.
  private static let attacks: [String] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/site/xss.txt")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("# ") }.map { line in
      String(line).replacing("\\n", with: "\n").replacing("\\t", with: "\t").replacing("\\r", with: "\r")
    }
  }()

  @Test("in a file that is carried away no tag and no script of a text is left")
  func attacks() throws {
    #expect(Self.attacks.count > 100)
    for attack in Self.attacks {
      let markdown =
        "---\ntitle: \"T\"\n---\n\n# T\n\n\(attack)\n\nA text \(attack) and more.\n\n"
        + "> [!DETAILS] \(attack)\n> a\n\n- \(attack)\n"
      let page = ReportDocument(path: "reports/a.md", markdown: markdown)
      let portable: PortableDocument
      do { portable = try PortableDocument(page, baseURL: nil) { _ in nil } } catch {
        // A picture that is nowhere is refused by name.
        #expect(error.list.allSatisfy { $0.identifier == .reportImage }, "\(attack)")
        continue
      }
      let body = try Document(parsing: portable.body, file: "a.md")
      #expect(HostileTextTests.suspicious(body.tree) == [], "\(attack) gives \(portable.body)")
      #expect(body.links.allSatisfy { LinkTarget($0.destination) != .refused }, "\(attack)")
    }
  }

  @Test("names that differ in the case of letters alone have addresses that differ, and links lead there")
  func letterCase() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    _ = try book.addVersion(
      Samples.version("Again", digest: Samples.digest("7")), profile: nil, numbering: .next)
    for name in ["depth", "Depth", "DEPTH"] {
      try Samples.enter(
        Samples.trials,
        of: ExperimentRecord(
          name: name, question: nil, objective: nil, baseline: nil, origin: "log",
          createdAt: "2026-01-09T00:00:00Z"), in: book)
    }
    let builder = ReportBuilder(configuration: try scratch.configuration(), book: book)
    let text = ReportText(
      path: "guide/a.md",
      markdown: "[[table versions again]]\n\n[x](../models/Again.md#top)\n",
      file: "site/guide/a.md")
    let output = try builder.documents(expanding: [text])
    let paths = output.documents.map(\.path) + output.assets.map(\.path)
    #expect(Set(paths.map { $0.lowercased() }).count == paths.count)
    // What pages were made from is known of these, too.
    #expect(!output.sources.isEmpty)
    let folders = Set(paths.map { $0.split(separator: "/").dropLast().joined(separator: "/") })
    #expect(Set(folders.map { $0.lowercased() }).count == folders.count)
    #expect(paths.contains("models/again.md") && paths.contains("experiments/depth/index.md"))
    #expect(paths.count { $0.hasPrefix("experiments/Depth-") && $0.hasSuffix("/index.md") } == 1)
    #expect(paths.count { $0.hasPrefix("experiments/DEPTH-") && $0.hasSuffix("/index.md") } == 1)
    #expect(paths.count { $0.hasPrefix("models/Again-") && $0.hasSuffix(".md") } == 1)
    let known = Set(paths)
    for document in output.documents + output.expanded {
      for link in try Document(parsing: document.markdown, file: document.path).links {
        guard let path = target(link.destination, from: document.path), !path.isEmpty else { continue }
        #expect(known.contains(path), "\(document.path) leads to \(path)")
      }
    }
    #expect(output.expanded[0].markdown.contains("](../models/Again-"))
    #expect(try builder.documents(expanding: [text]) == output)
  }
}
