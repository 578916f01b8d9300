package import Book
package import Workspace

/// What a card says, for formats that are no Markdown.
package struct CardFacts: Sendable {
  package let workspace: String
  package let version: VersionRecord
  /// `champion` first.
  package let aliases: [String]
  package let title: String
  package let description: String?
  package let question: String?
  package let objective: String?
  /// As it resolves now: `rfm@1`.
  package let baseline: String?
  package let owner: Configuration.Model.Owner?
  package let licence: CardLicence?
  package let datasets: [String]
  package let tags: [String]
  package let prose: CardProse?
  /// What the version before it had otherwise, a clause each; empty for the first.
  package let changes: [String]
  /// Over all dates, by the evaluation's name.
  package let evaluations: [EvaluationRecord]
  /// In the order of the evaluations.
  package let slices: [SliceRecord]
  /// The newest record of the book, RFC 3339.
  package let newest: String?
}

extension ModelCard {
  func facts(_ version: VersionRecord) -> CardFacts {
    CardFacts(
      workspace: snapshot.configuration.name, version: version,
      aliases: snapshot.aliases(of: model, version.number), title: prose?.title ?? model,
      description: prose?.description, question: configured?.question, objective: configured?.objective,
      baseline: configured?.baseline.map { snapshot.resolved($0) ?? $0.description },
      owner: configured?.owner,
      licence: licence, datasets: prose?.datasets ?? [], tags: prose?.tags ?? [], prose: prose?.sections,
      changes: changes(version), evaluations: pooled(version),
      slices: snapshot.slices.filter { $0.reference == version.reference }, newest: snapshot.newest)
  }

  var licence: CardLicence? { prose?.license.map { CardLicence($0, link: prose?.licenseLink) } }

  /// Of all dates, with figures.
  func pooled(_ version: VersionRecord) -> [EvaluationRecord] {
    snapshot.evaluations.filter {
      $0.reference == version.reference && $0.date == nil && !$0.metrics.isEmpty
    }
  }

  private func changes(_ version: VersionRecord) -> [String] {
    guard let before = versions.last(where: { $0.number < version.number }) else { return [] }
    return VersionChanges(from: before, to: version).changes.map {
      "\($0.what): \($0.before) before, \($0.after) now"
    }
  }
}
