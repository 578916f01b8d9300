import Book

extension EvaluationOutcome {
  /// How far rows move in the ranking between each pair of versions, some sentences each.
  package var movements: [String] {
    let numbers = MovementWords.Numbers(
      count: { "\($0)" }, percent: { "\(ResultTable.rounded(100 * $0, digits: $1)) %" },
      rough: { TrialNumber.text($0, error: $0) })
    var told: Set<[String]> = []
    return comparisons.compactMap { comparison in
      guard let movement = comparison.movement, comparison.rows > 0,
        told.insert([comparison.reference, comparison.baseline]).inserted
      else { return nil }
      return MovementWords(comparison, movement, numbers).sentences
    }
  }
}
