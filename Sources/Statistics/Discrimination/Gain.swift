/// One part of the rows in descending order of score: what it gained.
package struct GainPart: Sendable, Hashable {
  /// Rows of this part; a fraction where the rows don't divide evenly.
  package let rows: Double
  /// Positive outcomes of this part.
  package let positives: Double
  /// Rate of this part over the rate of all rows.
  package let lift: Double
  /// Positives of this and all higher parts, as a share of all positives.
  package let cumulativeGain: Double
  /// Rate of this and all higher parts over the rate of all rows.
  package let cumulativeLift: Double
}

extension RankedOutcomes {
  /// Lift and gain by equal parts of the rows, best scores first; tenths by default.
  ///
  /// **Shape:** `parts` parts of count/parts rows each. A tie group that lies across a boundary is shared out
  /// in proportion, its expectation under any order of the ties, so that the result does not depend on row
  /// order. **Throws:** `oneClass` without a positive; `levelOutOfRange` for less than one part.
  package func gain(parts: Int = 10) throws(Undefined) -> [GainPart] {
    guard parts >= 1 else { throw .levelOutOfRange }
    guard positiveCount > 0 else { throw .oneClass }
    let size = Double(count) / Double(parts)
    let rate = Double(positiveCount) / Double(count)
    var result: [GainPart] = []
    var group = 0
    var rowsBefore = 0
    var hitsBefore = 0
    var previous = 0.0
    for part in 1...parts {
      let end = part == parts ? Double(count) : Double(part) * Double(count) / Double(parts)
      while group < scores.count, Double(rowsBefore + positives[group] + negatives[group]) <= end {
        rowsBefore += positives[group] + negatives[group]
        hitsBefore += positives[group]
        group += 1
      }
      var hits = Double(hitsBefore)
      if group < scores.count {
        let rows = Double(positives[group] + negatives[group])
        hits += (end - Double(rowsBefore)) / rows * Double(positives[group])
      }
      result.append(
        GainPart(
          rows: size, positives: hits - previous, lift: (hits - previous) / size / rate,
          cumulativeGain: hits / Double(positiveCount), cumulativeLift: hits / end / rate))
      previous = hits
    }
    return result
  }
}
