import Models

/// Values at which the answer may change.
enum XGBoostBoundaries {
  /// Thresholds and the `Float` to either side, by input; whole cases of three, spread evenly.
  static func values(_ forest: Forest, signature: Signature, limit: Int) -> [[Double]] {
    var thresholds = [Set<Float>](repeating: [], count: signature.inputs.count)
    for split in forest.trees.lazy.flatMap(\.splits) {
      if case .threshold(let below, _, _) = split.rule { thresholds[split.feature].insert(Float(below).nextUp) }
    }
    return zip(thresholds, signature.inputs).map { found, input in
      guard case .number = input.kind else { return [] }
      let all = Set(found.flatMap { [$0.nextDown, $0, $0.nextUp] }).filter(\.isFinite).sorted()
      return spread(all.map { Double($0) }, limit)
    }
  }

  /// At most `limit` of them, the first and the last among them.
  private static func spread(_ values: [Double], _ limit: Int) -> [Double] {
    guard values.count > limit, limit > 0 else { return limit > 0 ? values : [] }
    guard limit > 1 else { return [values[values.count / 2]] }
    return (0..<limit).map { values[$0 * (values.count - 1) / (limit - 1)] }
  }
}
