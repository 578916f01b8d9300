import Foundation

/// Locks of this process, as the kernel lists them.
enum Locks {
  /// How many it holds on a file.
  static func held(on path: String) -> Int {
    var status = stat()
    guard stat(path, &status) == 0, let list = list() else { return 0 }
    // 1: POSIX  ADVISORY  WRITE 712 fd:00:1054 0 EOF
    return list.split(separator: "\n").count { line in
      let fields = line.split(separator: " ")
      return fields.contains { $0 == "\(getpid())" } && fields.contains { $0.hasSuffix(":\(status.st_ino)") }
    }
  }

  /// It comes in pieces of any size: only an empty one is the end, which Foundation takes a short one for.
  private static func list() -> String? {
    let descriptor = open("/proc/locks", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &piece, piece.count)
      guard count > 0 else { return count == 0 ? String(decoding: bytes, as: UTF8.self) : nil }
      bytes += piece[..<count]
    }
  }
}
