/// Values at which a table's answer may change, for boundary cases.
enum TableBoundaries {
  /// Each threshold with one step to either side, finite, ascending and distinct; at most `limit`, spread evenly.
  static func values(around thresholds: [Double], limit: Int) -> [Double] {
    let all = Set(thresholds.flatMap { [$0.nextDown, $0, $0.nextUp] }.filter(\.isFinite)).sorted()
    guard limit > 1, all.count > limit else { return Array(all.prefix(max(limit, 0))) }
    return (0..<limit).map { all[$0 * (all.count - 1) / (limit - 1)] }
  }
}
