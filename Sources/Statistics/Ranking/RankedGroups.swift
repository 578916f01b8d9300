/// Rows of many groups (queries, customers, nights), each group ranked by its scores, with a relevance for each
/// row: the ground of the measures of rankings.
///
/// **Missing values:** none; NaN and infinite relevances and NaN scores are refused.
package struct RankedGroups: Sendable {
  /// A run of rows with equal scores in one group.
  struct Block: Sendable, Hashable {
    /// Rows ranked before it in its group.
    var before: Int
    var count: Int
    /// Rows with a relevance above 0.
    var relevant: Int
    /// Row range of the block in `relevances`.
    var start: Int
  }

  /// Relevances in the order of group and rank.
  let relevances: [Double]
  /// Blocks of all groups, one group after the other.
  let blocks: [Block]
  /// Where the blocks of each group end.
  let groupEnds: [Int]
  /// The numbers of the groups, ascending.
  package let groups: [Int]

  /// Sorts in O(n log n). **Shape:** one score, relevance (0 is irrelevant) and group number for each row, in any
  /// order.
  ///
  /// **Throws:** `lengthsDiffer`, `noObservations`, `notANumber`, `outOfDomain` for a negative relevance.
  package init(scores: [Double], relevances: [Double], groups: [Int]) throws(Undefined) {
    try RowLosses.checkRows(scores.count, relevances.count)
    try RowLosses.checkRows(scores.count, groups.count)
    for (row, score) in scores.enumerated() {
      guard !score.isNaN, relevances[row].isFinite else { throw .notANumber(at: row) }
      guard relevances[row] >= 0 else { throw .outOfDomain(at: row) }
    }
    // Within a block the order is by relevance, so that no sum depends on the order of the rows.
    let order = scores.indices.sorted { a, b in
      if groups[a] != groups[b] { return groups[a] < groups[b] }
      if scores[a] != scores[b] { return scores[a] > scores[b] }
      return relevances[a] > relevances[b]
    }
    var blocks: [Block] = []
    var ends: [Int] = []
    var numbers: [Int] = []
    for (place, row) in order.enumerated() {
      let isNewGroup = place == 0 || groups[order[place - 1]] != groups[row]
      if isNewGroup {
        if place > 0 { ends.append(blocks.count) }
        numbers.append(groups[row])
        blocks.append(Block(before: 0, count: 0, relevant: 0, start: place))
      } else if scores[order[place - 1]] != scores[row] {
        let last = blocks[blocks.count - 1]
        blocks.append(Block(before: last.before + last.count, count: 0, relevant: 0, start: place))
      }
      blocks[blocks.count - 1].count += 1
      blocks[blocks.count - 1].relevant += relevances[row] > 0 ? 1 : 0
    }
    ends.append(blocks.count)
    self.relevances = order.map { relevances[$0] }
    self.blocks = blocks
    self.groupEnds = ends
    self.groups = numbers
  }

  /// Computes a value of each group that has a relevant row. **Throws:** `parameterOutOfRange` for k < 1.
  func forEachGroup(
    at k: Int?, _ value: (ArraySlice<Block>, Int, Int) -> Double
  ) throws(Undefined) -> GroupMeasure {
    guard k ?? 1 >= 1 else { throw .parameterOutOfRange("k") }
    var values: [Double?] = []
    var start = 0
    for end in groupEnds {
      let group = blocks[start..<end]
      let rows = group.reduce(0) { $0 + $1.count }
      let relevant = group.reduce(0) { $0 + $1.relevant }
      values.append(relevant > 0 ? value(group, min(k ?? rows, rows), relevant) : nil)
      start = end
    }
    return GroupMeasure(values: values)
  }
}

/// A measure of rankings, group by group.
package struct GroupMeasure: Sendable, Hashable {
  /// **Shape:** one value for each group, ascending by group number; nil where the group has no relevant row.
  package let values: [Double?]

  /// Groups without a relevant row, which say nothing of a ranking and are left out of the mean.
  package var leftOut: Int { values.count { $0 == nil } }

  /// The mean over the groups with a relevant row, each counting alike or by its weight.
  ///
  /// **Throws:** `noneRelevant`, `lengthsDiffer`, `notAWeight`, `noObservations` where all weights are 0,
  /// `overflow`.
  package func mean(weights: [Double]? = nil) throws(Undefined) -> Double {
    if let weights, weights.count != values.count { throw .lengthsDiffer(values.count, weights.count) }
    let defined = values.indices.filter { values[$0] != nil }
    guard !defined.isEmpty else { throw .noneRelevant }
    return try RowLosses(values: values.compactMap { $0 }).mean(
      weights: weights.map { weights in defined.map { weights[$0] } })
  }

  /// The mean with the groups that have no relevant row counted as 0, as scikit-learn's NDCG does.
  ///
  /// **Throws:** as `mean`, but never `noneRelevant`.
  package func meanWithZeros(weights: [Double]? = nil) throws(Undefined) -> Double {
    try RowLosses(values: values.map { $0 ?? 0 }).mean(weights: weights)
  }
}
