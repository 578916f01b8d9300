import Models

extension LightGBMModel {
  /// Thresholds, and the edges of sets of categories, each with one step to either side.
  package func boundaryValues(limit: Int) -> [[Double]] {
    var edges = [Set<Double>](repeating: [], count: forest.features)
    for split in forest.trees.lazy.flatMap(\.splits) {
      switch split.rule {
      case .threshold(let threshold, let missing, _):
        edges[split.feature].insert(threshold)
        if missing == .zero { edges[split.feature].formUnion([forest.zero, -forest.zero]) }
      case .categories(let set, _):
        // Named categories come as codes, which nobody writes.
        if case .category = signature.inputs[split.feature].kind { continue }
        edges[split.feature].formUnion(LightGBMModel.edges(of: forest.sets[set]))
      }
    }
    return edges.map { LightGBMModel.neighbours(of: $0.sorted(), limit: limit) }
  }

  /// Where membership changes: the first category of each run in the set and of each run beside it.
  private static func edges(of set: CategorySet) -> [Double] {
    // What lies above -1 is category 0.
    var edges: [Double] = [-1]
    var next = 0
    for category in set.members {
      if category != next || category == 0 { edges.append(Double(category)) }
      next = category + 1
      if !set.contains(next) { edges.append(Double(next)) }
    }
    return edges
  }

  /// **Shape:** `edges` ascending; the result too, with at most `limit` values.
  private static func neighbours(of edges: [Double], limit: Int) -> [Double] {
    func spread(_ values: [Double], _ count: Int) -> [Double] {
      guard values.count > count else { return values }
      guard count > 1 else { return count == 1 ? [values[values.count / 2]] : [] }
      return (0..<count).map { values[$0 * (values.count - 1) / (count - 1)] }
    }
    let chosen = spread(edges, max(limit / 3, min(limit, 1)))
    let all = Set(chosen.filter(\.isFinite).flatMap { [$0.nextDown, $0, $0.nextUp] }).filter(\.isFinite)
    return spread(all.sorted(), limit)
  }
}
