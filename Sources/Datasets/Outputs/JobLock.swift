#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
package import Diagnostics

extension Diagnostic.Identifier {
  package static let jobLocked = Self("job-locked")
}

/// Only one run of a job at a time; given back when the object or the process ends, however it ends.
package final class JobLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of a job in a folder of locks, or throws: it waits for no run, only for who just looks whether
  /// there is one.
  ///
  /// **Throws** `job-locked` (exit 75) naming who holds it.
  package init(job: String, folder: String) throws(Diagnostic) {
    try Folder.create(folder, mode: 0o700)
    let path = "\(folder)/\(job).lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Folder.ioError(errno, path: path) }
    var isTaken = flock(descriptor, LOCK_EX | LOCK_NB) == 0
    for _ in 0..<5 where !isTaken && errno == EWOULDBLOCK {
      usleep(10_000)
      isTaken = flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }
    guard isTaken else {
      let code = errno
      let holder = JobLock.holder(descriptor)
      close(descriptor)
      guard code == EWOULDBLOCK else { throw Folder.ioError(code, path: path) }
      throw Diagnostic(
        .jobLocked, .notNow, at: Diagnostic.Place(file: path), "job '\(job)' is running already",
        found: holder.isEmpty ? nil : "process \(holder)", next: "Wait until it has finished.")
    }
    // Only told to people: the lock is the kernel's.
    let holder = Array("\(getpid())\n".utf8)
    if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, holder, holder.count, 0) }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Whether a run of the job is at work, as its lock tells; nil where the lock can't be looked at.
  package static func isHeld(job: String, folder: String) -> Bool? {
    let descriptor = open("\(folder)/\(job).lock", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno == ENOENT ? false : nil }
    defer { close(descriptor) }
    // Given back at once: whoever wants to run meanwhile waits that long.
    if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return false }
    return errno == EWOULDBLOCK ? true : nil
  }

  /// Jobs whose lock a run holds, sorted.
  package static func held(in folder: String) -> [String] {
    Folder.names(in: folder).filter { $0.hasSuffix(".lock") }.map { String($0.dropLast(5)) }
      .filter { isHeld(job: $0, folder: folder) == true }.sorted()
  }

  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    let got = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(got, 0)).filter { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self)
  }
}
