import Statistics

extension RowEvidence {
  /// What stored bounds are of where the record does not say.
  private static let storedConfidence = Comparison.confidence

  /// The difference's interval at another confidence, by the method of the stored one.
  ///
  /// nil where there is no interval, and where the stored one can't be made from difference, error and method: then the
  /// method is not ours, and nothing is made up.
  func interval(confidence: Double) -> Interval? {
    guard let lower, let upper else { return nil }
    let stored = self.confidence ?? RowEvidence.storedConfidence
    if stored == confidence { return Interval(lower: lower, upper: upper) }
    guard let difference, let standardError, let method, let basis = MeasuredDifference.Basis(method: method)
    else { return nil }
    func interval(_ confidence: Double) throws(Undefined) -> Interval {
      try MeasuredDifference(
        value: difference, standardError: standardError, spread: basis.spread(keys: rows.keys),
        confidence: confidence
      ).interval
    }
    do throws(Undefined) {
      let again = try interval(stored)
      guard abs(again.lower - lower) <= 1e-9 * standardError, abs(again.upper - upper) <= 1e-9 * standardError
      else { return nil }
      return try interval(confidence)
    } catch {
      return nil
    }
  }
}
