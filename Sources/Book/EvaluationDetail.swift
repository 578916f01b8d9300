extension EvaluationRecord {
  /// Where the figures come from, what was left out of them, and why some could not be made.
  package struct Detail: Sendable, Hashable, Codable {
    /// A figure that was asked for and has no value.
    package struct UndefinedMetric: Sendable, Hashable, Codable {
      package let name: String
      /// A clause for a person: "all outcomes are of one class".
      package let reason: String

      package init(name: String, reason: String) {
        self.name = name
        self.reason = reason
      }
    }

    /// How a date was scored where no run did, and of which rows: equal to these, it is not scored again.
    package struct Scoring: Sendable, Hashable, Codable {
      /// Digest of versions, query text, binding and outputs.
      package let planDigest: String
      package let inputDigest: String
      package let inputStamp: String

      package init(planDigest: String, inputDigest: String, inputStamp: String) {
        self.planDigest = planDigest
        self.inputDigest = inputDigest
        self.inputStamp = inputStamp
      }
    }

    /// The run whose predictions were judged; nil for all dates pooled, and for dates that the evaluation scored.
    package let runID: String?
    /// Predictions whose key has no outcome: left out.
    package let withoutOutcome: Int
    /// Outcomes whose key has no prediction: left out.
    package let withoutPrediction: Int
    /// Predictions that are no number: left out.
    package let notANumber: Int
    /// Rows that the fallback answered: left out. nil where there are none.
    package let fallbacks: Int?
    /// Rows that another version scored, that of a split's variant: left out. nil where there are none.
    package let otherVersions: Int?
    /// Dates on or before `trained_until`: left out of the pooled figures.
    package let flaggedDates: Int
    /// `rfm@1`: what the pooled figures were compared with.
    package let baseline: String?
    package let undefined: [UndefinedMetric]
    /// Digest of what was asked: outcome, metrics, baseline, label delay.
    package let planDigest: String
    /// Digest of the outcomes alone; nil for all dates pooled.
    package let outcomesDigest: String?
    /// Digest of the stamp of the outcomes' source: equal stamp, equal outcomes.
    package let sourceStamp: String?
    /// nil for the predictions of a run, and for all dates pooled.
    package var scoring: Scoring?
    /// Events that came after the days in which they count: taken as 0. nil where there are none.
    package var lateOutcomes: Int?

    package init(
      runID: String?, withoutOutcome: Int, withoutPrediction: Int, notANumber: Int, flaggedDates: Int,
      baseline: String?, undefined: [UndefinedMetric], planDigest: String, outcomesDigest: String?,
      sourceStamp: String?, fallbacks: Int? = nil, otherVersions: Int? = nil, scoring: Scoring? = nil,
      lateOutcomes: Int? = nil
    ) {
      self.scoring = scoring
      self.lateOutcomes = lateOutcomes
      self.runID = runID
      self.withoutOutcome = withoutOutcome
      self.withoutPrediction = withoutPrediction
      self.notANumber = notANumber
      self.fallbacks = fallbacks
      self.otherVersions = otherVersions
      self.flaggedDates = flaggedDates
      self.baseline = baseline
      self.undefined = undefined
      self.planDigest = planDigest
      self.outcomesDigest = outcomesDigest
      self.sourceStamp = sourceStamp
    }
  }

  /// Why a figure has no value; nil where it has one, or was not asked for.
  package func reason(for metric: String) -> String? {
    detail?.undefined.first { $0.name == metric }?.reason
  }
}
