extension Power {
  /// The smallest count of units in the first group with the wanted power; the second has `ratio` times as many,
  /// rounded up.
  ///
  /// **Throws:** `levelOutOfRange` unless significance < power < 1, `zeroVariance` for equal proportions,
  /// `tooManyObservations` where 2⁴⁰ do not suffice; as `proportions`.
  package static func countForProportions(
    _ first: Double, _ second: Double, power: Double = 0.8, ratio: Double = 1, significance: Double = 0.05
  ) throws(Undefined) -> Int {
    guard first != second else { throw .zeroVariance }
    return try smallestCount(power, ratio, significance, from: 1) { (n: Int, m: Int) throws(Undefined) in
      try proportions(first, second, counts: (n, m), significance: significance)
    }
  }

  /// As `countForProportions`, for the t test of two means.
  package static func countForMeans(
    difference: Double, deviation: Double, power: Double = 0.8, ratio: Double = 1,
    significance: Double = 0.05
  ) throws(Undefined) -> Int {
    guard difference != 0 else { throw .zeroVariance }
    return try smallestCount(power, ratio, significance, from: 2) { (n: Int, m: Int) throws(Undefined) in
      try means(difference: difference, deviation: deviation, counts: (n, m), significance: significance)
    }
  }

  /// How many rows the paired comparison of two areas needs, from its standard error on some rows; the share of
  /// positives stays.
  ///
  /// **Throws:** `zeroVariance` for no difference or no error, `levelOutOfRange`, `tooManyObservations`.
  package static func countForAreas(
    difference: Double, standardError: Double, rows: Int, power: Double = 0.8, significance: Double = 0.05
  ) throws(Undefined) -> Int {
    guard rows > 0 else { throw .noObservations }
    let smallest = try smallestDifference(
      standardError: standardError, power: power, significance: significance)
    guard difference != 0 else { throw .zeroVariance }
    // The error shrinks as the root of the rows, and the smallest difference with it.
    let factor = smallest / abs(difference)
    let wanted = Double(rows) * factor * factor
    guard wanted < Double(1 << 40) else { throw .tooManyObservations }
    return Int(wanted.rounded(.up))
  }

  /// The smallest difference that a normal test with this standard error sees with the wanted power.
  ///
  /// **Throws:** `zeroVariance`, `levelOutOfRange`.
  package static func smallestDifference(
    standardError: Double, power: Double = 0.8, significance: Double = 0.05
  ) throws(Undefined) -> Double {
    try checkLevels(power, significance)
    guard standardError > 0, standardError < .infinity else { throw .zeroVariance }
    let effect = try root(from: 0, to: 100) { (effect: Double) throws(Undefined) in
      try normal(difference: effect, standardError: 1, significance: significance) - power
    }
    return effect * standardError
  }

  /// The smallest p > `baseline` that two groups of these counts tell from it with the wanted power, less
  /// `baseline`; the second group has the baseline.
  ///
  /// **Throws:** `notConverged` where not even 1 is told from it; as `proportions`.
  package static func smallestIncrease(
    baseline: Double, counts: (first: Int, second: Int), power: Double = 0.8, significance: Double = 0.05
  ) throws(Undefined) -> Double {
    try checkLevels(power, significance)
    guard baseline >= 0, baseline < 1 else { throw .notAProbability(at: 0) }
    return try root(from: 0, to: 1 - baseline) { (increase: Double) throws(Undefined) in
      guard baseline > 0 || increase > 0 else { return -power }
      return try proportions(
        min(1, baseline + increase), baseline, counts: counts, significance: significance) - power
    }
  }

  /// The smallest difference of two means with a common deviation that groups of these counts show.
  ///
  /// **Throws:** as `means`.
  package static func smallestDifference(
    deviation: Double, counts: (first: Int, second: Int), power: Double = 0.8, significance: Double = 0.05
  ) throws(Undefined) -> Double {
    try smallestDifference(deviation: deviation, power: power, significance: significance) {
      (effect: Double) throws(Undefined) in
      try means(difference: effect, deviation: 1, counts: counts, significance: significance)
    }
  }

  /// - Parameter seen: the power for a difference of so many deviations; it grows.
  static func smallestDifference(
    deviation: Double, power: Double, significance: Double, _ seen: (Double) throws(Undefined) -> Double
  ) throws(Undefined) -> Double {
    try checkLevels(power, significance)
    guard deviation > 0, deviation < .infinity else { throw .zeroVariance }
    var high = 1.0
    while try seen(high) < power {
      high *= 2
      guard high < 1e9 else { throw .notConverged }
    }
    let effect = try root(from: 0, to: high) { (effect: Double) throws(Undefined) in
      try seen(effect) - power
    }
    return effect * deviation
  }

  private static func checkLevels(_ power: Double, _ significance: Double) throws(Undefined) {
    guard significance > 0, significance < power, power < 1 else { throw .levelOutOfRange }
  }

  /// Doubling, then halving: power grows with the counts.
  private static func smallestCount(
    _ power: Double, _ ratio: Double, _ significance: Double, from lowest: Int,
    _ value: (Int, Int) throws(Undefined) -> Double
  ) throws(Undefined) -> Int {
    try checkLevels(power, significance)
    guard ratio >= 1e-6, ratio <= 1e6 else { throw .parameterOutOfRange("the ratio of the groups") }
    func reaches(_ n: Int) throws(Undefined) -> Bool {
      let m = max(lowest, Int((Double(n) * ratio).rounded(.up)))
      return try value(n, m) >= power
    }
    var high = lowest
    while try !reaches(high) {
      high *= 2
      guard high < 1 << 40 else { throw .tooManyObservations }
    }
    var low = high / 2
    while high - low > 1 {
      let middle = (low + high) / 2
      if middle >= lowest, try reaches(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// The root of a growing function by halving; O(100) evaluations.
  private static func root(
    from low: Double, to high: Double, _ value: (Double) throws(Undefined) -> Double
  ) throws(Undefined) -> Double {
    var low = low
    var high = high
    guard try value(high) >= 0 else { throw .notConverged }
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if try value(middle) >= 0 { high = middle } else { low = middle }
    }
    return high
  }
}
