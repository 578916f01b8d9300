import Foundation
import Testing

@Suite("model card on the command line")
struct CardCommandTests {
  @Test("the card of a version as Markdown on standard output, of the newest where there is no champion")
  func markdown() throws {
    let program = try Program.workspace()
    let result = try program.run("model", "card", "welcome")
    #expect(result.status == 0, "\(result.problems)")
    #expect(result.output.hasPrefix("---\ntitle: \"welcome\"\n"))
    #expect(result.output.contains("A card can't be complete with a version that is not verified."))
    #expect(try program.run("model", "card", "welcome").output == result.output)
  }

  @Test(
    "every format into a file, the same bytes again",
    arguments: ["huggingface", "mct", "cyclonedx", "annex-iv"])
  func formats(format: String) throws {
    let program = try Program.workspace()
    let first = try program.run("model", "card", "welcome@1", "--format", format, "-o", "out/card")
    #expect(first.status == 0, "\(first.problems)")
    #expect(first.output.isEmpty && first.problems.contains("wrote out/card"))
    let text = program.text("out/card")
    #expect(try program.run("model", "card", "welcome@champion", "--format", format).output == text)
    switch format {
    case "mct", "cyclonedx":
      #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
    case "huggingface":
      #expect(text.contains("library_name: \"scorecard\""))
    default:
      #expect(text.contains("## 9. Post-market monitoring") && text.contains("no legal advice"))
    }
  }

  @Test("with --json an object tells what was written, or holds the text")
  func json() throws {
    struct Written: Decodable, Equatable {
      let model: String
      let version: Int
      let format: String
      var path: String?
      var text: String?
      let files: [String]
      let warnings: [String]
    }
    func decoded(_ result: Program.Result) throws -> Written {
      #expect(result.status == 0 && result.problems.isEmpty, "\(result.problems)")
      return try JSONDecoder().decode(Written.self, from: Data(result.output.utf8))
    }
    let program = try Program.workspace()
    _ = try program.run("run", "daily", "--date", "2026-01-01")
    let text = try program.run("model", "card", "welcome").output
    #expect(
      try decoded(program.run("model", "card", "welcome", "--json"))
        == Written(model: "welcome", version: 1, format: "markdown", text: text, files: [], warnings: []))
    let file = try decoded(program.run("model", "card", "welcome", "--json", "-o", "card/README.md"))
    #expect(file.path == "card/README.md" && file.text == nil && program.text("card/README.md") == text)
    #expect(!file.files.isEmpty && file.files.allSatisfy { program.exists("card/" + $0) })
  }

  @Test("export, import and preview tell their result with --json, too")
  func others() throws {
    let program = try Program.workspace()
    let exported = try program.run("model", "export", "welcome@1", "-o", "kept", "--json")
    #expect(exported.status == 0, "\(exported.problems)")
    struct Exported: Decodable {
      let model: String
      let version: Int
      let path: String
    }
    let told = try JSONDecoder().decode(Exported.self, from: Data(exported.output.utf8))
    #expect(told.model == "welcome" && told.version == 1 && program.exists(told.path))
    let imported = try program.run("model", "import", told.path, "--json")
    #expect(imported.status == 0, "\(imported.problems)")
    #expect(try JSONSerialization.jsonObject(with: Data(imported.output.utf8)) is [String: Any])
    // It stays until it is told to end.
    let preview = try program.shell("timeout -s INT 10 $scorebook site preview --port 0 --json")
    let address = try JSONDecoder().decode([String: String].self, from: Data(preview.output.utf8))
    #expect(address.keys.sorted() == ["address"])
    #expect(address["address"]?.hasPrefix("http://127.0.0.1:") == true)
  }

  @Test("figures are written beside the card after a night")
  func figures() throws {
    let program = try Program.workspace()
    let night = try program.run("run", "daily", "--date", "2026-01-01")
    #expect(night.status == 0, "\(night.problems)")
    let result = try program.run("model", "card", "welcome", "-o", "card/README.md")
    #expect(result.status == 0, "\(result.problems)")
    let text = program.text("card/README.md")
    for match in text.matches(of: #/\]\((figures\/[^ )]+)/#) {
      #expect(program.exists("card/\(match.1)"), "\(match.1)")
    }
  }

  @Test("a heading that is nearly known is a warning with file and line")
  func nearMiss() throws {
    let program = try Program.workspace()
    try program.write("site/models/welcome.md", "---\ntitle: Welcome\n---\n\n## Intendet use\n\nGreeting.\n")
    let result = try program.run("model", "card", "welcome")
    #expect(result.status == 0)
    #expect(
      result.problems.contains("site/models/welcome.md:5: a card does not know the heading 'Intendet use'"))
    #expect(result.problems.contains("Did you mean 'Intended use'?"))
  }

  @Test("what a card is made of is not overwritten, and a file that can't be written is told")
  func outputs() throws {
    let program = try Program.workspace()
    try program.write("site/models/welcome.md", "Greeting.\n")
    for path in ["site/models/../models/welcome.md", "scorebook.yaml"] {
      let result = try program.run("model", "card", "welcome", "-o", path)
      #expect(result.status == 2 && result.problems.contains("would take the place of"), "\(result.problems)")
    }
    #expect(program.text("site/models/welcome.md") == "Greeting.\n")
    try program.write("blocked", "a file, no folder")
    let result = try program.run("model", "card", "welcome", "-o", "blocked/card.md")
    #expect(result.status == 1 && result.problems.contains("can't be written"), "\(result.problems)")
  }

  @Test(
    "an unknown model, version and format",
    arguments: [["nobody"], ["welcome@9"], ["welcome", "--format", "pdf"]])
  func unknown(arguments: [String]) throws {
    let program = try Program.workspace()
    let result = try program.start(["model", "card"] + arguments).result()
    #expect(result.status == 2, "\(result.problems)")
    #expect(!result.problems.isEmpty && result.output.isEmpty)
  }
}
