import Book
package import Diagnostics
import Foundation

extension Diagnostic.Identifier {
  package static let reportWrite = Self("report-write")
}

/// Files of a report, each written whole or not at all.
struct ReportFiles {
  private(set) var written: [String] = []
  private(set) var bytes = 0

  /// - Parameter path: `-` is standard output.
  mutating func write(_ content: [UInt8], to path: String) throws(Diagnostic) {
    if path == "-" {
      Terminal.standardOutput.write(content)
      bytes += content.count
      return
    }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Self.failed(path, "its folder can't be made")
    }
    try FileBytes.replace(path, with: content, mode: 0o644) { path, code in
      Self.failed(path, String(cString: strerror(code)))
    }
    written.append(path)
    bytes += content.count
  }

  private static func failed(_ path: String, _ found: String) -> Diagnostic {
    Diagnostic(
      .reportWrite, at: .init(file: path), "the report can't be written", found: found,
      next: "Look at the folder's permissions and the room on its disk; what stood there is as it was.")
  }
}
