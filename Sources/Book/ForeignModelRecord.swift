/// A registered model of another platform, as it stood there when it was last read.
package struct ForeignModelRecord: Sendable, Hashable, Codable {
  package struct Version: Sendable, Hashable, Codable {
    package let version: Int
    /// Its stage there, such as `Production`; nil where it has none.
    package let stage: String?
    package let state: String?
    /// `originID` of the trial that made it.
    package let trial: String?
    package let source: String?
    package let description: String?
    package let createdBy: String?
    package let tags: [TrialRecord.Entry]
    /// RFC 3339.
    package let createdAt: String?
    package let updatedAt: String?

    package init(
      version: Int, stage: String?, state: String?, trial: String?, source: String?, description: String?,
      createdBy: String?, tags: [TrialRecord.Entry], createdAt: String?, updatedAt: String?
    ) {
      self.version = version
      self.stage = stage
      self.state = state
      self.trial = trial
      self.source = source
      self.description = description
      self.createdBy = createdBy
      self.tags = tags
      self.createdAt = createdAt
      self.updatedAt = updatedAt
    }
  }

  package let name: String
  package let description: String?
  package let tags: [TrialRecord.Entry]
  package let createdAt: String?
  package let updatedAt: String?
  /// By number.
  package let versions: [Version]
  /// Alias → version.
  package let aliases: [String: Int]

  package init(
    name: String, description: String?, tags: [TrialRecord.Entry], createdAt: String?, updatedAt: String?,
    versions: [Version], aliases: [String: Int]
  ) {
    self.name = name
    self.description = description
    self.tags = tags
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.versions = versions
    self.aliases = aliases
  }
}
