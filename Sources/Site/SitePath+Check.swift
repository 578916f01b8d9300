import Diagnostics
import Markdown

extension SitePath {
  /// Refuses what could leave the folder or name no file.
  static func check(_ path: String, source: String) throws(Diagnostic) {
    if isPlain(path) { return }
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

  /// True of what nearly all paths are: not long, of letters, digits, `-`, `_`, and dots that no name begins with.
  private static func isPlain(_ path: String) -> Bool {
    var path = path
    return path.withUTF8 { bytes in
      guard bytes.count <= 255, let last = bytes.last, last != UInt8(ascii: "/") else { return false }
      var begins = true
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "."):
          if begins { return false }
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          break
        default: return false
        }
        begins = byte == UInt8(ascii: "/")
      }
      return true
    }
  }
}
