/// p values corrected for how many were looked at.
package enum AdjustedPValues {
  /// Holm's step-down correction: holds the chance of any false alarm, whatever the dependence.
  ///
  /// **Shape:** in the order given; p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎).
  /// **Throws:** `notAProbability`. **Source:** S. Holm, Scandinavian Journal of Statistics 6 (1979).
  package static func holm(_ values: [Double]) throws(Undefined) -> [Double] {
    let order = try ascending(values)
    var result = values
    var highest = 0.0
    for (rank, place) in order.enumerated() {
      highest = max(highest, min(1, Double(values.count - rank) * values[place]))
      result[place] = highest
    }
    return result
  }

  /// Benjamini and Hochberg's step-up correction: holds the expected share of false alarms among the alarms,
  /// for independent or positively dependent tests.
  ///
  /// **Shape:** in the order given; p̃₍ᵢ₎ = min over j ≥ i of min(1, m/j·p₍ⱼ₎). **Throws:** `notAProbability`.
  /// **Source:** Y. Benjamini and Y. Hochberg, JRSS B 57 (1995).
  package static func benjaminiHochberg(_ values: [Double]) throws(Undefined) -> [Double] {
    let order = try ascending(values)
    var result = values
    var lowest = 1.0
    for (rank, place) in order.enumerated().reversed() {
      lowest = min(lowest, Double(values.count) / Double(rank + 1) * values[place])
      result[place] = lowest
    }
    return result
  }

  private static func ascending(_ values: [Double]) throws(Undefined) -> [Int] {
    for (place, value) in values.enumerated() {
      guard value >= 0, value <= 1 else { throw .notAProbability(at: place) }
    }
    return values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  }
}
