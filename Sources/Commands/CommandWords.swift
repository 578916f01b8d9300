import ArgumentParser
import Diagnostics

/// What was typed, held against the commands there are: words that name none are told with the nearest, and what holds
/// for all commands may stand before them, too: `scorebook -C DIR status`.
struct CommandWords {
  /// Options of every command, and whether a value follows.
  private static let common = [
    "-C": true, "--workspace": true, "--config": true, "--json": false, "-q": false, "--quiet": false,
    "-v": false, "--verbose": false,
  ]

  /// The arguments as the parser takes them.
  let arguments: [String]

  /// **Throws:** `command-unknown-name` for a word that is no command.
  init(_ arguments: [String], of root: any ParsableCommand.Type) throws(Diagnostic) {
    var rest = arguments[...]
    var before: [String] = []
    while let first = rest.first, let takesValue = Self.takesValue(first) {
      before.append(rest.removeFirst())
      if takesValue, let value = rest.popFirst() { before.append(value) }
    }
    var words: [String] = []
    var command = root
    while let word = rest.first, !word.hasPrefix("-"), word != "help",
      !command.configuration.subcommands.isEmpty
    {
      let below = command.configuration.subcommands
      guard let next = below.first(where: { $0.configuration.commandName == word }) else {
        throw Self.unknown(word, after: ["scorebook"] + words, among: below)
      }
      command = next
      words.append(rest.removeFirst())
    }
    // Nothing names a command: the parser tells of what it does not know.
    self.arguments = words.isEmpty ? arguments : words + before + rest
  }

  /// nil for what does not hold for all commands.
  private static func takesValue(_ argument: String) -> Bool? {
    if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
      return common[String(argument[..<equals])].map { _ in false }
    }
    return common[argument]
  }

  private static func unknown(
    _ word: String, after words: [String], among commands: [any ParsableCommand.Type]
  ) -> Diagnostic {
    let known = commands.compactMap { $0.configuration.commandName }.sorted()
    let path = words.joined(separator: " ")
    return Diagnostic(
      .commandUnknownName, .configuration, "there is no command '\(path) \(word)'",
      next: nearestName(to: word, among: known).map { "Did you mean '\(path) \($0)'?" }
        ?? "There are \(known.joined(separator: ", ")); '\(path) --help' tells what they do.")
  }
}
