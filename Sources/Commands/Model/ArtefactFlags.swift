import ArgumentParser
import Book
import Foundation
import Models

/// What may be said about an artefact that it does not say itself.
struct ArtefactFlags: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Names of the classes, negative first: no,yes. Several values stand for themselves, commas too.",
      valueName: "a,b,c"))
  var labels: [String] = []
  @Option(
    help: ArgumentHelp("How many of a boosted model's iterations to use: best or all.", valueName: "which"))
  var iterations: ArtefactOptions.Iterations?
  @Option(
    help: ArgumentHelp(
      "Names for the inputs of a model that does not name them, in its order: age,orders.",
      valueName: "a,b,c"))
  var columns: String?

  func validate() throws {
    for (option, names) in [("--labels", names(labels)), ("--columns", columns.map { names([$0]) } ?? [])]
    where names.contains("") {
      throw ValidationError("\(option) has an empty name: write a,b,c.")
    }
    try refuseCommaAtAnEnd()
  }

  /// Several labels stand for themselves, so that the comma of a list with blanks behind its commas would become part
  /// of a name.
  private func refuseCommaAtAnEnd() throws {
    let given = labels.count > 1 ? names(labels) : []
    guard let name = given.first(where: { $0.hasPrefix(",") || $0.hasSuffix(",") }) else { return }
    let bare = given.map { $0.trimmingCharacters(in: [",", " "]) }.filter { !$0.isEmpty }
    let words = bare.map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: " ")
    throw ValidationError(
      "--labels has '\(name)', which \(name.hasSuffix(",") ? "ends" : "begins") with a comma; of several values each is a "
        + "label as it stands. For the labels \(bare.map { "'\($0)'" }.joined(separator: " and ")) write "
        + "'--labels \(words)'. A label that is really '\(name)' is given as 'labels' in the metadata.")
  }

  /// The names, without the blanks around them: of a single value those between commas, of several the values, in
  /// which a comma is part of a name.
  private func names(_ values: [String]) -> [String] {
    let parts = values.count == 1 ? values[0].split(separator: ",", omittingEmptySubsequences: false) : []
    return (values.count == 1 ? parts.map { String($0) } : values)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  var options: VersionRecord.Options {
    VersionRecord.Options(
      labels: labels.isEmpty ? nil : names(labels), iterations: iterations?.rawValue,
      columns: columns.map { names([$0]) })
  }
}

extension ArtefactOptions.Iterations: ExpressibleByArgument {}
