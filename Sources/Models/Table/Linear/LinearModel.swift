package import Diagnostics

/// A linear model, opened.
///
/// margin = intercept + coefficient · ((value − mean) / scale) + …, term by term as they are written, in double.
/// `identity`: the prediction is the margin. `log`: exp(margin). `logit`: probability = 1 / (1 + exp(−margin)), and
/// the class is the second label where the margin is above 0. `softmax`: a margin for each label, probability =
/// exp(margin − greatest) / sum of these, and the class is the first of the greatest.
/// **Missing values:** worth what `missing` says; without it the row is refused as `missingInput`. A category that is
/// not listed is worth `other`, and refused as `invalidInput` without it; so is an infinite number. A row whose
/// margin or prediction is too large for a double is refused.
package struct LinearModel: Model {
  package let linear: Linear
  package let signature: Signature
  private let isCSV: Bool
  package var batchRows: Int { 256 }
  /// Coefficients are no measure of importance: they depend on the units of their inputs.
  package var importance: [FeatureImportance] { [] }

  init(_ linear: Linear, isCSV: Bool) {
    self.linear = linear
    self.isCSV = isCSV
    let inputs = linear.terms.map { term -> Input in
      let kind: Input.Kind =
        if case .categories(let names, _, _) = term.effect { .category(names) } else { .number }
      return Input(name: term.input, kind: kind, required: term.missing == .refused)
    }
    let task: Signature.Task =
      switch linear.link {
      case .identity, .log: .regression
      case .logit: .binary(negative: linear.labels[0], positive: linear.labels[1])
      case .softmax: .multiclass(linear.labels)
      }
    signature = Signature(task: task, inputs: inputs, outputs: OutputNames.outputs(of: task))
  }

  package var facts: [(name: String, value: String)] {
    let standardised = linear.terms.filter {
      if case .number(_, let mean, let scale) = $0.effect { mean != 0 || scale != 1 } else { false }
    }
    var facts = [
      ("format", isCSV ? "linear model (CSV)" : "linear model (YAML)"),
      ("link", linear.link.rawValue),
      ("terms", String(linear.terms.count)),
      ("intercept", linear.intercepts.prefix(10).map { String($0) }.joined(separator: ", ")),
    ]
    if !standardised.isEmpty { facts.append(("standardised inputs", String(standardised.count))) }
    return facts.map { (name: $0.0, value: $0.1) }
  }

  package var remarks: [String] { levelsAsNumbers + withoutInfluence }

  /// Terms of the CSV form that look like levels of an input which has none.
  private var levelsAsNumbers: [String] {
    guard isCSV else { return [] }
    return linear.terms.compactMap { term in
      guard case .number = term.effect, let parts = MisspeltLevels.parts(term.input) else { return nil }
      return
        "\(quoted(term.input)) is read as a number of that name; for a level of \(quoted(parts.input)), list its "
        + "levels under '# categories'."
    }
  }

  private var withoutInfluence: [String] {
    linear.terms.compactMap { term in
      let rows: [[Double]]
      switch term.effect {
      case .number(let coefficients, _, _): rows = [coefficients]
      case .categories(_, let coefficients, _): rows = coefficients
      }
      let isNothing = rows.allSatisfy { $0.allSatisfy { $0 == 0 } }
      return isNothing ? "\(quoted(term.input)) has no influence: its coefficients are 0." : nil
    }
  }

  package func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    LinearScorer(self, request)
  }
}
