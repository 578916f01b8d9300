/// How many clusters have a positive and how many a negative row; one may have both.
package struct ClassKeys: Sendable, Hashable {
  package let positives: Int
  package let negatives: Int

  package init(positives: Int, negatives: Int) {
    self.positives = positives
    self.negatives = negatives
  }

  /// Of the rarer class.
  package var fewest: Int { min(positives, negatives) }
}

extension RankedPlaces {
  /// In one pass over the rows, with a byte for each cluster.
  ///
  /// - Parameter mark: rows of this mark are left out.
  package func keysOfClass(without mark: UInt16? = nil) -> ClassKeys {
    var seen = [UInt8](repeating: 0, count: limit)
    forEachGroup(without: mark) { group in
      for place in places[group.rows] where mark == nil || place.mark != mark {
        seen[place.cluster] |= place.outcome ? 1 : 2
      }
    }
    return ClassKeys(positives: seen.count { $0 & 1 != 0 }, negatives: seen.count { $0 & 2 != 0 })
  }
}
