extension SliceRecord {
  /// The slice's version held against another by one metric, on the slice's rows that both have scored.
  ///
  /// p is of this comparison alone: who looks at several corrects for as many.
  package struct AgainstVersion: Sendable, Hashable, Codable {
    /// `rfm@1`.
    package var baseline: String
    package var metric: String
    package var isHigherBetter: Bool
    package var rows: Int
    /// Different keys.
    package var keys: Int
    /// The version's value less the baseline's.
    package var difference: Double?
    package var standardError: Double?
    package var lower: Double?
    package var upper: Double?
    /// Of the interval: 0…1.
    package var confidence: Double?
    package var pValue: Double?
    package var method: String?
    /// Why nothing can be told of the difference.
    package var reason: String?

    package init(
      baseline: String, metric: String, isHigherBetter: Bool, rows: Int, keys: Int, reason: String? = nil
    ) {
      self.baseline = baseline
      self.metric = metric
      self.isHigherBetter = isHigherBetter
      self.rows = rows
      self.keys = keys
      self.reason = reason
    }

    /// A comparison on the slice's rows. The two values stay out: beside those of all the slice's rows they could tell
    /// of the few rows that only one version has scored.
    package init(_ comparison: ComparisonRecord) {
      self.init(
        baseline: comparison.baseline, metric: comparison.metric, isHigherBetter: comparison.isHigherBetter,
        rows: comparison.rows, keys: comparison.keys, reason: comparison.reason)
      difference = comparison.difference
      standardError = comparison.standardError
      lower = comparison.lower
      upper = comparison.upper
      confidence = comparison.confidence
      pValue = comparison.pValue
      method = comparison.method
    }

    enum CodingKeys: String, CodingKey {
      case baseline, metric
      case isHigherBetter = "higher_is_better"
      case rows, keys, difference
      case standardError = "standard_error"
      case lower, upper, confidence
      case pValue = "p"
      case method, reason
    }
  }
}
