import Diagnostics
import Markdown

extension SitePath {
  /// The file that leads on from an alias: `old/page.html` for `/old/page`.
  static func redirect(from alias: String) -> String {
    var path = alias.hasPrefix("/") ? String(alias.dropFirst()) : alias
    if path.hasSuffix("/") { path += "index.html" }
    path = LinkTarget.pagePath(path)
    return path.hasSuffix(".html") ? path : path + ".html"
  }

  /// Refuses what could leave the folder or name no file.
  static func check(_ path: String, source: String) throws(Diagnostic) {
    if isPlain(path) { return }
    // By bytes, as the system does: a slash and an accent behind it are one character.
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let expected: String
    if path.utf8.count > 1024 || parts.contains(where: { $0.count > 255 }) {
      expected = "names of at most 255 bytes, and 1,024 in all"
    } else if let sign = path.unicodeScalars.first(where: { $0 == "\\" || $0 == ":" }) {
      expected = "names without '\(sign)', which some systems and servers don't take"
    } else if path.unicodeScalars.contains(where: { $0.value <= 0x1F || $0.value == 0x7F }) {
      expected = "names without control characters"
    } else if parts.contains(where: {
      $0.isEmpty || $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8)
    }) {
      expected = "names set apart by '/', relative to the site's root"
    } else {
      return
    }
    throw Diagnostic(
      .sitePath, .configuration, at: .init(file: source), "'\(path)' is no path inside the site",
      expected: expected, next: "Rename it.")
  }

  /// Whether a path is sound and short, found by its bytes; false where that is not sure.
  private static func isPlain(_ path: String) -> Bool {
    return path.withBytes { bytes in
      // Parts that begin with a dot are looked at as texts.
      var previous = UInt8(ascii: "/")
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "."): if previous == UInt8(ascii: "/") { return false }
        case UInt8(ascii: "\\"), UInt8(ascii: ":"): return false
        case 0x20..<0x7F: break
        default: return false
        }
        previous = byte
      }
      return previous != UInt8(ascii: "/") && bytes.count <= 255
    }
  }
}
