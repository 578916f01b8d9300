import Book

/// A trial as its source tells it.
struct SourceTrial: Sendable {
  var record: TrialRecord
  /// Its metrics with their points, in the order in which they were logged.
  var history: [(metric: String, points: [MetricPoint])]
  let experiment: ExperimentRecord
  let fingerprint: String

  var points: Int { history.reduce(0) { $0 + $1.points.count } }

  /// The last value of each metric, by step, time and value; those that are known already stay.
  mutating func summarise() {
    let known = Set(record.metrics.map(\.name))
    for (metric, points) in history where !known.contains(metric) {
      guard let last = points.last(in: points.indices) else { continue }
      record.metrics.append(
        TrialRecord.Metric(
          name: metric, value: last.value.isNaN ? nil : last.value, step: last.step, time: last.time,
          points: points.count))
    }
    record.metrics.sort { $0.name < $1.name }
  }
}

extension [MetricPoint] {
  /// The latest of a range; of equal ones the last.
  fileprivate func last(in range: Range<Int>) -> MetricPoint? {
    guard var latest = first else { return nil }
    for point in self[range] where !latest.isLater(than: point) { latest = point }
    return latest
  }
}
