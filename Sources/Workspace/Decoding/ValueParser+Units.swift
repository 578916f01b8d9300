import Diagnostics

extension ValueParser where Value == Int {
  /// A whole number in a range, written with digits only.
  package static func wholeNumber(in range: ClosedRange<Int>) -> ValueParser {
    let expected =
      range.upperBound == Int.max
      ? "a whole number from \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return ValueParser(expected: expected) { text in
      guard let number = digits(text), range.contains(number) else { return nil }
      return number
    }
  }

  /// Whole days: `7d`. **Units:** days.
  package static func days(in range: ClosedRange<Int>) -> ValueParser {
    ValueParser(expected: "whole days from \(range.lowerBound)d to \(range.upperBound)d, such as 7d") {
      text throws(ValueMismatch) in
      if text.hasSuffix("d"), let days = digits(text.dropLast()), range.contains(days) { return days }
      if let days = digits(text), range.contains(days) { throw ValueMismatch(next: "Write \(days)d.") }
      throw ValueMismatch()
    }
  }

  /// A size in memory: `512MiB`. **Units:** bytes.
  package static var byteCount: ValueParser {
    ValueParser(expected: "a size such as 512MiB (B, KiB, MiB, GiB)") { text in
      for (unit, shift) in [("KiB", 10), ("MiB", 20), ("GiB", 30), ("B", 0)] where text.hasSuffix(unit) {
        return digits(text.dropLast(unit.count)).map { $0 << shift }
      }
      return nil
    }
  }
}

extension ValueParser where Value == Double {
  /// A finite decimal number.
  package static var number: ValueParser {
    ValueParser(expected: "a number such as 12.5", orNil: decimal)
  }

  /// `28d`, `4h`, `30m`, `10s` or `100ms`, more than nothing. **Units:** seconds.
  package static var duration: ValueParser {
    ValueParser(expected: "a duration such as 28d, 4h, 30m, 10s or 100ms") { text throws(ValueMismatch) in
      for (unit, seconds) in [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)]
      where text.hasSuffix(unit) {
        guard let count = digits(text.dropLast(unit.count)), count > 0 else { throw ValueMismatch() }
        return unit == "ms" ? Double(count) / 1000 : Double(count) * seconds
      }
      throw ValueMismatch(next: digits(text).map { "Write \($0)s if it means seconds." })
    }
  }

  /// A share: `0.1%`. **Units:** 0…1.
  package static var share: ValueParser {
    ValueParser(expected: "a share such as 0.1%") { text in
      guard text.hasSuffix("%"), let percent = decimal(String(text.dropLast())), (0...100).contains(percent)
      else { return nil }
      return percent / 100
    }
  }
}

extension ValueParser where Value == CalendarDate {
  /// An ISO date.
  package static var date: ValueParser {
    ValueParser(expected: "a date such as 1997-11-02") { text throws(ValueMismatch) in
      if let date = CalendarDate(text) { return date }
      let isShaped =
        text.utf8.count == 10 && text.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) }
      throw ValueMismatch(next: isShaped ? "There is no such day." : nil)
    }
  }
}

extension ValueParser where Value == Configuration.Limit {
  /// A count or a share: `20`, `0.1%`.
  package static var limit: ValueParser {
    ValueParser(expected: "a count such as 20 or a share such as 0.1%") { text in
      if let count = digits(text) { return .count(count) }
      return (try? ValueParser<Double>.share.parse(text)).map { .share($0) }
    }
  }
}

/// At most nine digits and nothing else, so that nothing overflows later.
private func digits(_ text: some StringProtocol) -> Int? {
  guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
    return nil
  }
  return Int(text)
}

/// Sign, digits, point, exponent; no hexadecimal, no infinity.
private func decimal(_ text: String) -> Double? {
  let allowed = text.utf8.allSatisfy {
    (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0)
  }
  guard allowed, !text.isEmpty, text.utf8.count <= 40, let value = Double(text), value.isFinite else {
    return nil
  }
  return value
}
