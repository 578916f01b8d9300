/// Numbers as decimal text, byte by byte: the shortest that reads back as the same number.
///
/// Whole numbers keep their point, "3.0" as Python and pandas write them. NaN writes nothing.
extension ByteScratch {
  func append(number: Double) {
    if number.isNaN { return }
    let whole = Int64(truncatingIfNeeded: number.magnitude < 1e15 ? Int(number) : 0)
    if Double(whole) == number, whole != 0 {
      append(integer: whole)
      append(0x2E)
      append(0x30)
      return
    }
    reserve(32)
    withExtendedLifetime(self) {
      var sink = ByteSink(scratch: .passUnretained(self))
      number.write(to: &sink)
    }
  }

  func append(integer: Int64) {
    reserve(20)
    var rest = integer.magnitude
    var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
    withUnsafeMutableBytes(of: &digits) { buffer in
      var start = buffer.count
      repeat {
        let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
        start -= 1
        buffer[start] = 0x30 + UInt8(truncatingIfNeeded: remainder)
        rest = quotient
      } while rest != 0
      if integer < 0 {
        start -= 1
        buffer[start] = 0x2D
      }
      append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[start...]))
    }
  }
}

/// Where the standard library writes a number's digits, without a `String` in between.
private struct ByteSink: TextOutputStream {
  /// Outlives the sink; not counted, since a sink is made for each number.
  let scratch: Unmanaged<ByteScratch>

  mutating func write(_ string: String) { scratch._withUnsafeGuaranteedRef { $0.append(string) } }

  /// The standard library hands ASCII to this requirement directly; where it does not, `write` does the same.
  mutating func _writeASCII(_ buffer: UnsafeBufferPointer<UInt8>) {
    scratch._withUnsafeGuaranteedRef { $0.append(UnsafeRawBufferPointer(buffer)) }
  }
}
