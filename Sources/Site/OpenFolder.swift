import Glibc
import Markdown

/// A folder held open, so that files in it are named by their last part alone: the system then need not walk the whole
/// path for each of them. It is no link, and none leads to it from the folder that it is below.
final class OpenFolder {
  let descriptor: Int32
  private let path: String

  /// - Parameter folder: its path below the root, empty for the root itself.
  init(_ root: String, _ folder: String = "") throws(SystemFailure) {
    path = folder.isEmpty ? root : root + "/" + folder
    descriptor = Self.open(root, folder)
    guard descriptor >= 0 else { throw SystemFailure("open", path) }
  }

  deinit { close(descriptor) }

  /// The path of a file in it, for messages.
  func path(of name: String) -> String { path + "/" + name }

  /// A descriptor that whoever asks has to close; -1 with `errno` where there is no such folder.
  static func open(_ root: String, _ folder: String) -> Int32 {
    let flags = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    guard hasPath(root, folder) else { return -1 }
    if folder.isEmpty { return Glibc.open(root, O_RDONLY | flags) }
    var descriptor = Glibc.open(root, FileSystemCalls.pathOnly | flags)
    // By bytes, as the system does: a slash and an accent behind it are one character.
    let parts = folder.utf8.split(separator: UInt8(ascii: "/")).map { String($0) ?? "" }
    for (place, part) in parts.enumerated() where descriptor >= 0 {
      let isLast = place == parts.count - 1
      let next = openat(descriptor, part, (isLast ? O_RDONLY : FileSystemCalls.pathOnly) | flags)
      let failure = errno
      close(descriptor)
      errno = failure
      descriptor = next
    }
    return descriptor
  }

  /// Whether a path is no longer than the system takes: what has none could be made part by part, and not be read. False
  /// with `errno`.
  static func hasPath(_ root: String, _ folder: String) -> Bool {
    if root.utf8.count + 1 + folder.utf8.count < PATH_MAX { return true }
    errno = ENAMETOOLONG
    return false
  }

  /// The name of what a folder lists, as its bytes are.
  static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
  }
}
