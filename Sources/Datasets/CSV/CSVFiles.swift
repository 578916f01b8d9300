package import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files that a path of `scorebook.yaml` names.
package enum CSVFiles {
  /// Puts the date for `:date`, then expands `*`, `?` and `[…]`; sorted by bytes. `-` is standard input.
  ///
  /// - Parameter date: ISO date; nil where a path must not depend on one.
  /// - Throws: `csv-no-match` when nothing matches, `csv-no-date` for `:date` without a date.
  package static func expand(pattern: String, date: String?) throws(Diagnostic) -> [String] {
    if pattern == "-" { return ["-"] }
    let path = try substitute(pattern, date: date)
    guard path.utf8.contains(where: { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B }), !exists(path) else {
      guard exists(path) else { throw nothing(pattern, path) }
      return [path]
    }
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(path, GLOB_NOSORT, nil, &result) == 0 else { throw nothing(pattern, path) }
    var files: [String] = []
    for index in 0..<Int(result.gl_pathc) {
      guard let match = result.gl_pathv[index] else { continue }
      let file = String(cString: match)
      if !isFolder(file) { files.append(file) }
    }
    guard !files.isEmpty else { throw nothing(pattern, path) }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func substitute(_ pattern: String, date: String?) throws(Diagnostic) -> String {
    let placeholder = DatePlaceholder(pattern)
    guard placeholder.isPresent else { return pattern }
    guard let date else {
      throw Diagnostic(
        .csvNoDate, .configuration, "the path '\(pattern)' needs a date and there is none",
        next: "Give --date, or read the dataset in a job that runs by date.")
    }
    return placeholder.path(date: date)
  }

  private static func nothing(_ pattern: String, _ path: String) -> Diagnostic {
    let isPattern = pattern != path ? " ('\(pattern)')" : ""
    return Diagnostic(
      .csvNoMatch, .failure, "no file matches '\(path)'\(isPattern)",
      next: "Check the path, and whether the file has been delivered.")
  }

  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

extension Diagnostic.Identifier {
  package static let csvNoMatch = Self("csv-no-match")
  package static let csvNoDate = Self("csv-no-date")
}
