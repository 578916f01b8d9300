import Diagnostics
import Markdown

extension SitePath {
  /// Refuses what could leave the folder or name no file.
  static func check(_ path: String, source: String) throws(Diagnostic) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isSound =
      parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255 }
      && path.unicodeScalars.allSatisfy { $0.value > 0x1F && $0.value != 0x7F && $0 != "\\" && $0 != ":" }
    guard isSound, path.utf8.count <= 1024 else {
      throw Diagnostic(
        .sitePath, .configuration, at: .init(file: source), "'\(path)' is no path inside the site",
        expected: "names set apart by '/', relative to the site's root", next: "Rename it.")
    }
  }
}
