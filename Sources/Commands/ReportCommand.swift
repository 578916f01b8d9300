import ArgumentParser

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "One report as a file, or as a mail.",
    subcommands: [
      ReportListCommand.self, ReportBuildCommand.self, ReportSendCommand.self, ReportDeliveriesCommand.self,
    ],
    defaultSubcommand: ReportListCommand.self)
}
