import ArgumentParser
import Commands
import Foundation
import Testing

/// One `$ …` line of a console block in the documentation.
private struct ConsoleLine: CustomTestStringConvertible, Sendable {
  let file: String
  let line: Int
  let text: String

  var testDescription: String { "\(file):\(line): \(text)" }

  static func all(in files: [String]) throws -> [ConsoleLine] {
    var found: [ConsoleLine] = []
    for file in files {
      var isConsole = false
      for (index, line) in try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        if line.hasPrefix("```") {
          isConsole = line == "```console"
        } else if isConsole, line.hasPrefix("$ ") {
          found.append(ConsoleLine(file: file, line: index + 1, text: String(line.dropFirst(2))))
        }
      }
    }
    return found
  }

  /// The words of its first command as a shell would part them; what follows a pipe or a redirection is not ours.
  var words: [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
        continue
      }
      switch character {
      case "'", "\"":
        quote = character
        word = word ?? ""
      case " ":
        if let finished = word { words.append(finished) }
        word = nil
      case "|", ">", "<", ";", "&":
        if let finished = word { words.append(finished) }
        return words
      default: word = (word ?? "") + String(character)
      }
    }
    if let finished = word { words.append(finished) }
    return words
  }
}

@Suite("Documentation runs")
struct ReadmeTests {
  static let pages = ["README.md"] + Repository.files(in: "site", endings: [".md"])

  @Test("every command line of README and site is one that the program takes")
  func commandLines() throws {
    let lines = try ConsoleLine.all(in: Self.pages)
    let ours = lines.filter { $0.words.first == "scorebook" }
    #expect(ours.count > 20)
    for line in ours {
      do {
        _ = try ScorebookCommand.parseAsRoot(Array(line.words.dropFirst()))
      } catch {
        // `--version` and completions end the parsing with what they are asked for.
        if ScorebookCommand.exitCode(for: error) == .success { continue }
        Issue.record("\(line.testDescription): \(ScorebookCommand.message(for: error))")
      }
    }
  }

  @Test("README begins its console with our program only, so that it can be run")
  func readmeLines() throws {
    for line in try ConsoleLine.all(in: ["README.md"]) {
      #expect(line.words.first == "scorebook", "\(line.testDescription)")
    }
  }

  @Test("every file that README links to is there")
  func readmeLinks() throws {
    let text = try Repository.text("README.md")
    let links = text.matches(of: #/\]\(([^)#\s]+)[^)]*\)/#).map { String($0.1) }
      .filter { !$0.contains("://") }
    #expect(links.count > 5)
    for link in links {
      #expect(FileManager.default.fileExists(atPath: Repository.root.appending(path: link).path), "\(link)")
    }
  }

  @Test(
    "every Markdown file that a page of the guide, reference or decisions links to is there", arguments: pages
  )
  func pageLinks(page: String) throws {
    let folder = Repository.root.appending(path: page).deletingLastPathComponent()
    for match in try Repository.text(page).matches(of: #/\]\(([^)#\s:]+\.md)[^)]*\)/#) {
      let target = folder.appending(path: String(match.1)).path
      // Pages that are made from the book stand in no file.
      let isMade = ["models/index.md", "runs/index.md", "reports/index.md"].contains { target.hasSuffix($0) }
      #expect(isMade || FileManager.default.fileExists(atPath: target), "\(page) links to \(match.1)")
    }
  }

  @Test(
    "the index of a folder names every page in it",
    arguments: ["site/guide", "site/decisions", "site/reference", "site/reference/diagnostics"])
  func indexes(folder: String) throws {
    let index = try Repository.text("\(folder)/index.md")
    for page in Repository.files(in: folder, endings: [".md"]) {
      let name = String(page.dropFirst(folder.count + 1))
      if name == "index.md" || name.contains("/") { continue }
      #expect(index.contains("(\(name))"), "\(folder)/index.md does not name \(name)")
    }
  }

  @Test("paths that README names are there")
  func readmePaths() throws {
    let text = try Repository.text("README.md")
    for match in text.matches(
      of: #/(?:\s|`|\()((?:data|site|Sources|Tests|templates|Benchmarks|\.ci)/[\w.\/-]+)/#)
    {
      let path = String(match.1)
      #expect(FileManager.default.fileExists(atPath: Repository.root.appending(path: path).path), "\(path)")
    }
  }
}
