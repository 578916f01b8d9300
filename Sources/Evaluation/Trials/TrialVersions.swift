package import Book

/// Which registered versions a trial made: by the SHA-256 of its artefacts, or by its tag `version`.
package struct TrialVersions: Sendable, Hashable {
  private let byDigest: [String: [String]]
  private let references: Set<String>

  package init(_ versions: [VersionRecord] = []) {
    byDigest = Dictionary(grouping: versions, by: \.digest).mapValues { $0.map(\.reference).sorted() }
    references = Set(versions.map(\.reference))
  }

  /// By their references alone.
  package init(known references: Set<String>) {
    byDigest = [:]
    self.references = references
  }

  /// Sorted, each once.
  package func of(_ trial: TrialRecord) -> [String] {
    let made = trial.artefacts.compactMap(\.digest).flatMap { byDigest[$0] ?? [] }
    let said = trial.tags.filter { ["version", "scorebook.version"].contains($0.name) }.map(\.value)
    return Set(made + said.filter(references.contains)).sorted()
  }

  package func of(_ trials: [TrialRecord]) -> [String] { Set(trials.flatMap(of)).sorted() }
}
