import Diagnostics
import Glibc
import Markdown

/// Text files of a workspace: prose and SQL.
enum WorkspaceText {
  /// The file as text; nil where there is none and none is expected.
  ///
  /// **Throws:** `report-text` for a file that can't be read or is too large, `markdown-encoding` for other
  /// bytes than UTF-8.
  static func read(_ path: String, isExpected: Bool) throws(Problems) -> String? {
    guard let file = fopen(path, "rbe") else {
      if !isExpected, errno == ENOENT || errno == ENOTDIR { return nil }
      throw Problems([unreadable(path, String(cString: strerror(errno)))])
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
      if bytes.count > Document.largest { throw Problems([unreadable(path, "more than 4 MiB")]) }
    }
    if ferror(file) != 0 { throw Problems([unreadable(path, String(cString: strerror(errno)))]) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problems([unreadable(path, "bytes that are not UTF-8")])
    }
    return text
  }

  private static func unreadable(_ path: String, _ found: String) -> Diagnostic {
    Diagnostic(
      .reportText, .configuration, at: .init(file: path), "the text of a page can't be read", found: found,
      next: "Check its path and its permissions.")
  }
}
