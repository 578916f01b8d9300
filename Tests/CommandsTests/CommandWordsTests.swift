import Foundation
import Testing

@Suite("What is typed")
struct CommandWordsTests {
  @Test(
    "a word that is no command is told with the nearest",
    arguments: [
      ("rnu welcome", "there is no command 'scorebook rnu'. Did you mean 'scorebook run'?"),
      ("runs lst", "there is no command 'scorebook runs lst'. Did you mean 'scorebook runs list'?"),
      ("site bild", "there is no command 'scorebook site bild'. Did you mean 'scorebook site build'?"),
      ("qqqqqqqq", "'scorebook --help' tells what they do"),
    ])
  func unknown(_ line: String, _ words: String) throws {
    let result = try Program().shell("\"$scorebook\" \(line)")
    #expect(result.status == 2 && result.problems.contains(words), "\(result.problems)")
  }

  @Test(
    "what holds for all commands may stand before them",
    arguments: [
      "-C w status", "--workspace=w runs list", "-q -C w runs", "--json -C w pipeline",
      "-C w runs --config w/none.yaml", "-C w site build",
    ])
  func before(_ line: String) throws {
    let program = try Program()
    _ = try program.run("init", "w")
    try program.write("w/none.yaml", "site: {title: Another}\n")
    let result = try program.shell("\"$scorebook\" \(line)")
    #expect(result.status == 0, "\(result.problems)")
  }

  @Test(
    "help and version are as they were",
    arguments: ["--help", "help run", "-h", "--version", "runs --help", ""])
  func help(_ line: String) throws {
    let result = try Program().shell("\"$scorebook\" \(line)")
    #expect(result.status == 0 && !result.output.isEmpty && result.problems.isEmpty, "\(result.problems)")
  }

  @Test("a report goes to standard output by '-o -', and a card")
  func standardOutput() throws {
    let program = try Program()
    _ = try program.run("init")
    let page = try program.run("report", "build", "lineage", "--format", "html", "-o", "-")
    #expect(page.status == 0 && page.output.hasPrefix("<!DOCTYPE html>"), "\(page.problems)")
    let card = try program.run("model", "card", "welcome", "-o", "-")
    #expect(card.status == 0 && card.output.contains("# welcome"))
    let markdown = try program.run("report", "build", "lineage", "-o", "-")
    #expect(markdown.status == 2 && markdown.problems.contains("name a file"), "\(markdown.problems)")
    #expect(!program.exists("-"))
  }

  @Test("a workspace in which nothing ran says so")
  func empty() throws {
    let program = try Program()
    _ = try program.run("init")
    for (line, words) in [
      ("kpi update", "scorebook.yaml has no kpis"), ("evaluate x", "The workspace has none."),
      ("readout x", "The workspace has none."), ("schedule x --as cron", "There is 'night'."),
      ("trace welcome --key 0001", "nothing of it stands yet"), ("site check data", "no page to check"),
      ("runs", "no run yet"),
    ] {
      let result = try program.shell("\"$scorebook\" \(line)")
      #expect(result.problems.contains(words), "\(line): \(result.problems)")
    }
    try program.write("scorebook.yaml", "name: Empty\n")
    #expect(try program.run("status").problems == "scorebook.yaml has no jobs\n")
    _ = try program.run("site", "build")
    #expect(try program.run("site", "check").status == 0)
    // Through a link, as a server finds it.
    #expect(try program.shell("ln -s _site www; \"$scorebook\" site check www/").status == 0)
    // A folder that is named needs no workspace around it.
    try FileManager.default.removeItem(atPath: program.folder + "/scorebook.yaml")
    #expect(try program.run("site", "check", "_site").status == 0)
    #expect(try program.run("site", "check").problems.contains("there is no scorebook.yaml"))
  }
}
