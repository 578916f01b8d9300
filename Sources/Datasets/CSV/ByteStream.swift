import Diagnostics

/// Bytes in the order of their file, once, forwards.
class ByteStream {
  /// Fills the front of the buffer and gives how many bytes; 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int { 0 }

  /// Reads until the buffer is full or the stream has ended.
  final func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      if count == 0 { break }
      filled += count
    }
    return filled
  }
}

/// Bytes that have already been looked at, before those of another stream.
final class PrefixedBytes: ByteStream {
  private var prefix: [UInt8]
  private var position = 0
  private let rest: ByteStream

  init(_ prefix: [UInt8], _ rest: ByteStream) {
    self.prefix = prefix
    self.rest = rest
  }

  override func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    guard position < prefix.count else { return try rest.read(into: buffer) }
    let count = min(buffer.count, prefix.count - position)
    prefix.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
    }
    position += count
    return count
  }
}
