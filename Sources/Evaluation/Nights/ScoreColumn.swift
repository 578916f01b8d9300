import Book
package import Diagnostics
import Workspace

extension Diagnostic.Identifier {
  package static let evaluationNoScore = Self("evaluation-no-score")
}

/// Which column of an output holds the score that is judged.
struct ScoreColumn: Hashable {
  let name: String
  var isProbability: Bool { name == Configuration.Job.Prediction.probability.rawValue }

  var isClass: Bool { name == Configuration.Job.Prediction.class.rawValue }

  /// A probability says most; a margin or a prediction can still be ranked. Numbers and classes are what they are.
  static func candidates(_ kind: OutcomeKind) -> [String] {
    let words: [Configuration.Job.Prediction] =
      switch kind {
      case .binary: [.probability, .margin, .prediction]
      case .number: [.prediction]
      case .label: [.class]
      }
    return words.map(\.rawValue)
  }

  /// The first that the output has and the version gives; nil where there is none.
  static func choose(
    among available: [String], _ kind: OutcomeKind, version: VersionRecord?
  ) -> ScoreColumn? {
    let given = version.map { Set($0.signature.outputs.map(\.name)) }
    return candidates(kind).first { available.contains($0) && (given?.contains($0) ?? true) }.map(
      ScoreColumn.init)
  }
}
