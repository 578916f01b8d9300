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
      ["g/index.md": "---\nnavigation: [nope]\n---\n\n# G\n"],
      ["g/index.md": "---\nnavigation: [a, h, i]\n---\n\n# G\n", "g/a.md": "# A\n", "g/h/b.md": "# B\n"],
      ["g/h/b.md": "# B\n", "s.md": "---\naliases: [/g/h/]\n---\n\n# S\n"],
      ["jobs/welcome.md": "# S\n"],
      ["runs/index.md": "# S\n", "lineage.md": "# L\n"],
      ["s.md": "---\naliases: [/jobs/welcome]\n---\n\n# S\n"],
      ["s.md": "---\naliases: [/models/]\n---\n\n# S\n"],
      ["s.md": "---\naliases: [/models/welcome]\n---\n\n# S\n"],
      ["s.md": "---\naliases: [/tags/a]\ntags: [a]\n---\n\n# S\n"],
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

  @Test("tells a model's text at its page's place where another is named for it, as the build does")
  func card() throws {
    let program = try workspace()
    try program.write("site/models/welcome.md", "# W\n")
    #expect(try program.run("check").status == 0)
    #expect(try program.run("site", "build").status == 0)
    try program.write("site/cards/w.md", "# W\n")
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacing(
        "\nmodels:\n  welcome:\n", with: "\nmodels:\n  welcome:\n    card: site/cards/w.md\n"))
    let built = try program.run("site", "build")
    let checked = try program.run("check")
    #expect(built.status == 2 && checked.status == 2, "\(checked.problems)")
    #expect(errors(built) == errors(checked) && errors(built).count == 1)
  }

  @Test("leaves to the build what only the book tells, and passes what the build passes")
  func passed() throws {
    let program = try workspace()
    try program.write("site/index.md", "---\nnavigation: [g, runs, lineage, tags]\n---\n\n# Home\n")
    try program.write("site/g/index.md", "---\nnavigation: [h, a]\n---\n\n# G\n")
    try program.write("site/g/a.md", "---\ntags: [a, b]\naliases: [/old/]\n---\n\n# A\n")
    try program.write("site/g/h/b.md", "# B\n")
    try program.write("site/tags/index.md", "---\nnavigation: [b]\n---\n\n# Tags\n")
    try program.write("site/tags/a.md", "# A\n")
    try program.write("site/runs/notes.md", "# Notes\n")
    let checked = try program.run("check")
    #expect(checked.status == 0, "\(checked.problems)")
    let built = try program.run("site", "build")
    #expect(built.status == 0, "\(built.problems)")
  }

  @Test("tells many problems in little time", .timeLimit(.minutes(1)))
  func many() throws {
    let program = try workspace()
    for number in 0..<5000 { try program.write("site/g/\(number).md", "# S\n\n[[kpi none]]\n") }
    let start = ContinuousClock.now
    let checked = try program.run("check")
    #expect(checked.status == 2 && errors(checked).count == 5000)
    #expect(start.duration(to: .now) < .seconds(30))
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
