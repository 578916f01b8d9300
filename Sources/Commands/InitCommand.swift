import ArgumentParser
package import Diagnostics
import Foundation

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes a small workspace that runs.",
    discussion:
      "Twelve customers, a scorecard, one job, one page. Where one of its files is there already, nothing is written."
  )

  @Argument(help: "The folder; made where it is missing.")
  var folder = "."
  @Flag(name: [.short, .long], help: "Say nothing but problems.")
  var quiet = false

  func validate() throws {
    if folder.isEmpty { throw ValidationError("The folder is empty text; '.' is this one.") }
  }

  func run() throws {
    let files = FileManager.default
    let paths = ExampleWorkspace.files.map { (folder == "." ? $0.path : "\(folder)/\($0.path)", $0.text) }
    if let there = paths.first(where: { files.fileExists(atPath: $0.0) }) {
      throw Diagnostic(
        .initExists, .configuration, at: .init(file: there.0), "the file is there already",
        next: "Choose an empty folder; nothing was changed.")
    }
    for (path, text) in paths {
      let url = URL(filePath: path)
      do {
        try files.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .withoutOverwriting)
      } catch {
        throw Diagnostic(
          .initUnwritable, .failure, at: .init(file: path), "the file can't be written",
          next: "Check the permissions of the folder.")
      }
      if !quiet { Terminal.standardOutput.say("wrote \(path)") }
    }
    if quiet { return }
    let option = folder == "." ? "" : " -C \(folder)"
    Terminal.standardOutput.write(
      """

      Now try:
        scorebook check\(option)
        scorebook run welcome --date 2026-01-05\(option)
        scorebook site build\(option)

      """)
  }
}

extension Diagnostic.Identifier {
  package static let initExists = Self("init-exists")
  package static let initUnwritable = Self("init-unwritable")
}
