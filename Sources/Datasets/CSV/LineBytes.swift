import Diagnostics

/// The lines of a stream, each with the LF, CRLF or CR that ends it; the last one gets an LF if it has none.
final class LineBytes {
  enum Found { case line, end, tooLong }

  private let stream: ByteStream
  private let limit: Int
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
  private var position = 0
  private var filled = 0
  private var hasEnded = false

  init(_ stream: ByteStream, limit: Int) {
    self.stream = stream
    self.limit = limit
  }

  deinit { buffer.deallocate() }

  var isAtEnd: Bool { hasEnded && position == filled }

  /// Appends the next line; stops early when the bytes have become more than the limit.
  func take(into bytes: inout [UInt8]) throws(Diagnostic) -> Found {
    let before = bytes.count
    while try refill() {
      var end = position
      while end < filled, buffer[end] != 0x0A, buffer[end] != 0x0D { end += 1 }
      bytes.append(contentsOf: buffer[position..<end])
      position = end
      if end < filled {
        let terminator = buffer[end]
        bytes.append(terminator)
        position += 1
        if terminator == 0x0D, try refill(), buffer[position] == 0x0A {
          bytes.append(0x0A)
          position += 1
        }
        return .line
      }
      if bytes.count > limit { return .tooLong }
    }
    guard bytes.count > before else { return .end }
    bytes.append(0x0A)
    return .line
  }

  /// Whether there is a byte at `position`.
  private func refill() throws(Diagnostic) -> Bool {
    if position < filled { return true }
    if hasEnded { return false }
    filled = try stream.read(into: buffer)
    position = 0
    hasEnded = filled == 0
    return !hasEnded
  }
}
