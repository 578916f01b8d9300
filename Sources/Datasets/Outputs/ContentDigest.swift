#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Diagnostics
import Tabular

/// A digest of a file's bytes in their order, the same however they were written.
///
/// Not cryptographic: it tells whether a file is the one that was committed.
struct ContentDigest {
  private static let blockSize = 1 << 16
  private let block = ByteScratch(capacity: blockSize)
  private let chain = ByteScratch(capacity: 64)
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var offset = 0
    while offset < bytes.count {
      let piece = min(ContentDigest.blockSize - block.count, bytes.count - offset)
      block.append(UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + piece)]))
      offset += piece
      if block.count == ContentDigest.blockSize { closeBlock() }
    }
  }

  private mutating func closeBlock() {
    let hash = RowDigest.hash(block.bytes)
    block.removeAll()
    chain.removeAll()
    for word in [low, high, hash.low, hash.high] { chain.append(bits: word) }
    (low, high) = RowDigest.hash(chain.bytes)
  }

  /// 32 hexadecimal digits. Nothing may be added afterwards.
  mutating func finish() -> String {
    closeBlock()
    let words = [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    return words.joined()
  }

  /// Of a whole file; nil where it can't be read.
  static func ofFile(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var digest = ContentDigest()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let got = read(descriptor, buffer.baseAddress, buffer.count)
      if got < 0, errno == EINTR { continue }
      if got < 0 { return nil }
      if got == 0 { return digest.finish() }
      digest.add(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
    }
  }
}
