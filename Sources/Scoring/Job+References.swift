import Workspace

extension Configuration.Job {
  /// A model that a job names, and what for.
  struct Reference {
    let role: PlannedVersion.Role
    let model: ModelReference
    /// Where in the job: `shadow.0`.
    let key: String
  }

  /// All that the job names, the champion first and the fallback last.
  ///
  /// - Parameter champion: stands in for the job's own.
  func references(champion: ModelReference? = nil) -> [Reference] {
    [Reference(role: .champion, model: champion ?? model, key: "model")]
      + shadows.enumerated().map { Reference(role: .shadow, model: $1, key: "shadow.\($0)") }
      + (fallback?.model.map { [Reference(role: .fallback, model: $0, key: "fallback.model")] } ?? [])
  }
}

extension [PlannedVersion] {
  /// Takes a version into the plan; a shadow that has become the champion, or stands there twice under two aliases,
  /// says nothing new.
  mutating func take(_ version: PlannedVersion) {
    let isKnown = contains { $0.digest == version.digest && $0.name == version.name }
    if version.role != .shadow || !isKnown { append(version) }
  }
}
