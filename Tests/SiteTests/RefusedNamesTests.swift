import Diagnostics
import Foundation
import Testing

@testable import Site

@Suite("Names in a site's folder that a build refuses, and a check too")
struct RefusedNamesTests {
  /// What a build and a check of the files tell.
  private func problems(
    _ files: [String: String], isOfBook: (String) -> Bool = { _ in false }
  ) throws -> (built: [String], checked: [String]) {
    var (built, checked): ([String], [String]) = ([], [])
    try Fixtures.withFolder { folder in
      for (path, text) in files {
        let url = URL(fileURLWithPath: folder + "/site/" + path)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
      let site = try SiteFolder(reading: folder + "/site")
      checked = site.problems(baseURL: nil, isOfBook: isOfBook).problems.list.map(\.description)
      built = told {
        _ = try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(title: "S", documents: site.documents, assets: site.assets), to: folder + "/_site")
      }
    }
    return (built, checked)
  }

  private func expect(_ files: [String: String], _ expected: [String]) throws {
    let (built, checked) = try problems(files)
    #expect(built == expected)
    #expect(checked == expected)
  }

  @Test(
    "Markdown by another ending, which would be published as it stands",
    arguments: ["a.markdown", "a.MD", "a.Md", "a.mdown", "a.qmd", "a.Rmd", "a.mdx", "a.mkd"])
  func endings(name: String) throws {
    try expect(
      ["s/\(name)": "---\ndraft: true\n---\n"],
      [
        "site/s/\(name): 's/\(name)' would be published as it stands, with its front matter, and be no page; "
          + "expected a page's name, which ends in '.md'. Rename it to 'a.md', or put it elsewhere."
      ])
  }

  @Test("takes files whose names only look like it")
  func others() throws {
    try expect(["md": "x", "a.md.txt": "x", "amd": "x", "a.mdb": "x", "a.markdown.zip": "x"], [])
  }

  @Test("a file at whose path a folder would stand")
  func clashes() throws {
    try expect(
      ["a.md": "---\ntags: [x]\n---\n", "tags": "x"],
      [
        "site/tags: 'tags' would be a file, and also the folder of 'tags/index.html', made from 'tags/index.md'. "
          + "Rename one of them."
      ])
    try expect(
      ["Assets": "x"],
      [
        "site/Assets: 'Assets' would be a file, and also the folder of 'assets/search.js', made from "
          + "'assets/search.js'. Rename one of them."
      ])
    try expect(
      ["index.md": "# A\n", "index.html/b/c.txt": "x"],
      [
        "site/index.md: 'index.html' would be a file, and also the folder of 'index.html/b/c.txt', made from "
          + "'site/index.html/b/c.txt'. Rename one of them."
      ])
  }

  @Test("a file where pages have their folder that a check can't know of, by the check alone")
  func laterClashes() throws {
    let (built, checked) = try problems(["Runs": "x", "tags": "x", "own": "x"], isOfBook: { $0 == "runs" })
    #expect(built == [])
    #expect(
      checked
        == ["Runs", "tags"].map {
          "site/\($0): '\($0)' would be a file, and also a folder of pages that are made. Rename it."
        })
  }

  @Test("a file at the path of the search's index")
  func search() throws {
    try expect(
      ["assets/search.js": "x"],
      [
        "site/assets/search.js: 'assets/search.js' is also made by Scorebook. Rename the file, or take the "
          + "alias out."
      ])
  }

  @Test("an alias at the path of a page that every site has, whose place a person's own page takes")
  func aliases() throws {
    try expect(
      ["a.md": "---\naliases: [pages, \"/404\", Pages.html]\n---\n"],
      ["pages.html", "404.html", "Pages.html"].map {
        "site/a.md:2: '\($0)' is an alias of this page, and '\($0.lowercased())' is also made of every site. "
          + "Take the alias out, or choose another."
      })
    let output = try Fixtures.build(
      ["pages.md": "# All of ours\n"], assets: [SiteAsset(path: "404.html", text: "gone")])
    #expect(output.text("pages.html")?.contains("<h1>All of ours</h1>") == true)
    #expect(output.text("404.html") == "gone")
  }

  @Test("names that have no room for what is put behind them, with the most bytes that they may have")
  func long() throws {
    func name(_ count: Int, _ ending: String) -> String {
      String(repeating: "n", count: count - ending.utf8.count) + ending
    }
    try expect([name(253, ".md"): "x", name(238, ".png"): "x", name(255, ".csv"): "x"], [])
    let (page, picture) = (name(254, ".md"), name(239, ".png"))
    let (built, checked) = try problems([page: "x", picture: "x"])
    let expected: Set = [
      "site/\(page): the name of the page '\(page)' is too long; expected at most 253 bytes, so that there is room "
        + "for '.html'. Rename it.",
      "site/\(picture): the name of the picture '\(picture)' is too long; expected at most 238 bytes, to have "
        + "room for its digest. Rename it.",
    ]
    #expect(Set(built) == expected && built.count == 2)
    #expect(Set(checked) == expected && checked.count == 2)
  }
}
