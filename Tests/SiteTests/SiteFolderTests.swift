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
        "'a.html/b.html' needs a folder where 'a.html' is a file, made from 'site/a.md'"
      ),
      (
        ["a.md": "---\naliases: [b.html/c/d]\n---\n", "B.md": "# B\n"],
        "'b.html/c/d.html' needs a folder where 'B.html' is a file, made from 'site/B.md'"
      ),
      (["x/a.md": "# A\n", "x.txt/a.md": "# A\n", "X.txt": "x"], "needs a folder where 'X.txt' is a file"),
      (["assets/search.js": "x"], "'assets/search.js' is also made from 'site/assets/search.js'"),
      ([long + ".md": "# A\n"], "expected names of at most 255 bytes"),
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
      #expect(built.count == 1 && built[0].contains("expected names of at most 255 bytes"), "\(built)")
    }
  }

  @Test(
    "publishes neither what editors keep beside a page nor pages with another ending, which may be drafts")
  func editors() throws {
    try Fixtures.withFolder { folder in
      let names = ["a.md", "a.md~", "#a.md#", "b.MD", "c.Markdown", "#1.txt", "d.mdx", "~e.txt"]
      let read = try Self.folder(
        folder, Dictionary(names.map { ($0, "---\ndraft: true\n---\n") }, uniquingKeysWith: { $1 }))
      #expect(read.documents.map(\.path) == ["a.md"])
      #expect(read.assets.map(\.path) == ["#1.txt", "d.mdx", "~e.txt"])
      #expect(
        read.leftOut.list.map(\.description).sorted()
          == ["b.MD", "c.Markdown"].map {
            "site/\($0): as a page it would end in '.md', and as any other file all of it would be published, "
              + "a draft too; it is left out. Rename it."
          })
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
