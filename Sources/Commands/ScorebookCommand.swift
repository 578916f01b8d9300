package import ArgumentParser

/// `scorebook`: the root of all commands.
package struct ScorebookCommand: ParsableCommand {
  package static let version = "0.1.0"

  package static let configuration = CommandConfiguration(
    commandName: "scorebook",
    abstract: "Scores datasets in nightly batches, keeps a book of it, and publishes the book.",
    discussion: """
      A workspace is a folder with a scorebook.yaml. 'scorebook init' makes a small one that runs; \
      'scorebook score' needs none.

      Exit codes: 0 done · 1 failed · 2 usage or configuration · 3 short of --strict · 4 a limit said no, nothing of that date \
      was written · 75 not now (a lock is held) · 130, 143 stopped by a signal, nothing lost.
      """,
    version: "scorebook \(version)",
    groupedSubcommands: [
      CommandGroup(
        name: "Workspace", subcommands: [InitCommand.self, CheckCommand.self, StatusCommand.self]),
      CommandGroup(
        name: "Scoring",
        subcommands: [ScoreCommand.self, RunCommand.self, RunsCommand.self, TraceCommand.self]),
      CommandGroup(name: "Models", subcommands: [ModelCommand.self]),
      CommandGroup(
        name: "Evidence",
        subcommands: [EvaluateCommand.self, ReadoutCommand.self, ExperimentCommand.self, KPICommand.self]),
      CommandGroup(name: "Publishing", subcommands: [ReportCommand.self, SiteCommand.self]),
      CommandGroup(name: "Nights", subcommands: [PipelineCommand.self, ScheduleCommand.self]),
    ])

  package init() {}
}
