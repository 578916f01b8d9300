import Glibc

/// What the file system says of a file's content without reading it.
struct FileStamp: Sendable, Hashable {
  let size: Int64
  let modified: Int64
  let inode: UInt64
  /// When anything of it changed, which nobody can set back: a copy that keeps the old time is seen by it. Of our
  /// own files, of which a second name is such a change, their permissions.
  let changed: Int64

  static let none = FileStamp(size: -1, modified: 0, inode: 0, changed: 0)

  init(size: Int64, modified: Int64, inode: UInt64, changed: Int64) {
    self.size = size
    self.modified = modified
    self.inode = inode
    self.changed = changed
  }

  /// Of a file that somebody else writes.
  init(source status: stat) {
    self.init(
      size: Int64(status.st_size), modified: Self.nanoseconds(status.st_mtim), inode: UInt64(status.st_ino),
      changed: Self.nanoseconds(status.st_ctim))
  }

  /// Of a file that we have written.
  init(own status: stat) {
    self.init(
      size: Int64(status.st_size), modified: Self.nanoseconds(status.st_mtim), inode: UInt64(status.st_ino),
      changed: Int64(status.st_mode & 0o7777))
  }

  /// Of somebody's file as it is now, through links; none where it is not there.
  init(of path: String) {
    var status = stat()
    self = stat(path, &status) == 0 ? FileStamp(source: status) : .none
  }

  /// Whether a change after a moment will be seen, since the file did not change just before it.
  func isSettled(at moment: Int64) -> Bool { max(modified, changed) < moment }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// Nanoseconds before a moment within which a file may change again without its time changing.
  static let settling: Int64 = 2_000_000_000

  /// The clock that files' times are taken from.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
