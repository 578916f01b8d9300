/// Conditions in order, of which the first that holds says the prediction: decoded and checked.
package struct Rules: Sendable, Hashable {
  /// What is asked of one input; a missing value makes every test but `missing` neither true nor false.
  package enum Test: Sendable, Hashable {
    /// From `low` to `high`, both of them inside.
    case interval(low: Double, high: Double)
    case numbers([Double])
    /// By code of the input's categories, the last one for all that are not listed.
    case categories([Bool])
    case missing
  }

  package indirect enum Condition: Sendable, Hashable {
    case test(input: Int, Test)
    case not(Condition)
    /// **Shape:** never empty.
    case all([Condition])
    case any([Condition])
  }

  /// What a row gets.
  package struct Outcome: Sendable, Hashable {
    /// The rule's name.
    package let rule: String
    /// The prediction, or the probability of the positive label; nil: rules that give a class alone.
    package let number: Double?
    /// Index into the labels; there where labels are.
    package let label: Int?
  }

  package struct Rule: Sendable, Hashable {
    package let when: Condition
    package let outcome: Outcome
  }

  /// Negative first; empty: the rules give a prediction.
  package let labels: [String]
  package let inputs: [Input]
  package let rules: [Rule]
  /// nil: a row to which no rule applies is refused.
  package let otherwise: Outcome?

  /// All outcomes, `otherwise` last.
  var outcomes: [Outcome] { rules.map(\.outcome) + (otherwise.map { [$0] } ?? []) }
}
