extension JSONModelReader {
  enum Number {
    case integer(Int64)
    case number(Float)
  }

  /// A number; `NaN` and `Infinity` are numbers for XGBoost.
  @inline(__always)
  mutating func number() throws(XGBoostFault) -> Number {
    let start = position
    var negative = false
    if position < bytes.count, bytes[position] == 0x2D || bytes[position] == 0x2B {
      negative = bytes[position] == 0x2D
      position += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var exponent = 0
    var isFloat = false
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      mantissa = mantissa &* 10 &+ UInt64(bytes[position] &- 0x30)
      digits += 1
      position += 1
    }
    if position < bytes.count, bytes[position] == 0x2E {
      isFloat = true
      position += 1
      while position < bytes.count, bytes[position] &- 0x30 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(bytes[position] &- 0x30)
        digits += 1
        exponent -= 1
        position += 1
      }
    }
    guard digits > 0 else { return try named(start, negative: negative) }
    if position < bytes.count, bytes[position] | 0x20 == 0x65 {
      isFloat = true
      exponent += try self.exponent()
    }
    if isFloat {
      if digits <= 18, let quick = DecimalFloat.quick(mantissa, exponent: exponent) {
        return .number(negative ? -quick : quick)
      }
      guard let slow = DecimalFloat.slow(UnsafeBufferPointer(rebasing: bytes[start..<position])) else {
        throw XGBoostFault(start, "a number has too many digits")
      }
      return .number(slow)
    }
    guard digits <= 18 else { throw XGBoostFault(start, "a whole number is too large") }
    return .integer(negative ? -Int64(mantissa) : Int64(mantissa))
  }

  private mutating func exponent() throws(XGBoostFault) -> Int {
    position += 1
    var negative = false
    if position < bytes.count, bytes[position] == 0x2D || bytes[position] == 0x2B {
      negative = bytes[position] == 0x2D
      position += 1
    }
    guard try peek() &- 0x30 < 10 else { throw XGBoostFault(position, "an exponent has no digits") }
    var value = 0
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      value = min(value * 10 + Int(bytes[position] &- 0x30), 1_000_000)
      position += 1
    }
    return negative ? -value : value
  }

  private mutating func named(_ start: Int, negative: Bool) throws(XGBoostFault) -> Number {
    switch try peek() {
    case 0x4E where position == start:
      try take("NaN")
      return .number(.nan)
    case 0x49:
      try take("Infinity")
      return .number(negative ? -.infinity : .infinity)
    default: throw XGBoostFault(start, "it is no value of JSON")
    }
  }

  /// A string; the position is at its opening quote.
  mutating func string() throws(XGBoostFault) -> String {
    position += 1
    let start = position
    while position < bytes.count, bytes[position] != 0x22, bytes[position] != 0x5C, bytes[position] >= 0x20 {
      position += 1
    }
    guard try peek() != 0x22 else {
      let text = try decoded(bytes[start..<position], at: start)
      position += 1
      return text
    }
    var text = Array(bytes[start..<position])
    while true {
      let byte = try peek()
      position += 1
      switch byte {
      case 0x22: return try decoded(text, at: start)
      case 0x5C: text += Array(String(try escape()).utf8)
      case 0x00...0x1F: throw XGBoostFault(position - 1, "a text holds a control character")
      default: text.append(byte)
      }
    }
  }

  private func decoded(_ bytes: some Collection<UInt8>, at offset: Int) throws(XGBoostFault) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw XGBoostFault(offset, "a text is not UTF-8")
    }
    return text
  }

  private mutating func escape() throws(XGBoostFault) -> Unicode.Scalar {
    let byte = try peek()
    position += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: return Unicode.Scalar(byte)
    case 0x62: return "\u{8}"
    case 0x66: return "\u{C}"
    case 0x6E: return "\n"
    case 0x72: return "\r"
    case 0x74: return "\t"
    case 0x75:
      let first = try hexadecimal()
      if let scalar = Unicode.Scalar(first) { return scalar }
      try take("\\u")
      let second = try hexadecimal()
      guard (0xD800...0xDBFF).contains(first), (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      else { throw XGBoostFault(position, "a text holds half a surrogate pair") }
      return scalar
    default: throw XGBoostFault(position - 1, "a text holds an unknown escape")
    }
  }

  private mutating func hexadecimal() throws(XGBoostFault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = try peek()
      guard byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw XGBoostFault(position, "a text holds an unknown escape")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
