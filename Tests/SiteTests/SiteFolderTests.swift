import Diagnostics
import Foundation
@testable import Site
import Testing

@Suite("The folder of a site's texts")
struct SiteFolderTests {
  private static let long = String(repeating: "x", count: 251)

  @Test(
    "is refused by the check as by the build where names are in the way of each other, or too long",
    arguments: [
      (
        ["a.md": "# A\n", "a.html/b.md": "# B\n"],
        "site/a.md: 'a.html' would be a file, and also the folder of 'a.html/b.html', made from 'site/a.html/b.md'"
      ),
      (
        ["a.md": "---\naliases: [b.html/c/d]\n---\n", "B.md": "# B\n"],
        "site/B.md: 'B.html' would be a file, and also the folder of 'b.html/c/d.html', made from 'site/a.md'"
      ),
      (
        ["x/a.md": "# A\n", "x.txt/a.md": "# A\n", "X.txt": "x"],
        "site/X.txt: 'X.txt' would be a file, and also the folder of"
      ),
      (["assets/search.js": "x"], "site/assets/search.js: 'assets/search.js' is also made by Scorebook"),
      ([long + ".md": "# A\n"], "expected at most 253 bytes, so that there is room for '.html'"),
    ])
  func inTheWay(_ files: [String: String], _ words: String) throws {
    try Fixtures.withFolder { folder in
      let read = try Self.folder(folder, files)
      let checked = read.problems(baseURL: nil).problems.list.map(\.description)
      let built = told {
        _ = try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(title: "S", documents: read.documents, assets: read.assets), to: folder + "/_site")
      }
      #expect(checked == built)
      #expect(checked.contains { $0.contains(words) }, "\(checked)")
    }
  }

  @Test("tells of a picture whose name with its digest is too long")
  func picture() throws {
    try Fixtures.withFolder { folder in
      let name = String(repeating: "x", count: 240) + ".png"
      let read = try Self.folder(folder, [name: "x", "a.md": "![A](\(name))\n"])
      let built = told {
        _ = try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(title: "S", documents: read.documents, assets: read.assets), to: folder + "/_site")
      }
      #expect(built.count == 1 && built[0].contains("to have room for its digest"), "\(built)")
    }
  }

  @Test(
    "leaves out what editors keep beside a page, which may be a draft; pages with another ending are refused")
  func editors() throws {
    try Fixtures.withFolder { folder in
      let names = [
        "a.md", "a.md~", "#a.md#", "b.MD", "c.Markdown", "#1.txt", "d.mdx", "~e.txt", "e.md.bak", "f.md.Orig",
        "g.md ", "h.bak", "i.txt.bak", "bak",
      ]
      let read = try Self.folder(
        folder, Dictionary(names.map { ($0, "---\ndraft: true\n---\n") }, uniquingKeysWith: { $1 }))
      #expect(read.documents.map(\.path) == ["a.md"])
      #expect(read.leftOut.isEmpty)
      #expect(
        read.problems(baseURL: nil).problems.list.compactMap(\.place?.file)
          == ["b.MD", "c.Markdown", "d.mdx", "e.md.bak", "f.md.Orig", "g.md "].map { "site/" + $0 })
    }
  }

  @Test("leaves out a link to a page that is none by its own name: the page may be a draft")
  func linkedPage() throws {
    try Fixtures.withFolder { folder in
      _ = try Self.folder(folder, ["d.md": "---\ndraft: true\n---\n", "e.txt": "x"])
      for (link, file) in [("d.txt", "d.md"), ("d", "d.md"), ("f.md", "d.md"), ("f.txt", "e.txt")] {
        try FileManager.default.createSymbolicLink(
          atPath: folder + "/site/" + link, withDestinationPath: file)
      }
      let read = try SiteFolder(reading: folder + "/site")
      #expect(read.documents.map(\.path) == ["d.md", "f.md"])
      #expect(read.assets.map(\.path) == ["e.txt", "f.txt"])
      #expect(read.leftOut.list.compactMap(\.place?.file).sorted() == ["site/d", "site/d.txt"])
    }
  }

  @Test("publishes names with a dot only where hosts and browsers ask for them")
  func dots() throws {
    try Fixtures.withFolder { folder in
      let names = [
        ".nojekyll", ".well-known/security.txt", ".well-known/.secret", ".git/config", ".env",
        "a/.nojekyll.md",
      ]
      let read = try Self.folder(folder, Dictionary(names.map { ($0, "x") }, uniquingKeysWith: { $1 }))
      #expect(read.documents.isEmpty)
      #expect(read.assets.map(\.path).sorted() == [".nojekyll", ".well-known/security.txt"])
    }
  }

  private static func folder(_ folder: String, _ files: [String: String]) throws -> SiteFolder {
    for (path, text) in files {
      let file = URL(fileURLWithPath: folder + "/site/" + path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: false, encoding: .utf8)
    }
    return try SiteFolder(reading: folder + "/site")
  }
}
