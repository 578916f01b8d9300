/// How the numbers of a chart are written.
package enum NumberFormat: Sendable, Hashable {
  /// 12,500 or 0.075, in the axis' own decimals.
  case number
  /// A share: 0.075 is 7.5%.
  case percent
  /// An ISO 4217 code: $12,500 for USD, CHF 12,500 for CHF.
  case currency(String)

  /// A value beside its axis: the decimals of its step, millions and more in short.
  func label(_ value: Double, step: Double, largest: Double) -> String {
    let scale = self == .percent ? 100.0 : 1.0
    let (unit, suffix) = Self.unit(for: largest * scale)
    let scaled = value * scale / unit
    let scaledStep = step * scale / unit
    guard scaledStep >= 0.9e-6, largest * scale / unit < 1e4 || unit == 1, largest * scale < 1e15 else {
      return decorated(Self.scientific(value * scale, digits: 2), negative: value < 0)
    }
    return decorated(
      Self.fixed(scaled.magnitude, Self.decimals(scaledStep)) + suffix,
      negative: Self.isBelowZero(scaled, decimals: Self.decimals(scaledStep)))
  }

  /// A value on its own: four significant digits, or all digits of a whole number.
  package func detailed(_ value: Double) -> String {
    let scaled = self == .percent ? value * 100 : value
    let size = scaled.magnitude
    if size == 0 { return decorated("0", negative: false) }
    if size >= 1e15 || size < 1e-4 {
      return decorated(Self.scientific(scaled, digits: 4), negative: value < 0)
    }
    var decimals = max(0, 3 - Self.exponent(size))
    if case .currency = self { decimals = size >= 1000 ? 0 : 2 }
    var text = Self.fixed(size, decimals)
    if self == .number || self == .percent { Self.dropZeros(&text) }
    return decorated(text, negative: Self.isBelowZero(scaled, decimals: decimals))
  }

  /// Values below each other, in the same decimals: three significant digits of the largest. Empty for nil.
  func aligned(_ values: [Double?]) -> [String] {
    let largest = values.compactMap { $0?.magnitude }.max() ?? 0
    guard largest > 0 else { return values.map { $0 == nil ? "" : brief(0) } }
    let scaled = self == .percent ? largest * 100 : largest
    let step = Self.power(min(0, Self.exponent(scaled) - 2)) * (largest / scaled)
    guard scaled >= 1e-3, scaled < 1e6 else { return values.map { $0.map(brief) ?? "" } }
    return values.map { $0.map { label($0, step: step, largest: largest) } ?? "" }
  }

  /// A value in three significant digits, without trailing zeros.
  func brief(_ value: Double) -> String {
    let scaled = (self == .percent ? value * 100 : value).magnitude
    guard scaled > 0 else { return decorated("0", negative: false) }
    let (unit, suffix) = Self.unit(for: scaled)
    guard scaled >= 1e-3, scaled < 1e15 else {
      return decorated(Self.scientific(scaled, digits: 2), negative: value < 0)
    }
    var text = Self.fixed(scaled / unit, max(0, 2 - Self.exponent(scaled / unit)))
    Self.dropZeros(&text)
    return decorated(text + suffix, negative: value < 0)
  }

  private static func dropZeros(_ text: inout String) {
    guard text.utf8.contains(UInt8(ascii: ".")) else { return }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
  }

  private func decorated(_ magnitude: String, negative: Bool) -> String {
    let sign = negative ? "−" : ""
    switch self {
    case .number: return sign + magnitude
    case .percent: return sign + magnitude + "%"
    case .currency(let code): return sign + Self.symbol(code) + magnitude
    }
  }

  private static func symbol(_ code: String) -> String {
    switch code {
    case "USD": "$"
    case "EUR": "€"
    case "GBP": "£"
    case "JPY", "CNY": "¥"
    case "INR": "₹"
    case "KRW": "₩"
    default: code + "\u{00A0}"
    }
  }

  private static func unit(for largest: Double) -> (Double, String) {
    switch largest {
    case ..<1e6: (1, "")
    case ..<1e9: (1e6, "M")
    case ..<1e12: (1e9, "B")
    default: (1e12, "T")
    }
  }

  private static func isBelowZero(_ value: Double, decimals: Int) -> Bool {
    value < 0 && (value * power(min(decimals, 15))).rounded() != 0
  }

  /// 12345 → "12,345".
  package static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude).utf8)
    var result: [UInt8] = value < 0 ? Array("−".utf8) : []
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { result.append(UInt8(ascii: ",")) }
      result.append(digit)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A number ≥ 0 and below 10¹⁵ with a fixed count of decimals.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    let decimals = min(max(decimals, 0), 15)
    var whole = value.rounded(.down)
    guard whole < 1e15 else { return scientific(value, digits: 4) }
    var part = ((value - whole) * power(decimals)).rounded()
    if part >= power(decimals) {
      part = 0
      whole += 1
    }
    let head = grouped(Int(whole))
    guard decimals > 0 else { return head }
    let digits = String(Int(part))
    return head + "." + String(repeating: "0", count: max(0, decimals - digits.utf8.count)) + digits
  }

  /// 2.5×10⁻⁹, without its sign.
  static func scientific(_ value: Double, digits: Int) -> String {
    guard value != 0 else { return "0" }
    var exponent = exponent(value.magnitude)
    var mantissa = value.magnitude
    // In two steps, for a power of ten beyond the range of doubles.
    mantissa = exponent < -300 ? mantissa * 1e300 / power(exponent + 300) : mantissa / power(exponent)
    var text = fixed(mantissa, digits - 1)
    if text.hasPrefix("10") {
      text = fixed(1, digits - 1)
      exponent += 1
    }
    dropZeros(&text)
    let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let power = String(exponent.magnitude).compactMap { $0.wholeNumberValue }.map { raised[$0] }
    return text + "×10" + (exponent < 0 ? "⁻" : "") + String(power)
  }

  /// Decimals that show a step of 1, 2 or 5 times a power of ten.
  static func decimals(_ step: Double) -> Int { max(0, -exponent(step * 1.000001)) }

  /// ⌊log₁₀ value⌋ of a positive value.
  static func exponent(_ value: Double) -> Int {
    var exponent = 0
    var rest = value
    while rest >= 10 {
      rest /= 10
      exponent += 1
    }
    while rest < 1, exponent > -330 {
      rest *= 10
      exponent -= 1
    }
    return exponent
  }

  static func power(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<exponent.magnitude { result *= 10 }
    return exponent < 0 ? 1 / result : result
  }
}
