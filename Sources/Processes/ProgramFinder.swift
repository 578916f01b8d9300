import Glibc

/// Where programs lie.
package enum ProgramFinder {
  /// The path of a program: a path as it stands, or the first that has the name in the folders of a list as in `PATH`;
  /// folders that are not absolute are passed over.
  package static func path(of name: String, in list: String?) -> String? {
    if name.contains("/") { return isProgram(name) ? name : nil }
    guard !name.isEmpty else { return nil }
    return (list ?? "/usr/bin:/bin").split(separator: ":").filter { $0.hasPrefix("/") }
      .map { "\($0)/\(name)" }.first(where: isProgram)
  }

  /// Whether it is a file that may be run.
  package static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }
}
