import Book

/// How far rows move between two versions, in sentences.
struct MovementWords {
  private let comparison: ComparisonRecord
  private let movement: ComparisonRecord.Movement

  init(_ comparison: ComparisonRecord, _ movement: ComparisonRecord.Movement) {
    self.comparison = comparison
    self.movement = movement
  }

  var sentences: String {
    ([tenths] + [quantiles, scores, slices].compactMap(\.self)).joined(separator: " ")
  }

  private var tenths: String {
    "From \(comparison.baseline) to \(comparison.reference), \(NumberText.count(movement.otherTenth)) of "
      + "\(NumberText.count(comparison.rows, "row")) "
      + "(\(NumberText.percent(Double(movement.otherTenth) / Double(comparison.rows)))) move to another tenth of "
      + "the ranking."
  }

  private var quantiles: String? {
    guard !movement.quantiles.isEmpty else { return nil }
    let parts = movement.quantiles.map { quantile in
      "\(NumberText.percent(quantile.share, decimals: 0)) of the rows by no more than "
        + NumberText.percent(quantile.places)
    }
    return "Places move for \(NumberText.list(parts)) of the ranking."
  }

  private var scores: String? {
    let parts = movement.quantiles.compactMap { quantile in
      quantile.score.map {
        "for \(NumberText.percent(quantile.share, decimals: 0)) of the rows by no more than \(NumberText.rough($0))"
      }
    }
    return parts.isEmpty ? nil : "Scores differ \(NumberText.list(parts))."
  }

  private var slices: String? {
    guard !movement.slices.isEmpty else { return nil }
    let parts = movement.slices.map { "\($0.title) by \(NumberText.percent($0.places))" }
    return
      "Furthest move, on average: \(NumberText.list(parts)); all rows by \(NumberText.percent(movement.places))."
  }
}
