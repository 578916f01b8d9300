import ArgumentParser

struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Questions with trials: logs, imports and lists them.",
    subcommands: [
      ExperimentListCommand.self, ExperimentShowCommand.self, ExperimentLogCommand.self,
      ExperimentImportCommand.self,
    ], defaultSubcommand: ExperimentListCommand.self)
}
