import ArgumentParser
import Synchronization

/// Flags that every command has which works in a workspace.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: [.customShort("C"), .customLong("workspace")],
    help: ArgumentHelp("The workspace's folder (default: this one, or the nearest above).", valueName: "dir"))
  var folder: String?

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp("A file laid over scorebook.yaml, key by key. Repeatable.", valueName: "file"))
  var overlays: [String] = []

  @OptionGroup var output: OutputOptions
}

/// Flags about what is told and how.
struct OutputOptions: ParsableArguments {
  @Flag(name: .customLong("json"), help: "Machine-readable output.")
  var json = false

  @Flag(name: [.short, .long], help: "Say nothing but problems; what a command only shows is still shown.")
  var quiet = false

  @Flag(
    name: [.short, .long],
    help: "Tell what rejected cells hold and what a model's program complains of, also where no terminal is.")
  var verbose = false

  func validate() throws {
    if verbose { Terminal.isVerbose.store(true, ordering: .relaxed) }
  }
}
