import Glibc

/// The mount that an open folder is reached by. What is mounted in a folder of ours is not ours, also where it is another
/// part of the same file system, whose device has the same number.
struct Mount: Sendable, Equatable {
  private let device: dev_t
  /// Nil where the system doesn't tell; devices alone are then told apart.
  private let number: UInt64?

  init(of descriptor: Int32, _ status: stat) {
    device = status.st_dev
    number = Self.number(of: descriptor)
  }

  /// Nil where the descriptor is none.
  init?(of descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(of: descriptor, status)
  }

  private static func number(of descriptor: Int32) -> UInt64? {
    if let call {
      var status = [UInt64](repeating: 0, count: size / 8)
      if call(descriptor, "", emptyPath, wanted, &status) == 0,
        status.withUnsafeBytes({ $0.load(as: UInt32.self) }) & wanted != 0
      {
        return status[place / 8]
      }
    }
    // Before Linux 5.8.
    let told = (try? SystemFile.read("/proc/self/fdinfo/\(descriptor)", expected: 1 << 10)) ?? []
    let line = told.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: "mnt_id:".utf8) }
    return line.flatMap { UInt64(String(decoding: $0.filter { 48...57 ~= $0 }, as: UTF8.self)) }
  }

  /// The folders and files within a folder that others are mounted at, as far as the system tells.
  ///
  /// **Source:** proc_pid_mountinfo(5): the fifth field is the path, with a backslash and three octal digits for blanks,
  /// line ends and backslashes.
  static func paths(within folder: String) -> [String] {
    // It comes in pieces of any size: only the last, which is empty, tells that it is all.
    let told = (try? SystemFile.read("/proc/self/mountinfo", expected: 0)) ?? []
    let start = Array((folder.hasSuffix("/") ? folder : folder + "/").utf8)
    return told.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
      guard fields.count > 4 else { return nil }
      let path = unescaped(fields[4])
      return path.starts(with: start) ? String(decoding: path, as: UTF8.self) : nil
    }
  }

  private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.count > 2,
        let number = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
      {
        bytes.append(number)
        rest.removeFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  private typealias Call =
    @Sendable @convention(c) (
      Int32, UnsafePointer<CChar>, Int32, UInt32, UnsafeMutableRawPointer
    ) -> Int32
  /// The C library has it, and its headers show it to GNU sources only.
  private static let call: Call? = dlsym(nil, "statx").map { unsafeBitCast($0, to: Call.self) }

  // **Source:** statx(2); the same on all architectures: `AT_EMPTY_PATH`, `STATX_MNT_ID`, the size of `struct statx` and
  // the place of `stx_mnt_id` in it, which begins with `stx_mask`.
  private static let emptyPath: Int32 = 0x1000
  private static let wanted: UInt32 = 0x1000
  private static let size = 256
  private static let place = 144
}
