import ArgumentParser
import Book
import Diagnostics
import Registry

struct ModelImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Registers what 'model export' wrote, here or on another machine.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("The folder that export wrote.", valueName: "dir"))
  var folder: String

  func run() throws {
    let session = try Session(global)
    let registry = try session.registry(try session.book())
    let added = try registry.importVersion(from: folder, by: Host.user, now: Host.now())
    Terminal.standardError.write(Problems(added.warnings))
    if global.output.json { return session.print(try JSONText.encode(added.version)) }
    session.printResult(
      added.isNew
        ? "registered \(added.version.reference), sha256 \(added.version.digest)\n"
        : "\(added.version.reference) is this very artefact already; nothing changed\n")
  }
}
