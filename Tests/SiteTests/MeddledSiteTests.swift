import Diagnostics
import Foundation
import Markdown
@testable import Site
import Testing

/// Sites of which everything that a page may show of another is changed at random, always in the same way for a seed.
@Suite("Sites that are meddled with")
struct MeddledSiteTests {
  private struct Workspace {
    let folder: String
    var draw: SystemIndependentDraw
    var title = "Site"
    var language = "en"
    var base: String? = "https://example.com/"
    var number = 0

    private static let words = [
      "Card", "caf\u{E9}", "cafe\u{301}", "Lift & <gain>", "C++", "run", "\u{DC}ber",
    ]
    private static let folders = ["", "a", "b", "b/c", "b/c/d", "caf\u{E9}", "cafe\u{301}", "tags"]
    private static let names = ["index", "one", "two", "\u{E9}n", "e\u{301}n", "README", "x y", "%41"]

    private var site: String { folder + "/site" }

    private mutating func one(of list: [String]) -> String { list[draw.below(list.count)] }

    private func paths() throws -> [String] {
      try FileManager.default.subpathsOfDirectory(atPath: site).filter { $0.hasSuffix(".md") }.sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    }

    private mutating func write(_ path: String, _ text: String) throws {
      let file = site + "/" + path
      // Two names that read alike are refused in one site.
      var part = path
      while !part.isEmpty {
        for other in try FileManager.default.subpathsOfDirectory(atPath: site)
        where other == part && !other.isSpelled(as: part) {
          try FileManager.default.removeItem(atPath: site + "/" + other)
        }
        part = SitePath.folder(part)
      }
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try text.write(toFile: file, atomically: draw.below(2) == 0, encoding: .utf8)
    }

    private mutating func path() -> String {
      let folder = one(of: Self.folders)
      return (folder.isEmpty ? "" : folder + "/") + one(of: Self.names) + ".md"
    }

    private mutating func text() -> String {
      var matter = ["title: \"\(one(of: Self.words)) \(draw.below(4))\""]
      if draw.below(3) == 0 { matter.append("weight: \(draw.below(4))") }
      if draw.below(3) == 0 { matter.append("date: 1997-0\(1 + draw.below(9))-11") }
      if draw.below(3) == 0 {
        matter.append("tags: [\"\(one(of: Self.words))\", \"\(one(of: Self.words))\"]")
      }
      if draw.below(8) == 0 { matter.append("draft: true") }
      if draw.below(8) == 0 { matter.append("layout: \(one(of: ["card", "run", "page"]))") }
      if draw.below(5) == 0 { matter.append("description: \(one(of: ["Short", "Long"])) words") }
      number += 1
      if draw.below(6) == 0 {
        matter.append("aliases: [\"old/\(one(of: Self.words).utf8.count)-\(number)/\"]")
      }
      let ending = draw.below(4) == 0 ? "\r\n" : "\n"
      let body = [
        "", "First \(draw.below(3)) [a](\(one(of: Self.names)).md) [b](../a/) [c](\(one(of: Self.names)).MD)",
        "",
        "## \(one(of: Self.words))", "## \(one(of: Self.words))", "## H \(draw.below(2))", "", "| a | b |",
        "| - | - |", "| \(draw.below(3)) | ~~x~~ www.example.org |", "", "![c](/p.png)",
      ]
      return (["---"] + matter + ["---"] + body).joined(separator: ending) + ending
    }

    /// Takes out some of the indexes that name a page which is gone: a site that can't be built any more shows nothing.
    private mutating func mend() throws {
      for path in try paths() where path.hasSuffix("index.md") {
        let text = try String(contentsOfFile: site + "/" + path, encoding: .utf8)
        guard let name = text.firstMatch(of: /navigation: \["(.*)"\]/)?.output.1 else { continue }
        let named = SitePath.folder(path) + "/" + name + ".md"
        let isThere = try paths().contains { ("/" + $0).hasSuffix("/" + named.drop { $0 == "/" }) }
        if !isThere, draw.below(2) == 0 { try FileManager.default.removeItem(atPath: site + "/" + path) }
      }
    }

    mutating func change() throws {
      try mend()
      let paths = try paths()
      if paths.isEmpty { return try write(path(), text()) }
      switch draw.below(12) {
      case 0...4: try write(path(), text())
      case 5: if paths.count > 4 { try FileManager.default.removeItem(atPath: site + "/" + one(of: paths)) }
      case 6:
        let from = one(of: paths)
        let text = try String(contentsOfFile: site + "/" + from, encoding: .utf8)
        // An order of pages stands in an index alone.
        if text.contains("navigation:") { return }
        try FileManager.default.removeItem(atPath: site + "/" + from)
        try write(path(), text)
      case 7: try write("p.png", "png \(draw.below(3))")
      case 8: title = "Site \(draw.below(2))"
      case 9: language = one(of: ["en", "de"])
      case 10: base = draw.below(2) == 0 ? nil : "https://example.com/\(draw.below(2))/"
      default: try navigate(paths)
      }
    }

    /// An index that names what is beside it.
    private mutating func navigate(_ paths: [String]) throws {
      let path = one(of: paths)
      let folder = (path as NSString).deletingLastPathComponent
      let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
      let text = try String(contentsOfFile: site + "/" + path, encoding: .utf8)
      if name == "index" || text.contains("draft:") { return }
      try write(
        (folder.isEmpty ? "" : folder + "/") + "index.md",
        "---\ntitle: Index \(draw.below(3))\nnavigation: [\"\(name)\"]\n---\n")
    }

    /// Read as the command reads it, by which texts are held that have been looked through.
    mutating func input(_ known: SiteKnown?) throws(Diagnostics.Problems) -> SiteInput {
      var read = try SiteFolder(reading: site)
      _ = try read.documents(holding: "[[") { known?.isKnown($0) ?? false }
      return SiteInput(
        title: title, baseURL: base, language: language, documents: read.documents, assets: read.assets)
    }
  }

  private func bytes(of folder: String) throws -> [[UInt8]: [UInt8]] {
    Dictionary(
      uniqueKeysWithValues: try BuiltSite(reading: folder).files.map { (Array($0.path.utf8), $0.bytes) })
  }

  @Test("are the same built anew and on what was known", arguments: 1...4)
  func random(seed: Int) throws {
    try Fixtures.withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/site", withIntermediateDirectories: true)
      var workspace = Workspace(folder: folder, draw: .init(seed: UInt64(seed)))
      for _ in 0..<12 { try? workspace.change() }
      var built = 0
      for round in 0..<25 {
        for _ in 0...workspace.draw.below(2) { try? workspace.change() }
        let builder = try SiteBuilder(templates: TemplateLibrary(), threads: 1 + round % 3)
        // What can't be built is told both ways.
        let known = told {
          _ = try builder.build(to: folder + "/_site", state: folder + "/state") {
            (known) throws(Diagnostics.Problems) in try workspace.input(known)
          }
        }
        let clean = folder + "/clean-\(round)"
        let anew = told { _ = try builder.build(try workspace.input(nil), to: clean) }
        #expect(known == anew, "seed \(seed), round \(round)")
        guard known.isEmpty, anew.isEmpty else { continue }
        built += 1
        let (one, other) = (try bytes(of: folder + "/_site"), try bytes(of: clean))
        let differing = Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.map {
          String(decoding: $0, as: UTF8.self)
        }
        #expect(differing.isEmpty, "seed \(seed), round \(round)")
        let state = try FileManager.default.subpathsOfDirectory(atPath: folder + "/state")
        #expect(state.count { $0.contains("/pages-") } == 1)
      }
      #expect(built > 12, "seed \(seed)")
    }
  }
}
