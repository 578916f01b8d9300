import Glibc

/// What somebody else hands to this process.
enum StandardInput {
  /// All of it, at most `limit` bytes.
  static func bytes(limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1 << 20)
    var part = [UInt8](repeating: 0, count: 1 << 20)
    while bytes.count < limit {
      let wanted = min(part.count, limit - bytes.count)
      let count = part.withUnsafeMutableBytes { part in read(STDIN_FILENO, part.baseAddress, wanted) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += part[..<count]
    }
    return bytes
  }
}
