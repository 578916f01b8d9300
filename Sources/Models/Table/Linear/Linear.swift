/// An intercept and coefficients, decoded and checked.
package struct Linear: Sendable, Hashable {
  /// How the sum becomes a prediction.
  package enum Link: String, Sendable, Hashable, CaseIterable {
    /// The sum is the prediction.
    case identity
    /// The sum is the logarithm of the odds of the second label.
    case logit
    /// The sum is the logarithm of the prediction.
    case log
    /// A sum for each label; their exponentials are as the probabilities.
    case softmax
  }

  /// What a term adds for an input. **Shape:** coefficients by class; one where there are no classes.
  package enum Effect: Sendable, Hashable {
    /// coefficient · ((value − mean) / scale).
    case number(coefficients: [Double], mean: Double, scale: Double)
    /// By category; nil for `other`: a value that is not listed is refused.
    case categories([String], coefficients: [[Double]], other: [Double]?)
  }

  package enum Missing: Sendable, Hashable {
    case refused
    /// The number that stands for it.
    case value(Double)
    /// What it adds. **Shape:** by class.
    case coefficients([Double])
  }

  package struct Term: Sendable, Hashable {
    package let input: String
    package let effect: Effect
    package let missing: Missing
  }

  package let link: Link
  /// Two for `logit`, two or more for `softmax`, else none.
  package let labels: [String]
  /// By class.
  package let intercepts: [Double]
  package let terms: [Term]
}
