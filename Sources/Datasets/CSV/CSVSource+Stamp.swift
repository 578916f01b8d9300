package import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension CSVSource {
  /// Path, size, times and inode of each file, the dialect and the declared columns.
  ///
  /// **Throws** for standard input, whose rows nothing can tell before they are read.
  package func stamp() throws(Diagnostic) -> SourceStamp {
    guard input == nil else {
      throw Diagnostic(
        .csvNoStamp, .failure, "standard input has no stamp",
        next: "Write it to a file and name that in the workspace.")
    }
    var lines: [String] = []
    for file in files {
      var status = stat()
      guard stat(file, &status) == 0 else {
        throw DescriptorBytes.unopened("can't be looked at", file, errno)
      }
      #if canImport(Glibc)
        let modified = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        let changed = (status.st_ctim.tv_sec, status.st_ctim.tv_nsec)
      #else
        let modified = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
        let changed = (status.st_ctimespec.tv_sec, status.st_ctimespec.tv_nsec)
      #endif
      lines.append(
        "file \(CSVSource.quoted(file)) size \(status.st_size) modified \(modified.0).\(modified.1)"
          + " changed \(changed.0).\(changed.1) inode \(status.st_dev).\(status.st_ino)")
    }
    let quote = dialect.quote.map { "\($0)" } ?? "none"
    lines.append(
      "dialect delimiter \(dialect.delimiter) quote \(quote) header \(dialect.header)"
        + " encoding \(dialect.encoding.rawValue) decimal \(dialect.decimal)")
    lines += dialect.missingValues.map { "missing \(CSVSource.quoted($0))" }
    lines += declared.map { "column \(CSVSource.quoted($0.name)) \($0.kind.rawValue)" }
    return SourceStamp(lines.joined(separator: "\n"))
  }

  /// The text behind its length, so that no text can pass for another.
  private static func quoted(_ text: String) -> String { "\(text.utf8.count):\(text)" }
}

extension Diagnostic.Identifier {
  package static let csvNoStamp = Self("csv-no-stamp")
}
