package import Diagnostics

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
    try OutputFile(path).write(content) { found in
      Diagnostic(
        .reportWrite, at: .init(file: path), "the report can't be written", found: found,
        next: "Look at the folder's permissions and the room on its disk; what stood there is as it was.")
    }
    written.append(path)
    bytes += content.count
  }
}
