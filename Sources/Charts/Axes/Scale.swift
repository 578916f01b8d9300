/// A linear axis: round numbers at its ends, ticks at steps of 1, 2 or 5 times a power of ten.
struct Scale {
  let lower: Double
  let upper: Double
  let step: Double
  let ticks: [Double]

  /// A scale around values. `zero`: nil takes zero in when the values come near it.
  ///
  /// `isWhole`: no step is smaller than 1.
  init(
    _ values: [Double], ticks count: Int = 5, zero: Bool? = nil, ceiling: Double? = nil, isWhole: Bool = false
  ) {
    var low = values.min() ?? 0
    var high = values.max() ?? 1
    let size = max(low.magnitude, high.magnitude)
    // Below this the differences are rounding, and labels could not show them.
    if high - low <= size * 1e-9 {
      if high > 0 {
        (low, high) = (0, high * 2)
      } else if low < 0 {
        (low, high) = (low * 2, 0)
      } else {
        high = 1
      }
      if let ceiling, high > ceiling { high = max(ceiling, values.max() ?? ceiling) }
    }
    if zero == true || zero == nil && low > 0 && low < 0.45 * high { low = min(low, 0) }
    if zero == true || zero == nil && high < 0 && high > 0.45 * low { high = max(high, 0) }
    let round = Self.step(for: high - low, parts: max(count, 2))
    let step = isWhole ? max(1, round) : round
    let first = (low / step + 1e-9).rounded(.down)
    let last = (high / step - 1e-9).rounded(.up)
    self.step = step
    var ticks: [Double] = []
    var k = first
    while k <= last, ticks.count <= 40 {
      ticks.append(Self.multiple(k, of: step))
      k += 1
    }
    self.ticks = ticks
    lower = ticks.first ?? low
    upper = ticks.last ?? high
  }

  /// Where a value stands between the ends, 0 to 1.
  func position(_ value: Double) -> Double { (value - lower) / (upper - lower) }

  func labels(_ format: NumberFormat) -> [String] {
    let largest = max(lower.magnitude, upper.magnitude)
    return ticks.map { format.label($0, step: step, largest: largest) }
  }

  private static func step(for range: Double, parts: Int) -> Double {
    let raw = range / Double(parts)
    let base = NumberFormat.power(NumberFormat.exponent(raw))
    for factor in [1.0, 2, 5] where factor * base >= raw * 0.999 { return factor * base }
    return 10 * base
  }

  /// Whether a step is 1, 2 or 5 times a power of ten, so that its decimals are known.
  static func isRound(_ step: Double) -> Bool {
    guard step > 0, step.isFinite else { return false }
    let mantissa = step / NumberFormat.power(NumberFormat.exponent(step))
    return [1.0, 2, 5, 10].contains { (mantissa - $0).magnitude < 1e-6 }
  }

  /// k·step, free of the error that 3 · 0.1 has.
  private static func multiple(_ k: Double, of step: Double) -> Double {
    guard step < 1, step > 1e-15 else { return k * step }
    return k * (step * NumberFormat.power(15)).rounded() / NumberFormat.power(15)
  }
}
