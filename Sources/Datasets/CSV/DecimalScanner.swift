/// Decimal numbers in cells, quickly: digits eight at a time, then the exact double.
///
/// **Source:** a mantissa up to 2^53 and a power of ten up to 22 give one exact division or product
/// (Clinger 1990); up to 19 digits go by one 128-bit product (Lemire, "Number parsing at a gigabyte per
/// second", 2021; Mushtak and Lemire 2023 for why it never needs a second look). All else is left to
/// `DecimalText`.
final class DecimalScanner {
  private static let lowest = -27
  private static let highest = 55
  private let mark: UInt8
  /// 10^0 … 10^22.
  let powers: UnsafeMutablePointer<Double>
  /// 10^0 … 10^19.
  let whole: UnsafeMutablePointer<UInt64>
  /// 5^q for q from `lowest`, normalised to 128 bits; negative powers rounded up.
  private let fives: UnsafeMutablePointer<UInt128>

  init(mark: UInt8) {
    self.mark = mark
    powers = .allocate(capacity: 23)
    whole = .allocate(capacity: 20)
    fives = .allocate(capacity: DecimalScanner.highest - DecimalScanner.lowest + 1)
    var power = 1.0
    for index in 0...22 {
      (powers + index).initialize(to: power)
      power *= 10
    }
    var ten: UInt64 = 1
    for index in 0...19 {
      (whole + index).initialize(to: ten)
      ten = ten &* 10
    }
    for exponent in DecimalScanner.lowest...DecimalScanner.highest {
      (fives + exponent - DecimalScanner.lowest).initialize(to: DecimalScanner.five(exponent))
    }
  }

  deinit {
    powers.deallocate()
    whole.deallocate()
    fives.deallocate()
  }

  private static func five(_ exponent: Int) -> UInt128 {
    var power: UInt128 = 1
    for _ in 0..<abs(exponent) { power *= 5 }
    if exponent >= 0 { return power << UInt128(power.leadingZeroBitCount) }
    // floor(2^(width + 127) / 5^n) + 1, by long division; 5^27 has 63 bits.
    var remainder: UInt128 = 1
    var quotient: UInt128 = 0
    let width = 128 - power.leadingZeroBitCount
    for _ in 0..<width + 127 {
      remainder <<= 1
      quotient <<= 1
      if remainder >= power {
        remainder -= power
        quotient |= 1
      }
    }
    return quotient + 1
  }

  /// The number at the front of the bytes, and where it stops; nil where the careful way must look.
  /// Sixteen bytes behind the number can be read.
  func scan(_ start: UnsafePointer<UInt8>) -> (value: Double, stop: UnsafePointer<UInt8>)? {
    var cursor = start
    let negative = cursor.pointee == 0x2D
    if negative || cursor.pointee == 0x2B { cursor += 1 }
    var mantissa: UInt64 = 0
    let first = cursor
    cursor = digits(cursor, &mantissa)
    var count = cursor - first
    var exponent = 0
    if cursor.pointee == mark {
      cursor += 1
      let fraction = cursor
      cursor = digits(cursor, &mantissa)
      exponent = fraction - cursor
      count -= exponent
    }
    guard count > 0, count <= 19 else { return nil }
    if cursor.pointee | 0x20 == 0x65 {
      cursor += 1
      let down = cursor.pointee == 0x2D
      if down || cursor.pointee == 0x2B { cursor += 1 }
      var written = 0
      let exponentStart = cursor
      while cursor.pointee &- 0x30 <= 9 {
        guard cursor - exponentStart < 5 else { return nil }
        written = written * 10 + Int(cursor.pointee &- 0x30)
        cursor += 1
      }
      guard cursor > exponentStart else { return nil }
      exponent += down ? -written : written
    }
    guard let value = double(mantissa, exponent) else { return nil }
    return (negative ? -value : value, cursor)
  }

  /// Takes digits into the mantissa, which wraps beyond 19.
  @inline(__always)
  private func digits(_ start: UnsafePointer<UInt8>, _ mantissa: inout UInt64) -> UnsafePointer<UInt8> {
    var cursor = start
    while true {
      let word = DecimalScanner.load(cursor)
      let count = DecimalScanner.digitCount(word)
      if count == 8 {
        mantissa = mantissa &* 100_000_000 &+ DecimalScanner.eight(word)
        cursor += 8
        // A cell of digits only may be long; what is beyond 19 is not used.
        if cursor - start > 24 { return cursor }
        continue
      }
      if count > 0 {
        mantissa = mantissa &* whole[count] &+ DecimalScanner.eight(word &<< UInt64(64 - 8 * count))
      }
      return cursor + count
    }
  }

  /// Eight bytes, each less '0'.
  @inline(__always)
  static func load(_ start: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)) ^ 0x3030_3030_3030_3030
  }

  /// How many of the bytes that `load` gave are digits before the first that is none.
  @inline(__always)
  static func digitCount(_ word: UInt64) -> Int {
    let others = ((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676 | word) & 0x8080_8080_8080_8080
    return others.trailingZeroBitCount >> 3
  }

  /// Whether all bytes that `load` gave are digits.
  @inline(__always)
  static func areDigits(_ word: UInt64) -> Bool {
    ((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676 | word) & 0x8080_8080_8080_8080 == 0
  }

  /// The number of eight digits, the first in the lowest byte.
  @inline(__always)
  static func eight(_ word: UInt64) -> UInt64 {
    let pairs = (word &* (1 + 10 << 8)) >> 8 & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* (1 + 100 << 16)) >> 16 & 0x0000_FFFF_0000_FFFF
    return (fours &* (1 + 10_000 << 32)) >> 32
  }

  /// mantissa × 10^exponent, correctly rounded; nil outside the tables.
  @inline(__always)
  private func double(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    if mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
      return exponent < 0 ? Double(mantissa) / powers[-exponent] : Double(mantissa) * powers[exponent]
    }
    return mantissa == 0 ? 0 : wide(mantissa, exponent)
  }

  private func wide(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    guard exponent >= DecimalScanner.lowest, exponent <= DecimalScanner.highest else { return nil }
    let shift = mantissa.leadingZeroBitCount
    let normal = mantissa << UInt64(shift)
    let five = fives[exponent - DecimalScanner.lowest]
    var product = normal.multipliedFullWidth(by: UInt64(truncatingIfNeeded: five >> 64))
    if product.high & 0x1FF == 0x1FF {
      let second = normal.multipliedFullWidth(by: UInt64(truncatingIfNeeded: five))
      let (low, carry) = product.low.addingReportingOverflow(second.high)
      product = (product.high &+ (carry ? 1 : 0), low)
    }
    let upper = Int(product.high >> 63)
    let drop = UInt64(upper + 9)
    var bits = product.high >> drop
    var power = ((152_170 + 65_536) * exponent) >> 16 + 63 + upper - shift + 1023
    // Exactly between two doubles: the even one.
    if product.low <= 1, exponent >= -4, exponent <= 23, bits & 3 == 1, bits << drop == product.high {
      bits &= ~1
    }
    bits = (bits + bits & 1) >> 1
    if bits >= 1 << 53 {
      bits = 1 << 52
      power += 1
    }
    guard power > 0, power < 0x7FF else { return nil }
    return Double(bitPattern: UInt64(power) << 52 | bits & ~(1 << 52))
  }
}
