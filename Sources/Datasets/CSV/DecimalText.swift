/// Decimal numbers in cells: what counts as one, and its value the careful way.
///
/// A number is `[+-]digits[.digits][e[+-]digits]`; digits may be missing on one side of the mark (`.5`, `5.`).
/// No blanks, no hexadecimal, no thousands separators; `nan` and `inf` are not numbers. The value is the
/// double nearest to the decimal, ties to even.
enum DecimalText {
  enum Value: Equatable {
    case number(Double)
    case notANumber
    /// Beyond the largest double.
    case tooLarge
  }

  static func value(_ text: UnsafeBufferPointer<UInt8>, mark: UInt8) -> Value {
    var position = 0
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    func digits() -> Int {
      let start = position
      while position < text.count, text[position] &- 0x30 <= 9 {
        plain.append(text[position])
        position += 1
      }
      return position - start
    }
    func sign() {
      if position < text.count, text[position] == 0x2B || text[position] == 0x2D {
        plain.append(text[position])
        position += 1
      }
    }
    sign()
    var count = digits()
    if count == 0 { plain.append(0x30) }
    if position < text.count, text[position] == mark {
      position += 1
      plain.append(0x2E)
      let fraction = digits()
      if fraction == 0 { plain.append(0x30) }
      count += fraction
    }
    guard count > 0 else { return .notANumber }
    if position < text.count, text[position] | 0x20 == 0x65 {
      position += 1
      plain.append(0x65)
      sign()
      guard digits() > 0 else { return .notANumber }
    }
    guard position == text.count else { return .notANumber }
    guard let value = Double(String(decoding: plain, as: UTF8.self)) else { return .tooLarge }
    return value.isFinite ? .number(value) : .tooLarge
  }

  /// The value of `[+-]digits`; nil for anything else and beyond 64 bits.
  static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    var position = 0
    var negative = false
    if let first = text.first, first == 0x2B || first == 0x2D {
      negative = first == 0x2D
      position = 1
    }
    guard position < text.count else { return nil }
    var value: Int64 = 0
    while position < text.count {
      let digit = text[position] &- 0x30
      guard digit <= 9 else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(negative ? -Int64(digit) : Int64(digit))
      guard !overflow, !carry else { return nil }
      value = sum
      position += 1
    }
    return value
  }

  /// The text without blanks and tabs around it.
  static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    var range = 0..<text.count
    while let first = range.first, isBlank(text[first]) { range = first + 1..<range.upperBound }
    while let last = range.last, isBlank(text[last]) { range = range.lowerBound..<last }
    return UnsafeBufferPointer(rebasing: text[range])
  }
}

extension DecimalText {
  /// `true`, `false`, `1` or `0` in any case of letters.
  static func boolean(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
    func matches(_ word: StaticString) -> Bool {
      guard word.utf8CodeUnitCount == text.count else { return false }
      for index in 0..<text.count where text[index] | 0x20 != word.utf8Start[index] { return false }
      return true
    }
    if text.count == 1 { return text[0] == 0x31 ? true : text[0] == 0x30 ? false : nil }
    if matches("true") { return true }
    return matches("false") ? false : nil
  }
}
