import Diagnostics
import Glibc
import Registry
import Workspace

/// Keeps a file that a command writes from taking the place of what belongs to a workspace.
struct OutputCheck {
  private let files: WorkspaceFiles
  /// nil where it can't be read.
  private let configuration: Configuration?
  private let overlays: [String]

  init(_ session: Session) {
    self.init(
      root: session.configuration.root, session.configuration, overlays: session.options.overlays)
  }

  private init(root: String, _ configuration: Configuration?, overlays: [String] = []) {
    files = WorkspaceFiles(root: root, configuration)
    self.configuration = configuration
    self.overlays = overlays
  }

  /// - Parameter paths: As a person named them, from the folder that the command works in.
  ///
  /// **Throws:** `command-output-is-input`.
  func check(_ paths: [String]) throws(Diagnostic) {
    let overlays = Dictionary(self.overlays.map { (FilePlace.followed($0), $0) }) { first, _ in first }
    for path in paths {
      if let overlay = overlays[FilePlace.followed(path)] { throw Self.problem(path, found: overlay) }
      if let part = files.part(at: path) {
        throw Self.problem(
          path, found: part.name + (part.reason.map { ", \($0)" } ?? ""), isWritten: part.isWritten)
      }
      if let found = artefact(naming: path) { throw Self.problem(path, found: found) }
    }
  }

  /// The artefact that has a file of this path beside it, as the program of a process; nil where none has.
  ///
  /// Artefacts are opened only where something stands there already that lies in the folder of one.
  private func artefact(naming path: String) -> String? {
    let place = FilePlace.followed(path)
    guard let configuration, access(place, F_OK) == 0 else { return nil }
    for model in configuration.models.values.sorted(by: { $0.name < $1.name }) {
      for version in model.versions {
        let page = configuration.root + "/" + version.artefact
        let folder = FilePlace.followed(String(page[..<(page.lastIndex(of: "/") ?? page.endIndex)]))
        guard place.hasPrefix(folder + "/"), let names = (try? Artefact.open(page))?.gathered,
          names.dropFirst().contains(where: { FilePlace.followed("\(folder)/\($0)") == place })
        else { continue }
        return "a file of \(version.artefact), an artefact of model '\(model.name)'"
      }
    }
    return nil
  }

  /// Of a command that needs no workspace: against the one that it works in, that which is named, and those in which
  /// its files would lie.
  ///
  /// **Throws:** `command-output-is-input`.
  static func check(_ paths: [String], workspace: String?) throws(Diagnostic) {
    // Nothing is asked of a workspace where nothing is written.
    if paths.isEmpty { return }
    var roots: Set<String> = []
    if let folder = try? WorkspaceLocator.find(in: workspace) {
      roots.insert(WorkspaceLocator.absolute(folder))
    }
    for path in paths {
      var folder = FilePlace.followed(path)[...]
      while let slash = folder.lastIndex(of: "/") {
        folder = folder[..<slash]
        guard let found = try? WorkspaceLocator.find(in: String(folder)) else { continue }
        roots.insert(found)
        break
      }
    }
    for root in roots.sorted() {
      try OutputCheck(root: root, try? ConfigurationLoader.load(folder: root)).check(paths)
    }
  }

  private static func problem(_ path: String, found: String, isWritten: Bool = false) -> Diagnostic {
    Diagnostic(
      .commandOutputIsInput, .configuration,
      "'\(path)' would take the place of what the workspace \(isWritten ? "writes" : "is made of")",
      expected: "a file outside of it", found: found,
      next: "Name another file.")
  }
}
