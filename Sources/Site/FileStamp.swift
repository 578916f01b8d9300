import Glibc

/// What the file system says of a file's content without reading it.
struct FileStamp: Sendable, Hashable {
  let size: Int64
  let modified: Int64
  let inode: UInt64

  static let none = FileStamp(size: -1, modified: 0, inode: 0)

  init(size: Int64, modified: Int64, inode: UInt64) {
    self.size = size
    self.modified = modified
    self.inode = inode
  }

  init(_ status: stat) {
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    inode = UInt64(status.st_ino)
  }

  /// Of a file as it is now, through links; none where it is not there.
  init(of path: String) {
    var status = stat()
    self = stat(path, &status) == 0 ? FileStamp(status) : .none
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
