import ArgumentParser
import Commands
import Foundation
import Testing

/// One command as the program describes itself.
private struct DescribedCommand: Decodable {
  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }
    let kind: String
    let names: [Name]?
    let defaultValue: String?
    let isOptional: Bool
    let isRepeating: Bool
    let allValues: [String]?

    /// Its long names, with hyphens.
    var longNames: [String] { (names ?? []).filter { $0.kind == "long" }.map { "--\($0.name)" } }
    var shortNames: [String] { (names ?? []).filter { $0.kind == "short" }.map { "-\($0.name)" } }
  }

  let commandName: String
  let subcommands: [DescribedCommand]?
  let arguments: [Argument]?

  private struct Tool: Decodable { let command: DescribedCommand }

  static func root() throws -> DescribedCommand {
    try JSONDecoder().decode(Tool.self, from: Data(ScorebookCommand._dumpHelp().utf8)).command
  }

  /// Every command below this one by its whole name, as a heading writes it; not `help`, which is the parser's.
  func all(after prefix: String = "") -> [(name: String, command: DescribedCommand)] {
    let name = prefix.isEmpty ? commandName : "\(prefix) \(commandName)"
    let below = (subcommands ?? []).filter { $0.commandName != "help" }.flatMap { $0.all(after: name) }
    return (prefix.isEmpty ? [] : [(name, self)]) + below
  }
}

/// `site/reference/commands.md` by its headings.
private struct CommandsPage {
  let sections: [String: String]

  init() throws {
    var sections: [String: String] = [:]
    let text = try Repository.text("site/reference/commands.md")
    for part in ("\n" + text).components(separatedBy: "\n## ").dropFirst() {
      let title = part.prefix { $0 != "\n" }
      sections[String(title)] = String(part.dropFirst(title.count))
    }
    self.sections = sections
  }

  /// The first cells of the rows of a section's tables that are options, with the whole row.
  func optionRows(_ section: String) -> [(options: [String], row: String)] {
    (sections[section] ?? "").split(separator: "\n").compactMap { line in
      guard line.hasPrefix("| `-") else { return nil }
      let cell = line.dropFirst(2).prefix { $0 != "|" }
      let options = cell.matches(of: #/`(--?[A-Za-z][a-z-]*)/#).map { String($0.1) }
      return (options, String(line))
    }
  }

  /// What stands in a section, and what it points to in the common ones.
  func options(of section: String) -> Set<String> {
    var found = Set(optionRows(section).flatMap(\.options) + optionRows("Every command").flatMap(\.options))
    if sections[section]?.contains("(#common-options)") == true {
      found.formUnion(optionRows("Common options").flatMap(\.options))
    }
    return found
  }
}

@Suite("Documentation of commands")
struct CommandsDocumentationTests {
  @Test("every command has its section, and every section its command")
  func sections() throws {
    let page = try CommandsPage()
    let commands = Set(try DescribedCommand.root().all().map(\.name))
    #expect(commands.count > 10)
    let documented = Set(page.sections.keys.filter { $0.hasPrefix("scorebook ") })
    #expect(commands.subtracting(documented).sorted() == [], "these commands are not documented")
    #expect(documented.subtracting(commands).sorted() == [], "these documented commands do not exist")
  }

  @Test("every option stands in its command's section, and no other")
  func options() throws {
    let page = try CommandsPage()
    for (name, command) in try DescribedCommand.root().all() {
      let arguments = command.arguments ?? []
      let options = Set(arguments.flatMap { $0.longNames + $0.shortNames })
      let documented = page.options(of: name)
      #expect(options.subtracting(documented).sorted() == [], "\(name) has options that are not documented")
      let known = options.union(["--help", "-h", "--version"])
      #expect(documented.subtracting(known).sorted() == [], "\(name) does not have these documented options")
    }
  }

  @Test("defaults and possible values are told as they are")
  func values() throws {
    let page = try CommandsPage()
    for (name, command) in try DescribedCommand.root().all() {
      for argument in command.arguments ?? [] where argument.kind == "option" && !argument.isRepeating {
        guard let option = argument.longNames.first,
          let row = page.optionRows(name).first(where: { $0.options.contains(option) })?.row
        else { continue }
        if let value = argument.defaultValue {
          #expect(row.contains("`\(value)`"), "\(name) \(option) has the default \(value)")
        }
        for value in argument.allValues ?? [] {
          #expect(row.contains("`\(value)`"), "\(name) \(option) may be \(value)")
        }
      }
    }
  }
}
