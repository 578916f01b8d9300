import ArgumentParser
import Book
import Diagnostics
import Registry
import Workspace

struct ModelExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes a version with all that belongs to it into a folder.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("The version.", valueName: "name@version"))
  var model: String
  @Option(
    name: [.customShort("o"), .customLong("to")],
    help: ArgumentHelp("The folder to make NAME-NUMBER in.", valueName: "dir"))
  var folder = "."

  private struct Exported: Encodable {
    let model: String
    let version: Int
    let path: String
  }

  func run() throws {
    let session = try Session(global)
    let reference = try session.modelReference(model)
    let registry = try session.registry(try session.book(), for: [reference])
    let (name, number) = try registry.resolve(reference)
    let path = try registry.export(name: name, number: number, into: folder)
    if global.output.json {
      return session.print(try JSONText.encode(Exported(model: name, version: number, path: path)))
    }
    session.printResult("wrote \(path)\n")
  }
}
