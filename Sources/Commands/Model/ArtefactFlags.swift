import ArgumentParser
import Book
import Models

/// What may be said about an artefact that it does not say itself.
struct ArtefactFlags: ParsableArguments {
  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Names of the classes, negative first.", valueName: "label"))
  var labels: [String] = []
  @Option(
    help: ArgumentHelp("How many of a boosted model's iterations to use: best or all.", valueName: "which"))
  var iterations: ArtefactOptions.Iterations?
  @Option(
    help: ArgumentHelp(
      "Names for the inputs of a model that does not name them, in its order.", valueName: "a,b,c"))
  var columns: String?

  func validate() throws {
    guard let columns else { return }
    let names = columns.split(separator: ",", omittingEmptySubsequences: false)
    if names.contains("") { throw ValidationError("--columns has an empty name: write a,b,c.") }
  }

  var options: VersionRecord.Options {
    VersionRecord.Options(
      labels: labels.isEmpty ? nil : labels, iterations: iterations?.rawValue,
      columns: columns.map { $0.split(separator: ",").map(String.init) })
  }
}

extension ArtefactOptions.Iterations: ExpressibleByArgument {}
