import Glibc

/// Calls that the C library has and its headers show to GNU sources only; where it lacks them, there is another way.
enum FileSystemCalls {
  private typealias Exchange =
    @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
  private typealias Flush = @convention(c) (Int32) -> Int32
  private static let exchangeFlag: UInt32 = 2

  /// Opens a file's place without the right to read it.
  ///
  /// **Source:** open(2), `O_PATH`; the same on all architectures that Swift builds for on Linux.
  static let pathOnly: Int32 = 0o10_000_000

  /// What new files may not be, as it was when it was first asked for. The kernel tells it beside the call that sets it,
  /// for all threads; where it does not, that call is all there is.
  static let mask: mode_t = {
    let status = (try? SystemFile.read("/proc/self/status", expected: 1 << 12)) ?? []
    let line = status.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: "Umask:".utf8) }
    if let line,
      let mask = mode_t(
        String(decoding: line.filter { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }, as: UTF8.self),
        radix: 8)
    {
      return mask
    }
    let mask = umask(0o077)
    umask(mask)
    return mask
  }()

  /// Exchanges two paths in one step.
  ///
  /// **Source:** renameat2(2), `RENAME_EXCHANGE`. False with `errno` where it can't; ENOSYS where there is none.
  static func exchange(_ one: String, _ other: String) -> Bool {
    guard let symbol = dlsym(nil, "renameat2") else {
      errno = ENOSYS
      return false
    }
    return unsafeBitCast(symbol, to: Exchange.self)(AT_FDCWD, one, AT_FDCWD, other, exchangeFlag) == 0
  }

  /// Brings everything written to the file system of a descriptor to the disk.
  ///
  /// **Source:** syncfs(2).
  static func flush(_ descriptor: Int32) -> Bool {
    guard let symbol = dlsym(nil, "syncfs") else {
      sync()
      return true
    }
    return unsafeBitCast(symbol, to: Flush.self)(descriptor) == 0
  }
}
