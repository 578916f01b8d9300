/// One metric of one variant against control.
package struct ReadoutEffect: Sendable, Hashable, Codable {
  package enum Verdict: String, Sendable, Hashable, Codable {
    case better
    case noEvidence = "no_evidence"
    case worse
    /// A guardrail that has a bound, and is shown to keep it.
    case holds
    /// A guardrail that is shown to be worse than it may be.
    case broken
    /// A guardrail of which neither is shown.
    case open
    /// There is no value; the reason says why.
    case undefined
  }

  package var metric: String
  /// "proportion", "mean" or "ratio".
  package var measure: String
  package var variant: String
  package var isGuardrail: Bool
  package var isHigherBetter: Bool
  /// What the guardrail may lose, as a share of control's value.
  package var worseByAtMost: Double?
  /// Keys that count, of the variant and of control.
  package var keys = 0
  package var controlKeys = 0
  /// Cut as declared, not adjusted.
  package var value: Double?
  package var controlValue: Double?
  /// The variant's value less control's, cut and adjusted as declared.
  package var difference: Double?
  /// Of the difference; with looks every night no smaller than the pooled variance gives.
  package var standardError: Double?
  package var lower: Double?
  package var upper: Double?
  /// The difference as a share of control's value.
  package var lift: Double?
  package var liftLower: Double?
  package var liftUpper: Double?
  /// Why the lift has no interval.
  package var liftReason: String?
  /// 0…1: 0.95.
  package var confidence: Double?
  /// Two-sided, of this effect alone; of guardrails too.
  package var pValue: Double?
  /// p after correction for all deciding effects; nil for guardrails.
  package var adjustedPValue: Double?
  /// How interval and p value were made: "Newcombe", "Welch, winsorised", "always valid, delta method, CUPED by money_90d".
  package var method: String?
  /// "holm", "benjamini_hochberg" or "none", over so many effects.
  package var correction: String
  package var comparisons = 0
  /// The smallest difference that these keys show with a power of 0.8.
  package var detectable: Double?
  /// What the covariate took from the variance, 0…1.
  package var varianceReduction: Double?
  /// The value that larger ones were cut to, to two significant figures, and how many were; nil where fewer than five
  /// were, since the value is then nearly one key's own.
  package var cutAt: Double?
  package var cut: Int?
  package var verdict = Verdict.undefined
  /// Why there is no value.
  package var reason: String?
  /// The verdict for a person.
  package var sentence = ""

  package init(
    metric: String, measure: String, variant: String, isGuardrail: Bool, isHigherBetter: Bool,
    worseByAtMost: Double?, correction: String
  ) {
    self.metric = metric
    self.measure = measure
    self.variant = variant
    self.isGuardrail = isGuardrail
    self.isHigherBetter = isHigherBetter
    self.worseByAtMost = worseByAtMost
    self.correction = correction
  }

  enum CodingKeys: String, CodingKey {
    case metric, measure, variant
    case isGuardrail = "is_guardrail"
    case isHigherBetter = "higher_is_better"
    case worseByAtMost = "worse_by_at_most"
    case keys
    case controlKeys = "control_keys"
    case value
    case controlValue = "control_value"
    case difference
    case standardError = "standard_error"
    case lower, upper, lift
    case liftLower = "lift_lower"
    case liftUpper = "lift_upper"
    case liftReason = "lift_reason"
    case confidence
    case pValue = "p"
    case adjustedPValue = "adjusted_p"
    case method, correction, comparisons, detectable
    case varianceReduction = "variance_reduction"
    case cutAt = "cut_at"
    case cut, verdict, reason, sentence
  }
}
