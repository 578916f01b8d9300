import Glibc

/// Decimal numbers as XGBoost's JSON reader takes them: the nearest `Float`, directly.
///
/// **Source:** XGBoost, `JsonReader::ParseNumber`.
enum DecimalFloat {
  /// Powers of ten that a `Double` holds exactly.
  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  /// The nearest `Float` where one rounding of a `Double` tells it surely; nil where it does not.
  ///
  /// **Shape:** the number is `mantissa * 10^exponent`.
  @inline(__always)
  static func quick(_ mantissa: UInt64, exponent: Int) -> Float? {
    if mantissa == 0 { return 0 }
    guard mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else { return nil }
    let power = powers[exponent.magnitude.asIndex]
    let double = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    // Halfway between two floats the double's own rounding may have hidden on which side it was.
    guard double >= Double(Float.leastNormalMagnitude), double <= Double(Float.greatestFiniteMagnitude),
      double.bitPattern & 0x1FFF_FFFF != 0x1000_0000
    else { return nil }
    return Float(double)
  }

  /// The nearest `Float` of any decimal number; nil where it is none.
  static func slow(_ digits: UnsafeBufferPointer<UInt8>) -> Float? {
    guard digits.count <= 1024 else { return nil }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: digits.count + 1) { text -> Float? in
      guard let base = text.baseAddress else { return nil }
      for (index, digit) in digits.enumerated() { text[index] = CChar(bitPattern: digit) }
      text[digits.count] = 0
      var end: UnsafeMutablePointer<CChar>?
      let value = strtof(base, &end)
      return end == base + digits.count ? value : nil
    }
  }
}

extension UInt {
  fileprivate var asIndex: Int { Int(truncatingIfNeeded: self) }
}
