import CSpawn

/// Numbers in answers: decimals, correctly rounded.
enum ProcessNumber {
  /// `[+-]digits[.digits][e[+-]digits]`, digits on one side of the point at least; `nan` and `inf` are none.
  static func isNumber(_ text: UnsafeRawBufferPointer) -> Bool {
    var position = 0
    func digits() -> Int {
      let start = position
      while position < text.count, text[position] &- 0x30 <= 9 { position += 1 }
      return position - start
    }
    func sign() {
      if position < text.count, text[position] == 0x2B || text[position] == 0x2D { position += 1 }
    }
    sign()
    var count = digits()
    if position < text.count, text[position] == 0x2E {
      position += 1
      count += digits()
    }
    guard count > 0 else { return false }
    if position < text.count, text[position] | 0x20 == 0x65 {
      position += 1
      sign()
      guard digits() > 0 else { return false }
    }
    return position == text.count
  }

  /// nil for what is no number, and beyond the largest double.
  ///
  /// A byte that can't go on a number stands behind the text: a comma, a quote, a bracket or a line's end.
  static func parse(_ text: UnsafeRawBufferPointer) -> Double? {
    guard isNumber(text), let base = text.baseAddress else { return nil }
    var end: UnsafeMutablePointer<CChar>?
    let start = base.assumingMemoryBound(to: CChar.self)
    let value = cspawn_number(start, &end)
    guard let end, end - UnsafeMutablePointer(mutating: start) == text.count, value.isFinite else {
      return nil
    }
    return value
  }
}
