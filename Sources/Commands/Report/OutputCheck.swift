import Diagnostics
import Workspace

/// Keeps a file that a command writes from taking the place of what belongs to a workspace.
struct OutputCheck {
  private let files: WorkspaceFiles
  private let overlays: [String]

  init(_ session: Session) {
    files = WorkspaceFiles(root: session.configuration.root, session.configuration)
    overlays = session.options.overlays
  }

  private init(root: String) {
    files = WorkspaceFiles(root: root, try? ConfigurationLoader.load(folder: root))
    overlays = []
  }

  /// - Parameter paths: As a person named them, from the folder that the command works in.
  ///
  /// **Throws:** `command-output-is-input`.
  func check(_ paths: [String]) throws(Diagnostic) {
    let overlays = Dictionary(self.overlays.map { (FilePlace.followed($0), $0) }) { first, _ in first }
    for path in paths {
      if let overlay = overlays[FilePlace.followed(path)] { throw Self.problem(path, found: overlay) }
      guard let part = files.part(at: path) else { continue }
      throw Self.problem(
        path, found: part.name + (part.reason.map { ", \($0)" } ?? ""), isWritten: part.isWritten)
    }
  }

  /// Of a command that needs no workspace: against the one that it works in, that which is named, and those in which
  /// its files would lie.
  ///
  /// **Throws:** `command-output-is-input`.
  static func check(_ paths: [String], workspace: String?) throws(Diagnostic) {
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
    for root in roots.sorted() { try OutputCheck(root: root).check(paths) }
  }

  private static func problem(_ path: String, found: String, isWritten: Bool = false) -> Diagnostic {
    Diagnostic(
      .commandOutputIsInput, .configuration,
      "'\(path)' would take the place of what the workspace \(isWritten ? "writes" : "is made of")",
      expected: "a file outside of it", found: found,
      next: "Name another file, such as one in _out/exports/.")
  }
}
