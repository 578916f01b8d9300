package import Book
import Workspace

/// What an evaluation found of two registered versions on the rows that both have scored.
package struct RowEvidence: Sendable, Hashable {
  package let metric: String
  package let isHigherBetter: Bool
  package let rows: MetricComparison.Rows
  package var value: Double?
  package var baselineValue: Double?
  package var difference: Double?
  package var standardError: Double?
  package var lower: Double?
  package var upper: Double?
  /// Of the interval: 0…1; nil where the record does not say.
  package var confidence: Double?
  package var pValue: Double?
  package var method: String?
  package var reason: String?
  package var changed: TrialComparison.Changed?

  /// A version against a baseline, as the book has it.
  package init(_ record: ComparisonRecord) {
    self.init(
      metric: record.metric, isHigherBetter: record.isHigherBetter,
      rows: .init(
        evaluation: record.name, version: record.reference, baseline: record.baseline, rows: record.rows,
        keys: record.keys))
    value = record.value
    baselineValue = record.baselineValue
    difference = record.difference
    standardError = record.standardError
    lower = record.lower
    upper = record.upper
    confidence = record.confidence
    pValue = record.pValue
    method = record.method
    reason = record.reason
    changed = record.changed.map {
      .init(
        evaluation: record.name, version: record.reference, baseline: record.baseline, by: $0.by,
        changed: $0.rows, rows: record.rows, onlyVersionRight: $0.onlyVersionRight,
        onlyBaselineRight: $0.onlyBaselineRight)
    }
  }

  package init(metric: String, isHigherBetter: Bool, rows: MetricComparison.Rows) {
    self.metric = metric
    self.isHigherBetter = isHigherBetter
    self.rows = rows
  }

  /// The same seen from the other side.
  var reversed: RowEvidence {
    var other = RowEvidence(
      metric: metric, isHigherBetter: isHigherBetter,
      rows: .init(
        evaluation: rows.evaluation, version: rows.baseline, baseline: rows.version, rows: rows.rows,
        keys: rows.keys, slice: rows.slice))
    other.value = baselineValue
    other.baselineValue = value
    other.difference = difference.map { -$0 }
    other.standardError = standardError
    other.lower = upper.map { -$0 }
    other.upper = lower.map { -$0 }
    other.confidence = confidence
    other.pValue = pValue
    other.method = method
    other.reason = reason
    other.changed = changed.map {
      .init(
        evaluation: $0.evaluation, version: $0.baseline, baseline: $0.version, by: $0.by, changed: $0.changed,
        rows: $0.rows, onlyVersionRight: $0.onlyBaselineRight, onlyBaselineRight: $0.onlyVersionRight)
    }
    return other
  }

  /// As a comparison that gets its verdict with all others.
  var comparison: MetricComparison {
    var found = MetricComparison(
      metric: metric, direction: isHigherBetter ? .up : .down,
      baseline: PooledMetric(count: rows.rows, mean: baselineValue),
      candidate: PooledMetric(count: rows.rows, mean: value))
    found.rows = rows
    found.difference = difference
    found.standardError = standardError
    found.lower = lower
    found.upper = upper
    found.pValue = pValue
    found.method = method
    found.reason = reason
    return found
  }
}
