/// A format's lines of the support matrix, kept beside the code that reads it and printed into the reference.
package struct FormatSupport: Sendable, Hashable {
  package enum Verdict: Sendable, Hashable {
    /// The framework's own numbers, within the tolerance that the format states.
    case exact
    /// Refused when it is registered; why, as a clause: "needs its training data".
    case refused(String)
  }

  /// One thing that a model of this format may have or be.
  package struct Element: Sendable, Hashable {
    /// What kind of thing: "objective", "booster", "operator", "version".
    package let kind: String
    /// As the format spells it: "binary:logistic".
    package let name: String
    package let verdict: Verdict
    /// What a reader should know besides; a clause.
    package let note: String?

    package init(_ kind: String, _ name: String, _ verdict: Verdict = .exact, note: String? = nil) {
      self.kind = kind
      self.name = name
      self.verdict = verdict
      self.note = note
    }
  }

  /// "XGBoost JSON and UBJSON".
  package let format: String
  /// "1.0 to 3.2".
  package let versions: String
  /// How close to the framework: "margins to the last bit, probabilities to 1 ulp".
  package let agreement: String
  package let elements: [Element]

  package init(format: String, versions: String, agreement: String, elements: [Element]) {
    self.format = format
    self.versions = versions
    self.agreement = agreement
    self.elements = elements
  }
}
