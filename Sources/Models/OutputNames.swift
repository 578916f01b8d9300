/// The names of prediction columns: decided here and nowhere else.
package enum OutputNames {
  package static let prediction = "prediction"
  package static let margin = "margin"
  package static let probability = "probability"
  package static let label = "class"
  /// Not a model's own output: which tenth of the version's training scores the probability lies in.
  package static let band = "band"

  /// Which rule of a set of rules applied.
  package static let rule = "rule"

  /// What cost a scorecard's row the most points: 1, 2, …
  package static func reason(_ number: Int) -> String { "reason_\(number)" }
  package static func probability(of label: String) -> String { "probability_\(label)" }
  package static func margin(of label: String) -> String { "margin_\(label)" }
  package static func prediction(of target: String) -> String { "prediction_\(target)" }

  /// The outputs of a task in the order of their columns, when a model has margins or not.
  package static func outputs(of task: Signature.Task, hasMargin: Bool = true) -> [Output] {
    switch task {
    case .regression, .ranking:
      return [Output(name: prediction, kind: .number)]
    case .lookup:
      return []
    case .binary(let negative, let positive):
      let margins = hasMargin ? [Output(name: margin, kind: .number)] : []
      return margins + [
        Output(name: probability, kind: .number),
        Output(name: label, kind: .label([negative, positive])),
      ]
    case .multiclass(let labels):
      return [Output(name: label, kind: .label(labels))]
        + labels.map { Output(name: probability(of: $0), kind: .number) }
        + (hasMargin ? labels.map { Output(name: margin(of: $0), kind: .number) } : [])
    case .targets(let targets):
      return targets.map { Output(name: prediction(of: $0), kind: .number) }
    }
  }
}
