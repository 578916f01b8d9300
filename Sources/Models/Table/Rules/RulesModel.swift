package import Diagnostics

/// Rules, opened: the first whose condition holds says the prediction.
///
/// **Missing values:** a test of a missing value is neither true nor false, as in SQL, and a rule applies only
/// where its condition is true; `missing: true` is true. A row to which no rule applies gets what `otherwise`
/// says, and is refused without it.
package struct RulesModel: Model {
  package let rules: Rules
  package let signature: Signature
  let program: RuleProgram
  package var batchRows: Int { 256 }
  package var importance: [FeatureImportance] { [] }

  init(_ rules: Rules) {
    self.rules = rules
    program = RuleProgram(rules)
    let task: Signature.Task =
      switch rules.labels.count {
      case 0: .regression
      case 2: .binary(negative: rules.labels[0], positive: rules.labels[1])
      default: .multiclass(rules.labels)
      }
    var outputs: [Output] = []
    if rules.labels.isEmpty {
      outputs.append(Output(name: OutputNames.prediction, kind: .number))
    } else {
      if rules.outcomes.first?.number != nil {
        outputs.append(Output(name: OutputNames.probability, kind: .number))
      }
      outputs.append(Output(name: OutputNames.label, kind: .label(rules.labels)))
    }
    outputs.append(Output(name: OutputNames.rule, kind: .text))
    signature = Signature(task: task, inputs: rules.inputs, outputs: outputs)
  }

  package var facts: [(name: String, value: String)] {
    [
      ("format", "rules"),
      ("rules", String(rules.rules.count)),
      ("tests", String(program.tests.count)),
      ("otherwise", rules.otherwise.map { quoted($0.rule) } ?? "refused"),
    ]
  }

  package var remarks: [String] {
    var remarks: [String] = []
    if rules.otherwise == nil {
      remarks.append("A row to which no rule applies is refused: there is no 'otherwise'.")
    }
    for (index, label) in rules.labels.enumerated()
    where !rules.outcomes.contains(where: { $0.label == index }) {
      remarks.append("No rule gives the label \(quoted(label)).")
    }
    for outcome in rules.outcomes {
      guard let number = outcome.number, let label = outcome.label, rules.labels.count == 2 else { continue }
      if (number > 0.5) != (label == 1) {
        remarks.append(
          "\(quoted(outcome.rule)) gives the class \(quoted(rules.labels[label])) at a probability of \(number)."
        )
      }
    }
    return remarks
  }

  package func boundaryValues(limit: Int) -> [[Double]] {
    rules.inputs.indices.map { input in
      var bounds: [Double] = []
      for test in program.tests where test.input == input {
        switch test.test {
        case .interval(let low, let high): bounds += [low, high].filter(\.isFinite)
        case .numbers(let numbers): bounds += numbers
        case .categories, .missing: continue
        }
      }
      return TableBoundaries.values(around: bounds, limit: limit)
    }
  }

  package func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    RulesScorer(self, request)
  }
}
