import ArgumentParser
import Registry

struct ModelInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "What a model is, for somebody who did not train it; registers nothing.",
    discussion: """
      FILE is an artefact, a folder that MLflow logged, or an MLproject. It is read whole, as for registration: \
      what can't be scored exactly is refused by name. Needs no workspace.
      """)

  @Argument(help: "The artefact, or the folder it lies in.")
  var file: String
  @OptionGroup var flags: ArtefactFlags
  @OptionGroup var output: OutputOptions

  func run() throws {
    Signals.watch()
    let inspection = try Inspection.of(file, options: flags.options)
    Terminal.standardOutput.write(
      output.json
        ? try JSONText.encode(InspectionReport(inspection)) : InspectionText(inspection, named: file).text)
  }
}
