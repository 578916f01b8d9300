import ArgumentParser

struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Questions with trials: logs, imports, lists and compares them.",
    subcommands: [
      ExperimentListCommand.self, ExperimentShowCommand.self, ExperimentCompareCommand.self,
      ExperimentLogCommand.self, ExperimentImportCommand.self,
    ], defaultSubcommand: ExperimentListCommand.self)
}
