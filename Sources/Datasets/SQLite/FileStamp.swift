#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Diagnostics

/// What the file system tells about a file without reading it: size, time of change, inode.
package struct FileStamp: Sendable, Hashable {
  package let size: Int
  /// Nanoseconds since 1970.
  package let modified: Int
  package let inode: UInt64
  package let device: UInt64

  /// nil where there is no such file.
  package init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Of an open file; nil where the descriptor is not one.
  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    size = Int(status.st_size)
    modified = Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    inode = UInt64(status.st_ino)
    device = UInt64(truncatingIfNeeded: status.st_dev)
  }

  /// Canonical text for a `SourceStamp`.
  package var text: String { "size \(size) modified \(modified) inode \(inode)" }
}
