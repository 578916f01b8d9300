import Book

extension EvaluationOutcome {
  /// How far rows move in the ranking between each pair of versions, a sentence or two each.
  package var movements: [String] {
    var told: Set<[String]> = []
    return comparisons.compactMap { comparison in
      guard let movement = comparison.movement, comparison.rows > 0,
        told.insert([comparison.reference, comparison.baseline]).inserted
      else { return nil }
      func percent(_ share: Double) -> String { "\(ResultTable.rounded(100 * share, digits: 1)) %" }
      var words =
        "From \(comparison.baseline) to \(comparison.reference), \(movement.otherTenth) of \(comparison.rows) rows "
        + "(\(percent(Double(movement.otherTenth) / Double(comparison.rows)))) move to another tenth of the ranking"
      if let last = movement.quantiles.last, last.share < 1 {
        words +=
          "; the \(ResultTable.rounded(100 * (1 - last.share), digits: 0)) % that move furthest, by more than \(percent(last.places)) of it"
      }
      if let slice = movement.slices.first {
        words +=
          ". \(slice.title) moves most, by \(percent(slice.places)) on average; all rows by \(percent(movement.places))"
      }
      return words + "."
    }
  }
}
