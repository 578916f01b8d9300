import Glibc
import Workspace

/// What a model's program complained of, kept beside the book for whoever looks into the run: one that failed, whose
/// rows took the fallback, or whose shadow failed.
///
/// It may quote rows, which belong into no log: the file is for the workspace's owner alone, and goes after a while.
struct ComplaintFile {
  /// Files that are kept; the oldest go first.
  private static let most = 100
  /// Days that a file is kept.
  private static let mostDays = 30

  /// `.scorebook/complaints` of the workspace.
  let folder: String
  /// RFC 3339, UTC.
  let now: String

  /// Keeps what programs said in a run, and tells where; nil where there is nothing, or it can't be kept.
  func keep(_ complaints: [String], run: String) -> String? {
    guard !complaints.isEmpty, mkdir(folder, 0o700) == 0 || errno == EEXIST else { return nil }
    let path = "\(folder)/\(run).log"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var rest = Array((complaints.joined(separator: "\n\n") + "\n").utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        unlink(path)
        return nil
      }
      rest = rest.dropFirst(count)
    }
    sweep()
    return path
  }

  /// Removes what is too old or too much, by the names: those of runs begin with their day, and sort by time.
  func sweep() {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".log"), name.prefix(8).utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
        names.append(name)
      }
    }
    names.sort()
    let oldest = CalendarDate(String(now.prefix(10)))?.adding(days: -ComplaintFile.mostDays)
    let first = oldest?.description.filter { $0 != "-" } ?? ""
    let extra = names.count - ComplaintFile.most
    for (place, name) in names.enumerated() where place < extra || name.prefix(8) < first {
      unlink("\(folder)/\(name)")
    }
  }
}
