/// A foreign store of trials: `mlflow:PATH`, `mlflow:PATH#EXPERIMENT`, `dvc:PATH`, `dvc:PATH#20`, `dvc:PATH#all`.
package struct ExperimentSource: Sendable, Hashable, CustomStringConvertible {
  package enum Kind: Sendable, Hashable {
    /// Of one experiment of the store, or of all.
    case mlflow(experiment: String?)
    /// The working tree, and so many commits; nil: all of them.
    case dvc(commits: Int?)
  }

  package let kind: Kind
  /// As it was written.
  package let path: String

  package init(_ kind: Kind, path: String) {
    self.kind = kind
    self.path = path
  }

  /// nil for a text that names no store.
  package init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let rest = text[text.index(after: colon)...]
    let hash = rest.lastIndex(of: "#")
    let path = hash.map { String(rest[..<$0]) } ?? String(rest)
    let part = hash.map { String(rest[rest.index(after: $0)...]) }
    guard !path.isEmpty, part != "" else { return nil }
    switch text[..<colon] {
    case "mlflow": kind = .mlflow(experiment: part)
    case "dvc":
      guard let part else {
        kind = .dvc(commits: 0)
        break
      }
      if part == "all" {
        kind = .dvc(commits: nil)
      } else {
        guard part.utf8.count <= 6, let count = Int(part), count > 0 else { return nil }
        kind = .dvc(commits: count)
      }
    default: return nil
    }
    self.path = path
  }

  /// Whether a text is meant as a store, right or wrong.
  package static func isMeant(by text: String) -> Bool { text.hasPrefix("mlflow:") || text.hasPrefix("dvc:") }

  /// The same store at another path.
  package func at(_ path: String) -> ExperimentSource { ExperimentSource(kind, path: path) }

  package var description: String {
    switch kind {
    case .mlflow(let experiment): "mlflow:\(path)" + (experiment.map { "#\($0)" } ?? "")
    case .dvc(let commits): "dvc:\(path)" + (commits.map { $0 == 0 ? "" : "#\($0)" } ?? "#all")
    }
  }

  /// What the book calls it: without the part of it that was asked for.
  package var store: String {
    switch kind {
    case .mlflow: "mlflow:\(path)"
    case .dvc: "dvc:\(path)"
    }
  }
}

extension ValueParser where Value == ExperimentSource {
  /// A store of trials.
  package static var experimentSource: ValueParser {
    ValueParser(expected: "a store as mlflow:PATH or dvc:PATH") { text throws(ValueMismatch) in
      guard let source = ExperimentSource(text) else {
        throw ValueMismatch(
          next: text.hasPrefix("dvc:") ? "Behind '#' stands a number of commits, or 'all'." : nil)
      }
      return source
    }
  }
}
