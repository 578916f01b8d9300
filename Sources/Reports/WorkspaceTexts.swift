import Diagnostics
import Glibc
import Markdown
import Synchronization
import Workspace

/// Text files of a workspace, prose and SQL: each is read once, and what was read is remembered, so that a later
/// build can tell whether pages would be the same.
final class WorkspaceTexts: Sendable {
  private enum Found: Sendable {
    case bytes([UInt8])
    case missing
    case unreadable(Problems)
  }

  /// The workspace's folder, absolute.
  private let root: String
  private let found = Mutex<[String: Found]>([:])

  init(root: String) { self.root = root }

  /// The file as text; nil where there is none and none is expected.
  ///
  /// **Throws:** `report-text` for a file that can't be read or is too large, `markdown-encoding` for other
  /// bytes than UTF-8.
  func read(_ path: String, isExpected: Bool) throws(Problems) -> String? {
    let content = found.withLock { found in
      if let known = found[path] { return known }
      let content =
        FilePlace.isPublished(path, root: root)
        ? Self.content(of: path) : .unreadable(Problems([Self.outside(path)]))
      found[path] = content
      return content
    }
    var bytes: [UInt8]
    switch content {
    case .bytes(let read): bytes = read
    case .missing:
      if isExpected { throw Problems([Self.unreadable(path, String(cString: strerror(ENOENT)))]) }
      return nil
    case .unreadable(let problems): throw problems
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problems([Self.unreadable(path, "bytes that are not UTF-8")])
    }
    return text
  }

  /// By path: what was asked for, whatever was found.
  var sources: [ReportSource] {
    found.withLock { $0 }.sorted { $0.key < $1.key }.map { path, found in
      switch found {
      case .bytes(let bytes): ReportSource(path: path, content: .bytes(bytes))
      case .missing: ReportSource(path: path, content: .missing)
      case .unreadable: ReportSource(path: path, content: .unreadable)
      }
    }
  }

  private static func content(of path: String) -> Found {
    guard let file = fopen(path, "rbe") else {
      if errno == ENOENT || errno == ENOTDIR { return .missing }
      return .unreadable(Problems([unreadable(path, String(cString: strerror(errno)))]))
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
      if bytes.count > Document.largest {
        return .unreadable(Problems([unreadable(path, "more than 4 MiB")]))
      }
    }
    if ferror(file) != 0 {
      return .unreadable(Problems([unreadable(path, String(cString: strerror(errno)))]))
    }
    return .bytes(bytes)
  }

  private static func outside(_ path: String) -> Diagnostic {
    Diagnostic(
      .reportText, .configuration, at: .init(file: path), "the text of a page leads out of the workspace",
      expected: "a file of the workspace", found: "a link", next: "Put the file itself there.")
  }

  private static func unreadable(_ path: String, _ found: String) -> Diagnostic {
    Diagnostic(
      .reportText, .configuration, at: .init(file: path), "the text of a page can't be read", found: found,
      next: "Check its path and its permissions.")
  }
}
