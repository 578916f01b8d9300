/// A version held against a baseline by one metric, on the rows that both have scored.
package struct ComparisonRecord: Sendable, Hashable, Codable {
  package enum Verdict: String, Sendable, Hashable, Codable {
    case better
    case noEvidence = "no_evidence"
    case worse
    /// The comparison has no value; the reason says why.
    case undefined
  }

  /// Rows that the two decide differently.
  package struct Changed: Sendable, Hashable, Codable {
    /// What differs: "band" or "class".
    package var by: String
    package var rows: Int
    /// Of these, where only the version is right, and where only the baseline is; nil for bands.
    package var onlyVersionRight: Int?
    package var onlyBaselineRight: Int?

    package init(by: String, rows: Int, onlyVersionRight: Int? = nil, onlyBaselineRight: Int? = nil) {
      self.by = by
      self.rows = rows
      self.onlyVersionRight = onlyVersionRight
      self.onlyBaselineRight = onlyBaselineRight
    }

    enum CodingKeys: String, CodingKey {
      case by, rows
      case onlyVersionRight = "only_version_right"
      case onlyBaselineRight = "only_baseline_right"
    }
  }

  /// The evaluation's name in the configuration.
  package var name: String
  package var model: String
  package var number: Int
  /// `rfm@1`.
  package var baseline: String
  /// "auc".
  package var metric: String
  package var isHigherBetter: Bool
  package var dates = 0
  /// Rows that both have scored, and different keys among them.
  package var rows = 0
  package var keys = 0
  package var value: Double?
  package var baselineValue: Double?
  /// The version's value less the baseline's.
  package var difference: Double?
  package var standardError: Double?
  package var lower: Double?
  package var upper: Double?
  /// 0…1: 0.95.
  package var confidence: Double?
  /// Two-sided, of this comparison alone.
  package var pValue: Double?
  /// How interval and p value were made: "Obuchowski, paired, by customer_id".
  package var method: String?
  /// p after correction for all comparisons of the evaluation.
  package var adjustedPValue: Double?
  /// "holm", "benjamini_hochberg" or "none", over so many comparisons.
  package var correction: String
  package var comparisons = 0
  /// The smallest difference that these rows show with a power of 0.8.
  package var detectable: Double?
  package var verdict = Verdict.undefined
  /// Why there is no value.
  package var reason: String?
  /// The verdict for a person.
  package var sentence = ""
  /// nil where the job writes neither.
  package var changed: Changed?
  /// How far rows move; nil for labels, and in records of programs that did not keep it.
  package var movement: Movement?
  /// RFC 3339.
  package var computedAt: String

  enum CodingKeys: String, CodingKey {
    case name, model, number, baseline, metric
    case isHigherBetter = "higher_is_better"
    case dates, rows, keys, value
    case baselineValue = "baseline_value"
    case difference
    case standardError = "standard_error"
    case lower, upper, confidence
    case pValue = "p"
    case method
    case adjustedPValue = "adjusted_p"
    case correction, comparisons, detectable, verdict, reason, sentence, changed, movement
    case computedAt = "computed_at"
  }

  package init(
    name: String, model: String, number: Int, baseline: String, metric: String, isHigherBetter: Bool,
    correction: String, computedAt: String
  ) {
    self.name = name
    self.model = model
    self.number = number
    self.baseline = baseline
    self.metric = metric
    self.isHigherBetter = isHigherBetter
    self.correction = correction
    self.computedAt = computedAt
  }

  /// `repurchase@2`.
  package var reference: String { "\(model)@\(number)" }
}
