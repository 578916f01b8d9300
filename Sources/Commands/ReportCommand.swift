import ArgumentParser

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "One report as a file: Markdown, HTML, JSON or PDF.",
    subcommands: [ReportListCommand.self, ReportBuildCommand.self], defaultSubcommand: ReportListCommand.self)
}
