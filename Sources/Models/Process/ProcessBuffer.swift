import Glibc

/// Bytes to and from a program; grows, and never shrinks.
final class ProcessBuffer {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private(set) var capacity: Int

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  func removeAll() { count = 0 }

  /// Drops bytes from the front.
  func removeFirst(_ dropped: Int) {
    precondition(dropped <= count)
    count -= dropped
    base.update(from: base + dropped, count: count)
  }

  func reserve(_ more: Int) {
    guard capacity - count < more else { return }
    let enlarged = max(capacity * 2, count + more)
    let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: enlarged)
    fresh.update(from: base, count: count)
    base.deallocate()
    base = fresh
    capacity = enlarged
  }

  /// Makes bytes that were written behind the end part of it.
  func extend(by more: Int) {
    precondition(more <= capacity - count)
    count += more
  }

  func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    UnsafeMutableRawPointer(base + count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

  /// The shortest decimal that reads back as the same number; whole numbers keep their point: "3.0".
  func append(number: Double) {
    reserve(32)
    withExtendedLifetime(self) {
      var sink = Sink(buffer: .passUnretained(self))
      number.write(to: &sink)
    }
  }

  func append(integer: Int64) {
    withExtendedLifetime(self) {
      var rest = integer.magnitude
      reserve(20)
      if integer < 0 { append(0x2D) }
      let first = count
      repeat {
        append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      } while rest != 0
      var digits = UnsafeMutableBufferPointer(start: base + first, count: count - first)
      digits.reverse()
    }
  }

  /// Where the standard library writes a number's digits, without a `String` in between.
  private struct Sink: TextOutputStream {
    /// Outlives the sink; not counted, since a sink is made for each number.
    let buffer: Unmanaged<ProcessBuffer>

    mutating func write(_ string: String) {
      buffer._withUnsafeGuaranteedRef { $0.append(Array(string.utf8)) }
    }

    mutating func _writeASCII(_ bytes: UnsafeBufferPointer<UInt8>) {
      buffer._withUnsafeGuaranteedRef { $0.append(UnsafeRawBufferPointer(bytes)) }
    }
  }
}
