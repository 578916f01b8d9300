package import Workspace

/// What is to be compared, and by which rules.
package struct TrialComparisonPlan: Sendable, Hashable {
  /// Allows for how many differences are looked at.
  package typealias Correction = Configuration.Evaluation.Correction

  package let experiment: String
  package var question: String?
  package var objective: String?
  /// Name or identifier of the trial that has to be beaten; nil where nobody said.
  package var baseline: String?
  /// Names or identifiers of trials; all where empty.
  package var trials: [String] = []
  /// All where empty.
  package var metrics: [String] = []
  /// Parameters whose equal values make one group; where empty, all but those that are repeated over.
  package var by: [String] = []
  /// Parameters that only repeat a trial; nil: seeds, by their usual names.
  package var repeatOver: [String]?
  package var directions = MetricDirections()
  /// By metric: how much worse still counts as no worse.
  package var tolerances: [String: Double] = [:]
  package var correction = Correction.holm

  package init(experiment: String) { self.experiment = experiment }

  static let significance = Verdicts.significance
  static let confidence = Comparison.confidence
  static let power = Verdicts.power

  /// Whether a parameter only repeats a trial. DVC writes `train.seed`.
  func isRepeated(_ parameter: String) -> Bool {
    if let repeatOver { return repeatOver.contains(parameter) }
    let last = parameter.lowercased().split { $0 == "." || $0 == "/" }.last.map(String.init) ?? ""
    return ["seed", "random_state", "random_seed", "rng_seed"].contains(last) || last.hasSuffix("_seed")
  }
}
