/// One attempt of an experiment: what went in, what came out, where it was seen.
package struct TrialRecord: Sendable, Hashable, Codable {
  package enum State: String, Sendable, Hashable, Codable, CaseIterable {
    case running, scheduled, finished, failed, killed
    /// The foreign store has a word that we don't know.
    case unknown
  }

  package struct Entry: Sendable, Hashable, Codable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The last value of a metric.
  package struct Metric: Sendable, Hashable, Codable {
    package let name: String
    /// **Missing values:** nil is NaN; infinities stay.
    package let value: Double?
    package let step: Int
    /// **Units:** milliseconds since 1970; nil where nobody wrote it down.
    package let time: Int?
    /// How many points its history has.
    package let points: Int

    package init(name: String, value: Double?, step: Int, time: Int?, points: Int) {
      self.name = name
      self.value = value
      self.step = step
      self.time = time
      self.points = points
    }
  }

  /// Data that the trial used.
  package struct Dataset: Sendable, Hashable, Codable {
    package let name: String
    package let digest: String
    /// What for: `training`, `validation`; "" where nobody said.
    package let context: String
    package let sourceKind: String?
    package let source: String?

    package init(name: String, digest: String, context: String, sourceKind: String?, source: String?) {
      self.name = name
      self.digest = digest
      self.context = context
      self.sourceKind = sourceKind
      self.source = source
    }
  }

  /// A file that the trial made: in the book's store by its digest, or elsewhere by its address.
  package struct Artefact: Sendable, Hashable, Codable {
    package let name: String
    package let digest: String?
    /// **Units:** bytes.
    package let size: Int?
    package let uri: String?

    package init(name: String, digest: String?, size: Int?, uri: String?) {
      self.name = name
      self.digest = digest
      self.size = size
      self.uri = uri
    }
  }

  package var name: String
  /// `log`, `mlflow` or `dvc`.
  package var origin: String
  /// What tells it apart there: a run's id, a commit, the name it was logged under.
  package var originID: String
  /// `originID` of the trial that this one is part of.
  package var parentID: String?
  package var state: State
  package var isDeleted: Bool
  /// RFC 3339, to the millisecond.
  package var startedAt: String?
  package var endedAt: String?
  package var startedBy: String?
  package var sourceName: String?
  package var sourceCommit: String?
  package var dataDigest: String?
  package var note: String?
  /// Where the foreign store keeps its files.
  package var artefactsURI: String?
  /// The store that it was read from.
  package var store: String?
  package var parameters: [Entry] = []
  package var tags: [Entry] = []
  package var metrics: [Metric] = []
  package var datasets: [Dataset] = []
  package var artefacts: [Artefact] = []

  package init(
    name: String, origin: String, originID: String, state: State = .finished, isDeleted: Bool = false
  ) {
    self.name = name
    self.origin = origin
    self.originID = originID
    self.state = state
    self.isDeleted = isDeleted
  }
}
