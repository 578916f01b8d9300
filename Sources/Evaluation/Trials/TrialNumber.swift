/// Numbers of trials as text.
enum TrialNumber {
  /// With so many digits that its error has two; without an error, six that count.
  ///
  /// **Missing values:** "–" for none.
  static func text(_ value: Double?, error: Double? = nil) -> String {
    guard let value else { return "–" }
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    let size = abs(value)
    if let error, error > 0, error >= 1e-8, size < 1e9 {
      return ResultTable.rounded(value, digits: Verdicts.digits(error))
    }
    guard size >= 1e-9, size < 1e6 else { return "\(value)" }
    var digits = 5
    var least = 0.1
    while size < least {
      digits += 1
      least /= 10
    }
    var limit = 10.0
    while digits > 0, size >= limit {
      digits -= 1
      limit *= 10
    }
    var text = ResultTable.rounded(value, digits: digits)
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// "+0.0042"
  static func signed(_ value: Double?, error: Double? = nil) -> String {
    guard let value else { return "–" }
    let text = text(value, error: error)
    return value > 0 ? "+" + text : text
  }
}
