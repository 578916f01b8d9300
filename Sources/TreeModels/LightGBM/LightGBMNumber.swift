import Glibc

/// Numbers as LightGBM writes and reads them.
enum LightGBMNumber {
  /// A whole number in decimal digits, with a sign perhaps; nil for anything else.
  static func integer(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    guard index < range.upperBound else { return nil }
    let negative = bytes[index] == 0x2D
    if negative || bytes[index] == 0x2B { index += 1 }
    guard index < range.upperBound, range.upperBound - index <= 18 else { return nil }
    var value = 0
    while index < range.upperBound {
      let digit = Int(bytes[index]) - 0x30
      guard (0...9).contains(digit) else { return nil }
      value = value * 10 + digit
      index += 1
    }
    return negative ? -value : value
  }

  /// A correctly rounded decimal number, `inf` or `nan`; nil for anything else, hexadecimal included.
  ///
  /// **Shape:** the byte after the range is no part of a number; the file's text ends with NUL.
  static func double(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    guard !range.isEmpty, range.count <= 512 else { return nil }
    var hasDigit = false
    for index in range {
      switch bytes[index] {
      case 0x30...0x39: hasDigit = true
      case 0x2B, 0x2D, 0x2E, 0x45, 0x65: continue
      default: return special(bytes, range)
      }
    }
    guard hasDigit else { return nil }
    return bytes.withUnsafeBytes { raw -> Double? in
      guard let base = raw.baseAddress else { return nil }
      let start = base.assumingMemoryBound(to: CChar.self) + range.lowerBound
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod(start, &end)
      guard let end, UnsafePointer(end) == start + range.count else { return nil }
      return value
    }
  }

  private static func special(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    switch String(decoding: bytes[range], as: UTF8.self).lowercased() {
    case "inf", "+inf", "infinity": .infinity
    case "-inf", "-infinity": -.infinity
    case "nan", "-nan", "+nan": .nan
    default: nil
    }
  }

  /// A number as LightGBM's fast reader takes it, which is not always the nearest double.
  ///
  /// Parameters of objectives and gains of splits are read so; thresholds and leaf values are not.
  /// **Source:** LightGBM, `Common::Atof`.
  static func fast(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    guard double(bytes, range) != nil else { return nil }
    var index = range.lowerBound
    func digit() -> Double? {
      guard index < range.upperBound, (0x30...0x39).contains(bytes[index]) else { return nil }
      return Double(bytes[index] - 0x30)
    }
    let negative = bytes[index] == 0x2D
    if negative || bytes[index] == 0x2B { index += 1 }
    guard index < range.upperBound, bytes[index] < 0x41 || bytes[index] | 0x20 == 0x65 else {
      return bytes[index] | 0x20 == 0x69 ? (negative ? -1e308 : 1e308) : .nan
    }
    var value = 0.0
    while let next = digit() {
      value = value * 10 + next
      index += 1
    }
    if index < range.upperBound, bytes[index] == 0x2E {
      index += 1
      var right = 0.0
      var digits = 0
      while let next = digit() {
        right = next + right * 10
        digits += 1
        index += 1
      }
      value += right / power(10, digits)
    }
    guard index < range.upperBound, bytes[index] | 0x20 == 0x65 else { return negative ? -value : value }
    index += 1
    var divides = false
    if index < range.upperBound, bytes[index] == 0x2D || bytes[index] == 0x2B {
      divides = bytes[index] == 0x2D
      index += 1
    }
    var exponent = 0.0
    while let next = digit() {
      exponent = min(exponent * 10 + next, 308)
      index += 1
    }
    var scale = 1.0
    while exponent >= 50 {
      scale *= 1e50
      exponent -= 50
    }
    while exponent >= 8 {
      scale *= 1e8
      exponent -= 8
    }
    while exponent > 0 {
      scale *= 10
      exponent -= 1
    }
    let result = divides ? value / scale : value * scale
    return negative ? -result : result
  }

  /// **Source:** LightGBM, `Common::Pow`: by squaring, in its order of multiplications.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    if exponent == 0 { return 1 }
    if exponent % 2 == 0 { return power(base * base, exponent / 2) }
    if exponent % 3 == 0 { return power(base * base * base, exponent / 3) }
    return base * power(base, exponent - 1)
  }
}
