import Diagnostics
import Glibc

/// What a model's program complained of, kept beside the book for whoever looks into a failed run.
///
/// It may quote rows, which belong into no log: the file is for the workspace's owner alone.
struct ComplaintFile {
  /// Files that are kept; the oldest go first.
  private static let most = 100

  /// `.scorebook/complaints` of the workspace.
  let folder: String

  /// Keeps the aside of a run's failure, and says where instead of it.
  ///
  /// A failure that can't be kept still has it: what went wrong matters more than that.
  func keep(_ failure: Diagnostic, run: String, showsValues: Bool) -> Diagnostic {
    guard let aside = failure.aside else { return failure }
    let path = "\(folder)/\(run).log"
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { return failure }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return failure }
    defer { close(descriptor) }
    var rest = Array("\(aside)\n".utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        unlink(path)
        return failure
      }
      rest = rest.dropFirst(count)
    }
    sweep()
    let next = "What the program wrote to standard error is kept in \(path)."
    return failure.adding(next: next, keepsAside: showsValues)
  }

  /// Names of runs sort by time.
  private func sweep() {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".log") { names.append(name) }
    }
    for name in names.sorted().dropLast(ComplaintFile.most) { unlink("\(folder)/\(name)") }
  }
}
