/// A version's figures on the rows that have one value in a column.
package struct SliceRecord: Sendable, Hashable, Codable {
  package enum Kind: String, Sendable, Hashable, Codable {
    case value
    /// Rows without a value.
    case missing
    /// Values of fewer than five keys, and those beyond the most frequent, as one; with the smallest other slice
    /// where these alone are fewer than five keys.
    case other
  }

  /// The slice held against all other rows.
  package struct AgainstRest: Sendable, Hashable, Codable {
    package var metric: String
    /// The slice's value less the rest's.
    package var difference: Double
    package var standardError: Double
    package var lower: Double
    package var upper: Double
    package var pValue: Double
    /// After correction for all slices of the evaluation; nil until they are known.
    package var adjustedPValue: Double?
    package var isWorse: Bool
    /// 1 for the one that differs most among those that are worse; nil for those that are not named.
    package var rank: Int?

    package init(
      metric: String, difference: Double, standardError: Double, lower: Double, upper: Double,
      pValue: Double, isWorse: Bool
    ) {
      self.metric = metric
      self.difference = difference
      self.standardError = standardError
      self.lower = lower
      self.upper = upper
      self.pValue = pValue
      self.isWorse = isWorse
    }

    enum CodingKeys: String, CodingKey {
      case metric, difference
      case standardError = "standard_error"
      case lower, upper
      case pValue = "p"
      case adjustedPValue = "adjusted_p"
      case isWorse = "is_worse"
      case rank
    }
  }

  /// The evaluation's name in the configuration.
  package var name: String
  package var model: String
  package var number: Int
  /// The column.
  package var dimension: String
  package var kind: Kind
  /// The value; empty for what is missing and for the rest of small values.
  package var label: String
  package var rows: Int
  /// Different keys.
  package var keys: Int
  /// nil where the outcomes are no 0 or 1.
  package var positives: Int?
  package var metrics: [EvaluationRecord.Metric]
  package var undefined: [EvaluationRecord.Detail.UndefinedMetric]
  /// nil where it can't be told; the reason is among `undefined`.
  package var againstRest: AgainstRest?
  /// Against each version that the evaluation compares its own with, on the slice's rows that both have scored; nil in
  /// what an earlier program computed.
  package var againstVersions: [AgainstVersion]?
  /// RFC 3339.
  package var computedAt: String

  enum CodingKeys: String, CodingKey {
    case name, model, number, dimension, kind, label, rows, keys, positives, metrics, undefined
    case againstRest = "against_rest"
    case againstVersions = "against_versions"
    case computedAt = "computed_at"
  }

  package init(
    name: String, model: String, number: Int, dimension: String, kind: Kind, label: String, rows: Int,
    keys: Int, positives: Int?, metrics: [EvaluationRecord.Metric],
    undefined: [EvaluationRecord.Detail.UndefinedMetric], againstRest: AgainstRest?, computedAt: String
  ) {
    self.name = name
    self.model = model
    self.number = number
    self.dimension = dimension
    self.kind = kind
    self.label = label
    self.rows = rows
    self.keys = keys
    self.positives = positives
    self.metrics = metrics
    self.undefined = undefined
    self.againstRest = againstRest
    self.computedAt = computedAt
  }

  /// `repurchase@2`.
  package var reference: String { "\(model)@\(number)" }

  /// `cohort 1997-01`, for a person.
  package var title: String {
    switch kind {
    case .value: "\(dimension) \(label)"
    case .missing: "\(dimension) missing"
    case .other: "\(dimension) other"
    }
  }

  package func metric(_ name: String) -> EvaluationRecord.Metric? { metrics.first { $0.name == name } }
}
