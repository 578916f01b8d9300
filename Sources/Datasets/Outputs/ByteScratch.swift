/// Bytes that grow and are used again: the scratch of one worker.
///
/// Behind the last byte there is always room for eight more, so that a reader may look at whole words.
final class ByteScratch {
  private(set) var base: UnsafeMutableRawPointer
  private(set) var capacity: Int
  var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    base = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { base.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  func removeAll() { count = 0 }

  /// Makes room for so many more bytes. Pointers into it are good until the next call.
  @inline(__always)
  func reserve(_ more: Int) {
    if count + more + 8 > capacity { grow(to: count + more + 8) }
  }

  @inline(never)
  private func grow(to needed: Int) {
    let enlarged = max(needed, capacity * 2)
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: enlarged, alignment: 16)
    fresh.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = fresh
    capacity = enlarged
  }

  @inline(__always)
  func append(_ byte: UInt8) {
    reserve(1)
    base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  @inline(__always)
  func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  @inline(__always)
  func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

  func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// An integer or the bits of a number, 8 bytes in the machine's own order.
  @inline(__always)
  func append(bits: UInt64) {
    reserve(8)
    (base + count).storeBytes(of: bits, as: UInt64.self)
    count += 8
  }

  @inline(__always)
  func append(bits: UInt32) {
    reserve(4)
    (base + count).storeBytes(of: bits, as: UInt32.self)
    count += 4
  }
}
