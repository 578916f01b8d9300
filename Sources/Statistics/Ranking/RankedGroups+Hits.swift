extension RankedGroups {
  /// Relevant rows among the best k, divided by k, also where the group has fewer than k rows.
  ///
  /// Here and below a row is relevant if its relevance is above 0; rows with equal scores count with their
  /// expectation under any order of them; groups without a relevant row are left out.
  /// **Throws:** `parameterOutOfRange` for k < 1. **Source:** C. D. Manning, P. Raghavan, H. Schütze,
  /// Introduction to Information Retrieval (2008), chapter 8; ties: F. McSherry and M. Najork, ECIR (2008).
  package func precision(at k: Int) throws(Undefined) -> GroupMeasure {
    try forEachGroup(at: k) { group, top, _ in Self.expectedHits(group, top) / Double(k) }
  }

  /// Relevant rows among the best k, as a share of all relevant rows of the group.
  ///
  /// **Throws:** `parameterOutOfRange` for k < 1.
  package func recall(at k: Int) throws(Undefined) -> GroupMeasure {
    try forEachGroup(at: k) { group, top, relevant in Self.expectedHits(group, top) / Double(relevant) }
  }

  /// Whether any relevant row is among the best k: 1, 0, or its probability where ties decide.
  ///
  /// **Throws:** `parameterOutOfRange` for k < 1.
  package func hitRate(at k: Int) throws(Undefined) -> GroupMeasure {
    try forEachGroup(at: k) { group, top, _ in
      guard let first = group.first(where: { $0.relevant > 0 }) else { return 0 }
      var none = 1.0
      for drawn in 0..<max(0, min(top - first.before, first.count)) {
        none *= Double(max(0, first.count - first.relevant - drawn)) / Double(first.count - drawn)
      }
      return 1 - none
    }
  }

  /// The reciprocal of the rank of the first relevant row, 0 where it is beyond k; its mean is MRR.
  ///
  /// **Throws:** `parameterOutOfRange` for k < 1. **Source:** E. M. Voorhees, TREC-8 (1999).
  package func reciprocalRank(at k: Int? = nil) throws(Undefined) -> GroupMeasure {
    try forEachGroup(at: k) { group, top, _ in
      guard let first = group.first(where: { $0.relevant > 0 }) else { return 0 }
      var sum = CompensatedSum()
      var none = 1.0
      for drawn in 0..<max(0, min(top - first.before, first.count)) {
        let left = Double(first.count - drawn)
        sum.add(none * (Double(first.relevant) / left) / Double(first.before + drawn + 1))
        none *= max(0, left - Double(first.relevant)) / left
        if none == 0 { break }
      }
      return sum.value
    }
  }

  /// Average precision of the best k: the precision at each relevant rank up to k, summed and divided by
  /// min(k, relevant rows); its mean is MAP@k.
  ///
  /// **Throws:** `parameterOutOfRange` for k < 1.
  package func averagePrecision(at k: Int? = nil) throws(Undefined) -> GroupMeasure {
    try forEachGroup(at: k) { group, top, relevant in
      var sum = CompensatedSum()
      var found = 0
      for block in group where block.before < top {
        let share = Double(block.relevant) / Double(block.count)
        // Of the rows before one that is relevant, each is relevant with this chance.
        let others =
          block.count > 1 ? Double(block.relevant - 1) / Double(block.count - 1) : 0
        for drawn in 0..<min(block.count, top - block.before) where block.relevant > 0 {
          let before = Double(found + 1) + Double(drawn) * others
          sum.add(share * before / Double(block.before + drawn + 1))
        }
        found += block.relevant
      }
      return min(1, sum.value / Double(min(k ?? relevant, relevant)))
    }
  }

  private static func expectedHits(_ group: ArraySlice<Block>, _ top: Int) -> Double {
    var sum = 0.0
    for block in group where block.before < top {
      let taken = min(block.count, top - block.before)
      sum +=
        taken == block.count
        ? Double(block.relevant) : Double(taken) * Double(block.relevant) / Double(block.count)
    }
    return sum
  }
}
