import Foundation
import Testing

@Suite("Files whose content is published")
struct PublishedFilesTests {
  private let secret = "topsecret"

  /// A folder with a secret beside the workspace `w`.
  private func workspace(_ more: String = "") throws -> Program {
    let program = try Program()
    try #require(try program.run("init", "w").status == 0)
    try program.write("secret.md", secret)
    try program.write("w/extra.yaml", more)
    try FileManager.default.createSymbolicLink(
      atPath: program.folder + "/w/link.md", withDestinationPath: "../secret.md")
    return program
  }

  @Test(
    "lie in the workspace, links followed, and are Markdown where they are prose",
    arguments: [
      ("reports: {rep: {title: R, period: day, contents: [{text: link.md}]}}", "through a link"),
      ("models: {welcome: {card: link.md}}", "through a link"),
      ("kpis: {k: {query: link.md, tables: {customers: customers}, period: day}}", "through a link"),
      ("datasets: {d: {query: link.md, tables: {customers: customers}}}", "through a link"),
      ("models: {welcome: {card: data/customers.csv}}", "'data/customers.csv'. It is published as it is"),
      (
        "reports: {rep: {title: R, period: day, contents: [{text: scorebook.yaml}]}}",
        "'scorebook.yaml'. It is published as it is"
      ),
    ])
  func configured(yaml: String, reason: String) throws {
    let program = try workspace(yaml)
    for command in [["check"], ["report", "build", "index", "--format", "html"], ["site", "build"]] {
      let result = try program.start(command + ["-C", "w", "--config", "w/extra.yaml"]).result()
      #expect(result.status == 2 && result.problems.contains(reason), "\(command): \(result.problems)")
      #expect(result.problems.contains("w/extra.yaml:1"), "\(result.problems)")
      #expect(!result.problems.contains(secret) && !result.output.contains(secret))
    }
    #expect(!program.exists("w/_site/index.html"))
  }

  @Test(
    "are not links out of the workspace either where no key names them",
    arguments: ["index", "models/welcome"])
  func unnamed(page: String) throws {
    let program = try workspace()
    try #require(try program.shell("cd w && $scorebook run welcome --date 2026-01-05").status == 0)
    let link = "mkdir -p w/site/models; ln -sf $PWD/secret.md w/site/\(page).md"
    try #require(try program.shell(link).status == 0)
    let build = ["report", "build", page, "--format", "html", "-o", "page.html"]
    for command in [["check"], build, ["site", "build"]] {
      let result = try program.start(command + ["-C", "w"]).result()
      #expect(result.status == 2, "\(command): \(result.problems)")
      #expect(result.problems.contains("leads out of the workspace"), "\(result.problems)")
    }
    #expect(!program.text("page.html").contains(secret))
  }

  @Test("may be links to others of the workspace, and the folder 'site' a link to another one")
  func links() throws {
    let program = try workspace("reports: {rep: {title: R, period: day, contents: [{text: site/in.md}]}}")
    let result = try program.shell(
      """
      mkdir pages; echo "Welcome here." > pages/real.md; rm -rf w/site; ln -s ../pages w/site; ln -s real.md w/site/in.md
      cp pages/real.md pages/index.md; cd w; $scorebook run welcome --date 2026-01-05 -q
      $scorebook report build rep --format html --config extra.yaml -o rep.html; $scorebook report build index -o i.md
      """)
    #expect(result.status == 0, "\(result.problems)")
    for file in ["w/rep.html", "w/i.md"] { #expect(program.text(file).contains("Welcome here."), "\(file)") }
  }
}
