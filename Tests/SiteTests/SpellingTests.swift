import Foundation
@testable import Site
import Testing

/// Names that Swift holds for equal and the file system does not, as of sites that move between machines.
@Suite("Names in other spellings")
struct SpellingTests {
  private static let composed = "caf\u{E9}"
  private static let decomposed = "cafe\u{301}"

  /// Paths and contents of all files, by their bytes.
  private func bytes(of folder: String) throws -> [[UInt8]: [UInt8]] {
    Dictionary(
      uniqueKeysWithValues: try BuiltSite(reading: folder).files.map { (Array($0.path.utf8), $0.bytes) })
  }

  private struct Change: Sendable {
    let what: String
    let files: @Sendable (_ name: String) -> [String: String]
  }

  private static let changes = [
    Change(what: "a page") { ["s/\($0).md": "# Page\n", "s/b.md": "# B\n\n[a](\($0).md)\n"] },
    Change(what: "an asset") { ["s/\($0).csv": "a,b\n", "s/b.md": "# B\n\n[a](\($0).csv)\n"] },
    Change(what: "a picture") { ["s/\($0).png": "png", "s/b.md": "# B\n\nA ![p](\($0).png)\n"] },
    Change(what: "a folder") { ["s/\($0)/a.md": "# A\n", "s/\($0)/b.csv": "x\n", "s/b.md": "# B\n"] },
    Change(what: "a section") { ["\($0)/a.md": "# A\n", "\($0)/b.md": "# B\n", "s/b.md": "# B\n"] },
    Change(what: "an alias") { ["s/a.md": "---\naliases: [old/\($0).html]\n---\n# A\n", "s/b.md": "# B\n"] },
    Change(what: "a tag") { ["s/a.md": "---\ntags: [\($0)]\n---\n# A\n", "s/b.md": "# B\n"] },
    Change(what: "a title") { ["s/a.md": "---\ntitle: \($0)\n---\n", "s/b.md": "# B\n"] },
  ]

  @Test("are seen by the next build", arguments: 0..<8)
  func renamed(number: Int) throws {
    let change = Self.changes[number]
    try Fixtures.withFolder { folder in
      func input(_ name: String) throws -> SiteInput {
        try? FileManager.default.removeItem(atPath: folder + "/site")
        for (path, text) in change.files(name) {
          let file = folder + "/site/" + path
          try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
          try text.write(toFile: file, atomically: false, encoding: .utf8)
        }
        let site = try SiteFolder(reading: folder + "/site")
        return SiteInput(title: "S", documents: site.documents, assets: site.assets)
      }
      let builder = try SiteBuilder(templates: TemplateLibrary())
      // Three times, since a site is made out of the one before it and of the one before that.
      for (round, name) in [Self.composed, Self.decomposed, Self.composed, Self.decomposed].enumerated() {
        let input = try input(name)
        _ = try builder.build(input, to: folder + "/_site", state: folder + "/state")
        _ = try builder.build(input, to: folder + "/clean\(round)")
        #expect(
          try bytes(of: folder + "/_site") == bytes(of: folder + "/clean\(round)"),
          "\(change.what), round \(round)")
      }
    }
  }

  @Test("are seen where somebody has renamed a file of the site")
  func renamedInSite() throws {
    try Fixtures.withFolder { folder in
      let input = SiteInput(
        title: "S", documents: [SiteDocument(path: "s/\(Self.composed).md", text: "# A\n")])
      let builder = try SiteBuilder(templates: TemplateLibrary())
      _ = try builder.build(input, to: folder + "/_site", state: folder + "/state")
      let expected = try bytes(of: folder + "/_site")
      let name = { (stem: String) in folder + "/_site/s/\(stem).html" }
      try FileManager.default.moveItem(atPath: name(Self.composed), toPath: name(Self.decomposed))
      _ = try builder.build(input, to: folder + "/_site", state: folder + "/state")
      #expect(try bytes(of: folder + "/_site") == expected)
    }
  }

  @Test("are two folders, each with its own files")
  func twoFolders() throws {
    try Fixtures.withFolder { folder in
      let assets = [Self.composed, Self.decomposed].enumerated().flatMap { number, name in
        [
          SiteAsset(path: "\(name)/\(number).txt", text: "\(number)"),
          SiteAsset(path: "\(name)/c/\(number)", text: ""),
        ]
      }
      for _ in 0..<2 {
        _ = try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(title: "S", documents: [SiteDocument(path: "index.md", text: "x")], assets: assets),
          to: folder + "/_site", state: folder + "/state")
        let site = try bytes(of: folder + "/_site")
        for asset in assets {
          let bytes: [UInt8] = try asset.bytes()
          #expect(site[Array(asset.path.utf8)] == bytes)
        }
      }
    }
  }

  @Test("are refused where pages would be listed together, or one be taken for the other")
  func pages() {
    func problems(_ paths: [String]) -> [String] {
      told {
        _ = try Fixtures.build(
          SiteInput(title: "S", documents: paths.map { SiteDocument(path: $0, text: "x") }))
      }
    }
    let unlike = "with U+0065 U+0301 here and U+00E9 there"
    let two = "the names look alike and are written with other code points"
    #expect(
      problems(["\(Self.composed)/a.md", "\(Self.decomposed)/b.md", "\(Self.composed)/c.md"]).map(\.last) == [
        "."
      ])
    #expect(
      problems(["\(Self.composed)/a.md", "\(Self.decomposed)/b.md"]) == [
        "\(Self.decomposed)/b.md: there are two folders '\(Self.decomposed)', \(unlike): \(two). Rename one of them."
      ])
    // Told by the topmost that differs, once for all below it.
    for paths in [["x/a.md", "x/b.md"], ["x/y/a.md", "x/z/b.md"], ["x/y/a.md", "x/y/z/b.md"]] {
      #expect(
        problems(["s/\(Self.composed)/\(paths[0])", "s/\(Self.decomposed)/\(paths[1])"]) == [
          "s/\(Self.decomposed)/\(paths[1]): there are two folders 's/\(Self.decomposed)', \(unlike): \(two). "
            + "Rename one of them."
        ])
    }
    #expect(
      problems(["s/\(Self.composed).md", "s/\(Self.decomposed).md"]).contains {
        $0.contains("there are two of 's/\(Self.decomposed).html', \(unlike): \(two)")
      })
  }

  @Test("are led to by links in either")
  func links() throws {
    let site = try Fixtures.build(
      [
        "s/\(Self.decomposed).md": "# A\n", "\(Self.decomposed)/index.md": "# F\n",
        "s/b.md": "[a](\(Self.composed).md) [b](../\(Self.composed)/) ![p](\(Self.composed).png)\n",
      ], assets: [SiteAsset(path: "s/\(Self.decomposed).png", text: "png")])
    let page = try #require(site.text("s/b.html"))
    #expect(page.contains("<a href=\"cafe%CC%81.html\">a</a>"))
    #expect(page.contains("<a href=\"../cafe%CC%81/index.html\">b</a>"))
    #expect(page.contains("<img src=\"cafe%CC%81-"))
  }
}
