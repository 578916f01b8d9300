import Book

/// Trials held against a baseline: what differs, by how much, and what can be said of it.
package struct TrialComparison: Sendable, Hashable, Encodable {
  package struct Run: Sendable, Hashable, Encodable {
    package let name: String
    package let origin: String
    package let id: String
  }

  package struct Parameter: Sendable, Hashable, Encodable {
    package let name: String
    /// Each once.
    package let values: [String]
  }

  package struct Group: Sendable, Hashable, Encodable {
    package let name: String
    package let runs: [Run]
    package let parameters: [Parameter]
    /// Registered versions that its runs made: `repurchase@2`.
    package let versions: [String]
  }

  /// Rows that two versions decide differently.
  package struct Changed: Sendable, Hashable, Encodable {
    package let evaluation: String
    package let version: String
    package let baseline: String
    /// "band" or "class".
    package let by: String
    package let changed: Int
    /// Of so many.
    package let rows: Int
    package let onlyVersionRight: Int?
    package let onlyBaselineRight: Int?

    package init(
      evaluation: String, version: String, baseline: String, by: String, changed: Int, rows: Int,
      onlyVersionRight: Int?, onlyBaselineRight: Int?
    ) {
      self.evaluation = evaluation
      self.version = version
      self.baseline = baseline
      self.by = by
      self.changed = changed
      self.rows = rows
      self.onlyVersionRight = onlyVersionRight
      self.onlyBaselineRight = onlyBaselineRight
    }
  }

  package struct Candidate: Sendable, Hashable, Encodable {
    package let group: Group
    package var metrics: [MetricComparison]
    /// Rows of registered versions by slice: they have no say in the verdict, and count for the correction.
    package var slices: [MetricComparison] = []
    package var changed: [Changed] = []
    package var verdict = MetricComparison.Verdict.undefined
    package var sentence = ""
    /// Where nothing can be told: why, and what would help, without names of trials.
    package var reason: String?
    /// What else has to be known.
    package var notes: [String] = []
  }

  package let experiment: String
  package let question: String?
  package let objective: String?
  package var baseline: Group
  package var candidates: [Candidate]
  /// Parameters in which groups differ, those that most trials have first.
  package let differing: [String]
  /// "holm", "benjamini_hochberg" or "none", over so many tests.
  package let correction: String
  package var tests = 0
  /// Trials in the groups, and those of the experiment that are not finished.
  package let trials: Int
  package let unfinished: Int
  package var notes: [String] = []

  /// Metrics whose tolerance is exceeded, or not shown to be kept.
  package var unkept: [(candidate: Candidate, metric: MetricComparison)] {
    candidates.flatMap { candidate in
      candidate.metrics.filter { $0.tolerance?.isExceeded == true || $0.isToleranceUnproven }.map {
        (candidate, $0)
      }
    }
  }
}
