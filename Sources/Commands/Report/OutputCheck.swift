import Diagnostics
import Foundation
import Workspace

/// Keeps a document from taking the place of what the workspace is made of.
struct OutputCheck {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// - Parameter paths: As a person named them, from the folder that the command works in.
  ///
  /// **Throws:** `command-output-is-input`.
  func check(_ paths: [String]) throws(Diagnostic) {
    let configuration = session.configuration
    let root = configuration.root
    let resolvedRoot = URL(filePath: root).resolvingSymlinksInPath().path
    let inputs = [root, resolvedRoot].map { WorkspaceInputs(configuration, root: $0) }
    let overlays = session.options.overlays.map { URL(filePath: $0).resolvingSymlinksInPath().path }
    for path in paths {
      let whole = URL(filePath: path).standardizedFileURL.path
      let resolved = Self.resolved(URL(filePath: path))
      let overlay = overlays.firstIndex(of: resolved).map { session.options.overlays[$0] }
      let input =
        overlay
        ?? inputs.lazy.flatMap { inputs in [whole, resolved].compactMap { inputs.input(at: $0) } }.first
      guard let input else { continue }
      throw Diagnostic(
        .commandOutputIsInput, .configuration,
        "'\(path)' would take the place of what the workspace is made of",
        expected: "a file outside of it", found: input, next: "Name another file, such as one in _out/.")
    }
  }

  /// Links followed in as much of the path as there is.
  private static func resolved(_ file: URL) -> String {
    let file = file.resolvingSymlinksInPath()
    let folder = file.deletingLastPathComponent()
    guard !FileManager.default.fileExists(atPath: file.path), folder.path != file.path else {
      return file.path
    }
    let parent = resolved(folder)
    return (parent == "/" ? "" : parent) + "/" + file.lastPathComponent
  }
}
