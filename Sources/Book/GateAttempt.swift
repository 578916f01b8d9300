/// One attempt to let a version take another's place by the rule of its model: who, when, what was found, and whether
/// the gate opened.
package struct GateAttempt: Sendable, Hashable, Codable {
  package enum Outcome: String, Sendable, Hashable, Codable {
    case opened, refused
  }

  /// One demand and what was found.
  package struct Finding: Sendable, Hashable, Codable {
    package let metric: String
    /// "higher by more than 0", "lower by no more than 0.002".
    package let demand: String
    /// The version's value less the other's, in the metric's units; nil where it is not known.
    package let difference: Double?
    /// The interval by which the demand was judged, at the attempt's confidence.
    package let lower: Double?
    package let upper: Double?
    package let isMet: Bool
    /// What there is to say of it: the comparison's sentence, or why there is none.
    package let evidence: String

    package init(
      metric: String, demand: String, difference: Double?, lower: Double?, upper: Double?, isMet: Bool,
      evidence: String
    ) {
      self.metric = metric
      self.demand = demand
      self.difference = difference
      self.lower = lower
      self.upper = upper
      self.isMet = isMet
      self.evidence = evidence
    }

    enum CodingKeys: String, CodingKey {
      case metric, demand, difference, lower, upper
      case isMet = "is_met"
      case evidence
    }
  }

  package let model: String
  package let number: Int
  package let alias: String
  /// The version whose place it was to take: `repurchase@1`.
  package let against: String
  /// The evaluation's name in the configuration.
  package let evaluation: String
  /// Of the intervals by which it was judged: 0…1; more than the rule says from the second look on.
  package let confidence: Double
  package let findings: [Finding]
  package let outcome: Outcome
  /// What the person gave as a reason.
  package let reason: String?
  /// RFC 3339.
  package let attemptedAt: String
  package let attemptedBy: String

  package init(
    model: String, number: Int, alias: String, against: String, evaluation: String, confidence: Double,
    findings: [Finding], outcome: Outcome, reason: String?, attemptedAt: String, attemptedBy: String
  ) {
    self.model = model
    self.number = number
    self.alias = alias
    self.against = against
    self.evaluation = evaluation
    self.confidence = confidence
    self.findings = findings
    self.outcome = outcome
    self.reason = reason
    self.attemptedAt = attemptedAt
    self.attemptedBy = attemptedBy
  }

  enum CodingKeys: String, CodingKey {
    case model, number, alias, against, evaluation, confidence, findings, outcome, reason
    case attemptedAt = "attempted_at"
    case attemptedBy = "attempted_by"
  }

  /// `repurchase@2`.
  package var reference: String { "\(model)@\(number)" }

  /// Whether the same was asked, and the same found.
  package func repeats(_ other: GateAttempt) -> Bool {
    model == other.model && number == other.number && alias == other.alias && against == other.against
      && evaluation == other.evaluation && confidence == other.confidence && findings == other.findings
      && outcome == other.outcome
  }
}
