import Diagnostics

/// How far rows move between two versions, in the sentences of terminal and page alike.
package struct MovementWords {
  /// How the place that shows the sentences writes its numbers.
  package struct Numbers: Sendable {
    let count: @Sendable (Int) -> String
    /// Of a share 0…1, with so many decimals.
    let percent: @Sendable (_ share: Double, _ decimals: Int) -> String
    /// With two digits that count.
    let rough: @Sendable (Double) -> String

    package init(
      count: @escaping @Sendable (Int) -> String,
      percent: @escaping @Sendable (_ share: Double, _ decimals: Int) -> String,
      rough: @escaping @Sendable (Double) -> String
    ) {
      self.count = count
      self.percent = percent
      self.rough = rough
    }
  }

  private let comparison: ComparisonRecord
  private let movement: ComparisonRecord.Movement
  private let numbers: Numbers

  package init(_ comparison: ComparisonRecord, _ movement: ComparisonRecord.Movement, _ numbers: Numbers) {
    self.comparison = comparison
    self.movement = movement
    self.numbers = numbers
  }

  package var sentences: String {
    ([tenths] + [quantiles, scores, slices].compactMap(\.self)).joined(separator: " ")
  }

  private var tenths: String {
    let rows = comparison.rows
    return "From \(comparison.baseline) to \(comparison.reference), \(numbers.count(movement.otherTenth)) of "
      + "\(numbers.count(rows)) row\(rows == 1 ? "" : "s") "
      + "(\(percent(Double(movement.otherTenth) / Double(max(1, rows))))) move to another tenth of the ranking."
  }

  private var quantiles: String? {
    guard !movement.quantiles.isEmpty else { return nil }
    let parts = movement.quantiles.map { quantile in
      "\(numbers.percent(quantile.share, 0)) of the rows by no more than \(percent(quantile.places))"
    }
    return "Places move for \(listed(parts)) of the ranking."
  }

  private var scores: String? {
    let parts = movement.quantiles.compactMap { quantile in
      quantile.score.map {
        "for \(numbers.percent(quantile.share, 0)) of the rows by no more than \(numbers.rough($0))"
      }
    }
    return parts.isEmpty ? nil : "Scores differ \(listed(parts))."
  }

  private var slices: String? {
    guard !movement.slices.isEmpty else { return nil }
    let parts = movement.slices.map { "\($0.title) by \(percent($0.places))" }
    return "Furthest move, on average: \(listed(parts)); all rows by \(percent(movement.places))."
  }

  private func percent(_ share: Double) -> String { numbers.percent(share, 1) }
}
