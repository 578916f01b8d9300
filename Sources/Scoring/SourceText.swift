package import Diagnostics
import Glibc

extension Diagnostic.Identifier {
  package static let fileUnreadable = Self("file-unreadable")
}

/// Text files of a workspace: SQL.
package enum SourceText {
  /// The file as UTF-8, a byte-order mark dropped. **Throws** where it can't be opened or is not UTF-8.
  package static func read(_ path: String) throws(Diagnostic) -> String {
    guard let file = fopen(path, "rbe") else { throw problem(path, String(cString: strerror(errno))) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
      if bytes.count > 1 << 24 { throw problem(path, "more than 16 MiB") }
    }
    if ferror(file) != 0 { throw problem(path, String(cString: strerror(errno))) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem(path, "bytes that are not UTF-8")
    }
    return text
  }

  private static func problem(_ path: String, _ found: String) -> Diagnostic {
    Diagnostic(
      .fileUnreadable, .configuration, at: Diagnostic.Place(file: path), "the file can't be read",
      found: found, next: "Check its path and its permissions.")
  }
}
