import Diagnostics
import Glibc

/// A program's private copy of its files, in a folder of its own under TMPDIR that is removed with it.
///
/// Its lock is held as long as it is in use: a folder without one was left by a crash, and is swept.
final class ProcessFolder {
  private static let prefix = "scorebook-process-"
  /// **Units:** seconds; a folder this young may not have its lock yet.
  static let settling = 60

  let path: String
  /// Where the files are and the program runs.
  var files: String { "\(path)/files" }
  private let lock: Int32

  /// `program` is the file that must be executable, if any.
  init(_ files: [(name: String, bytes: [UInt8])], program: String) throws(Diagnostic) {
    let place = ProcessFolder.temporary
    _ = ProcessFolder.swept
    var template = Array("\(place)/\(ProcessFolder.prefix)XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw ProcessFolder.failure("make a folder in", place) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    lock = open("\(path)/lock", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    // `self` is whole from here on: what is thrown below still removes the folder.
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw ProcessFolder.failure("make a file in", path)
    }
    guard mkdir("\(path)/files", 0o700) == 0 else { throw ProcessFolder.failure("make a folder in", path) }
    for file in files { try write(file, mode: file.name == program ? 0o700 : 0o600) }
  }

  deinit {
    ProcessFolder.remove(path)
    if lock >= 0 { close(lock) }
  }

  private func write(_ file: (name: String, bytes: [UInt8]), mode: mode_t) throws(Diagnostic) {
    var folder = files
    for part in file.name.split(separator: "/").dropLast() {
      folder += "/\(part)"
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
        throw ProcessFolder.failure("make a folder in", files)
      }
    }
    let descriptor = open(
      "\(files)/\(file.name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw ProcessFolder.failure("make a file in", files) }
    defer { close(descriptor) }
    var written = 0
    let isWhole = file.bytes.withUnsafeBytes { bytes in
      while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        written += count
      }
      return true
    }
    guard isWhole else { throw ProcessFolder.failure("write in", files) }
  }

  static var temporary: String {
    guard let value = getenv("TMPDIR") else { return "/tmp" }
    let path = String(cString: value)
    return path.hasPrefix("/") ? path : "/tmp"
  }

  private static func failure(_ what: String, _ path: String) -> Diagnostic {
    Diagnostic(
      .processFolder, .failure, "can't \(what) \(path): \(String(cString: strerror(errno)))",
      next: "A process model needs room for a copy of its files there; TMPDIR names another place.")
  }

  /// Sweeps once in a program's life.
  private static let swept: Void = sweep(temporary, settling: settling)

  /// Removes folders of ours that nobody uses.
  static func sweep(_ place: String, settling: Int) {
    guard let folder = opendir(place) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = ProcessFolder.name(entry)
      guard name.hasPrefix(prefix) else { continue }
      let path = "\(place)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(),
        time(nil) - status.st_mtim.tv_sec >= settling
      else { continue }
      let lock = open("\(path)/lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      if lock < 0, errno != ENOENT { continue }
      if lock < 0 || flock(lock, LOCK_EX | LOCK_NB) == 0 { remove(path) }
      if lock >= 0 { close(lock) }
    }
  }

  /// Removes a folder and what is in it, links themselves and not what they lead to.
  private static func remove(_ path: String, depth: Int = 0) {
    // A program may have taken its own rights away.
    chmod(path, 0o700)
    if depth < 64, let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = ProcessFolder.name(entry)
        if name == "." || name == ".." { continue }
        let inner = "\(path)/\(name)"
        var status = stat()
        guard lstat(inner, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          remove(inner, depth: depth + 1)
        } else {
          unlink(inner)
        }
      }
      closedir(folder)
    }
    rmdir(path)
  }

  private static func name(_ entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
