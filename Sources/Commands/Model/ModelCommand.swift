import ArgumentParser

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Registers, lists, verifies and promotes models.",
    subcommands: [
      ModelAddCommand.self, ModelListCommand.self, ModelShowCommand.self, ModelCardCommand.self,
      ModelInspectCommand.self,
      ModelVerifyCommand.self, ModelPromoteCommand.self, ModelExportCommand.self, ModelImportCommand.self,
    ], defaultSubcommand: ModelListCommand.self)
}
