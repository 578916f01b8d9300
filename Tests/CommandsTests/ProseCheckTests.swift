import Foundation
import Testing

/// What would end a night with its last step, the site, is told by `check` before the first.
@Suite("scorebook check of prose")
struct ProseCheckTests {
  private func workspace() throws -> Program {
    let program = try Program()
    try #require(try program.run("init").status == 0)
    return program
  }

  /// The lines of problems, in order.
  private func errors(_ result: Program.Result) -> [String] {
    result.problems.split(separator: "\n").filter { $0.hasPrefix("error: ") }.map(String.init).sorted()
  }

  @Test(
    "tells what the build would: shortcodes, front matter, aliases, and pages at one place",
    arguments: [
      ["s.md": "# S\n\nSales were [[kpy sales]].\n"],
      ["s.md": "# S\n\nSales were [[kpi sales]] and [[kpi orders]].\n", "t.md": "# T\n\n[[nothing]]\n"],
      ["s.md": "---\ntitle: [a\n---\n\n# S\n"],
      ["s.md": "---\ntitle: a\ntitle: b\n---\n\n# S\n"],
      ["s.md": "---\nlayout: pgae\n---\n\n# S\n", "t.md": "---\ndate: yesterday\n---\n"],
      ["s.md": "---\naliases: [/a:b]\n---\n\n# S\n"],
      ["s.md": "---\naliases: [/t.html]\n---\n\n# S\n", "t.md": "# T\n"],
      ["s.md": "# S\n", "S.md": "# S\n"],
      ["s\u{1B}[31m.md": "# S\n"],
    ] as [[String: String]])
  func asBuilt(files: [String: String]) throws {
    let program = try workspace()
    #expect(try program.run("check").status == 0)
    for (name, text) in files { try program.write("site/" + name, text) }
    let built = try program.run("site", "build")
    let checked = try program.run("check")
    #expect(built.status == 2 && checked.status == 2, "\(checked.problems)")
    // A build tells of shortcodes before it reads the pages.
    #expect(!errors(built).isEmpty && Set(errors(built)).isSubset(of: errors(checked)), "\(built.problems)")
    #expect(Set(errors(checked)).count == errors(checked).count, "\(checked.problems)")
    #expect(!checked.problems.contains("\u{1B}"))
  }

  @Test("tells a text that is no UTF-8 once, with and without a shortcode")
  func encoding() throws {
    let program = try workspace()
    try program.write("site/s.md", Data("# S\n\n".utf8) + [0xE9, 0x0A])
    try program.write("site/t.md", Data("# T\n\n[[kpi x]] ".utf8) + [0xE9, 0x0A])
    let checked = try program.run("check")
    #expect(checked.status == 2 && errors(checked).count == 2, "\(checked.problems)")
    #expect(checked.problems.contains("site/s.md") && checked.problems.contains("site/t.md"))
  }

  @Test("tells the texts of the first page, of cards and of reports once, and reads them as their pages do")
  func once() throws {
    let program = try ReportCommandTests().workspace()
    try program.write("site/index.md", "# Home\n\n[[nothing]]\n")
    try program.write("site/models/welcome.md", "# W\n\n[[kpi nothing]]\n")
    try program.write("site/weekly.md", "# W\n\n[[kpi none]]\n")
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacing("text: texts/weekly.md", with: "text: site/weekly.md"))
    let checked = try program.run("check")
    #expect(checked.status == 2 && errors(checked).count == 3, "\(checked.problems)")
  }

  @Test("writes nothing, also where all is in order")
  func writesNothing() throws {
    let program = try workspace()
    try program.write("site/s.md", "# S\n\nSee [[ ]] and `[[kpi x]]`.\n")
    func files() throws -> [String] {
      try FileManager.default.subpathsOfDirectory(atPath: program.folder).filter { !$0.hasPrefix(".io-") }
        .sorted()
    }
    let before = try files()
    _ = try program.run("check")
    #expect(try files() == before)
  }
}
