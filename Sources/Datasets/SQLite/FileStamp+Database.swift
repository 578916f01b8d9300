import Diagnostics
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FileStamp {
  /// Everything about a SQLite file that changes when its rows change: the file, its write-ahead log, and the
  /// change counter in the header (bytes 24 to 27).
  ///
  /// **Source:** sqlite.org, Database File Format, 1.3.8 File change counter.
  static func ofDatabase(_ path: String) throws(Diagnostic) -> String {
    guard let file = FileStamp(path: path) else {
      throw Diagnostic(
        .sqlOpen, at: Diagnostic.Place(file: path), "database is not there",
        next: "Check the path, or run what makes it first.")
    }
    var lines = ["sqlite \(path)", file.text, "counter \(changeCounter(of: path))"]
    if let log = FileStamp(path: path + "-wal"), log.size > 0 { lines.append("wal \(log.text)") }
    return lines.joined(separator: "\n")
  }

  private static func changeCounter(of path: String) -> UInt32 {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    var counter: UInt32 = 0
    guard pread(descriptor, &counter, 4, 24) == 4 else { return 0 }
    return UInt32(bigEndian: counter)
  }
}
