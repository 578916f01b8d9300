import Foundation

/// The lines of a file, read piece by piece; a line ends with a line feed, a return before it is left out.
final class FileLines {
  static let longest = 16 << 20

  private let descriptor: Int32
  private let isOurs: Bool
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// Whether the line that was given last has no end.
  private(set) var isOpenEnded = false

  /// **Throws** for a file that can't be opened.
  init(_ path: String) throws(Unreadable) {
    descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    isOurs = true
    guard descriptor >= 0 else { throw Unreadable(reason: String(cString: strerror(errno))) }
  }

  /// Standard input, or whatever else is open already.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    isOurs = false
  }

  deinit { if isOurs, descriptor >= 0 { close(descriptor) } }

  /// The next line without its end; nil after the last. **Throws** for one that is too long, and for a failing read.
  func next() throws(Unreadable) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        let line = buffer[start..<end]
        start = end + 1
        return line.last == 0x0D ? line.dropLast() : line
      }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        let line = buffer[start...]
        isOpenEnded = true
        start = buffer.count
        return line
      }
      guard buffer.count - start <= Self.longest else {
        throw Unreadable(reason: "a line longer than \(Self.longest) bytes")
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      try fill()
    }
  }

  private func fill() throws(Unreadable) {
    let size = 1 << 16
    var count = 0
    let piece = [UInt8](unsafeUninitializedCapacity: size) { bytes, filled in
      repeat { count = Glibc.read(descriptor, bytes.baseAddress, size) } while count < 0 && errno == EINTR
      filled = max(0, count)
    }
    guard count >= 0 else { throw Unreadable(reason: String(cString: strerror(errno))) }
    if count == 0 { isAtEnd = true }
    buffer += piece
  }
}
