package import Book
import Workspace

/// A candidate against the baseline by one metric.
package struct MetricComparison: Sendable, Hashable, Encodable {
  package typealias Verdict = ComparisonRecord.Verdict

  /// How much worse is let pass.
  package struct Tolerance: Sendable, Hashable, Encodable {
    package let allowed: Double
    /// By how much the candidate is worse; below zero where it is better; nil where that can't be told.
    package var worseBy: Double?
    /// nil where it can't be told, since a value is missing: then it isn't shown to be kept, either.
    package var isExceeded: Bool?
    /// A clause: what is wrong with it, or how sure it is.
    package var reason: String?
  }

  /// Rows that both versions have scored, in place of repeated runs.
  package struct Rows: Sendable, Hashable, Encodable {
    package let evaluation: String
    /// `repurchase@2`.
    package let version: String
    package let baseline: String
    package let rows: Int
    package let keys: Int
    /// `cohort 1997-01`: only its rows; nil for all.
    package let slice: String?

    package init(
      evaluation: String, version: String, baseline: String, rows: Int, keys: Int, slice: String? = nil
    ) {
      self.evaluation = evaluation
      self.version = version
      self.baseline = baseline
      self.rows = rows
      self.keys = keys
      self.slice = slice
    }
  }

  package let metric: String
  /// "up", "down"; nil where it is not known.
  package let direction: String?
  /// nil: runs are compared.
  package var rows: Rows?
  /// Runs of both with the same seeds, where differences are taken seed by seed.
  package var pairs: Int?
  /// Of how many folds the pairs are, where their test is corrected for it.
  package var folds: Int?
  /// How many runs of a seed, at most, are one pair by their means; nil for one.
  package var averaged: Int?
  package var baseline: PooledMetric
  package var candidate: PooledMetric
  /// The candidate's value less the baseline's.
  package var difference: Double?
  package var standardError: Double?
  /// The difference's interval.
  package var lower: Double?
  package var upper: Double?
  /// Two-sided, of this difference alone.
  package var pValue: Double?
  /// After correction for all that are compared.
  package var adjustedPValue: Double?
  /// "Welch", "Student, paired, by seed", or that of the evaluation.
  package var method: String?
  /// The smallest difference that as many runs or rows show with a power of 0.8.
  package var detectable: Double?
  /// How many runs of each show a difference of this size with a power of 0.8.
  package var runsNeeded: Int?
  /// Whether it has a say in the verdict on the candidate: metrics of the training data have none unless asked for.
  package var decides = true
  package var verdict = Verdict.undefined
  /// A clause: why there is no verdict.
  package var reason: String?
  package var tolerance: Tolerance?
  /// The verdict for a person.
  package var sentence = ""

  package init(
    metric: String, direction: MetricDirections.Direction?, baseline: PooledMetric, candidate: PooledMetric
  ) {
    self.metric = metric
    self.direction = direction?.rawValue
    self.baseline = baseline
    self.candidate = candidate
  }

  /// As a table writes it: beyond its tolerance it is worse, whatever a test says or can't say.
  var verdictWords: String {
    if tolerance?.isExceeded == true { return "\(Verdict.worse.words), tolerance exceeded" }
    let words = direction == nil && pValue != nil ? "which way?" : verdict.words
    return isToleranceUnproven ? "\(words), tolerance unproven" : words
  }

  /// Whether nothing tells if its tolerance is kept.
  package var isToleranceUnproven: Bool {
    if let tolerance { tolerance.isExceeded == nil } else { false }
  }

  var isHigherBetter: Bool { direction == MetricDirections.Direction.up.rawValue }

  /// Worse, and not by so little that it was said to be let pass.
  var isWorseBeyondTolerance: Bool {
    if let tolerance { return tolerance.isExceeded == true }
    return verdict == .worse
  }
}

extension ComparisonRecord.Verdict {
  /// As a table writes it.
  package var words: String {
    switch self {
    case .better: "better"
    case .noEvidence: "no evidence"
    case .worse: "worse"
    case .undefined: "can't be told"
    }
  }
}
