package import Book

/// What a model card says of one version, for formats of others.
///
/// Prose is plain text; who wrote it may have written anything into it.
package struct CardSource: Sendable {
  /// One thing that prose says: an item of a list, or a paragraph.
  package struct Statement: Sendable, Hashable {
    /// What it is about, where it says so.
    package let name: String?
    package let text: String
    /// Without name and mitigation.
    package let detail: String
    package let mitigation: String?

    package init(name: String?, text: String, detail: String, mitigation: String?) {
      self.name = name
      self.text = text
      self.detail = detail
      self.mitigation = mitigation
    }
  }

  package struct Owner: Sendable, Hashable {
    package let name: String?
    package let team: String?
    package let email: String?

    package init(name: String?, team: String?, email: String?) {
      self.name = name
      self.team = team
      self.email = email
    }
  }

  package struct Licence: Sendable, Hashable {
    package let name: String
    /// Where it is a known one.
    package let spdx: String?
    package let link: String?

    package init(name: String, spdx: String?, link: String?) {
      self.name = name
      self.spdx = spdx
      self.link = link
    }
  }

  package let version: VersionRecord
  package let aliases: [String]
  package var description: String?
  package var question: String?
  package var objective: String?
  /// `rfm@1`
  package var baseline: String?
  package var owner: Owner?
  package var licence: Licence?
  package var datasets: [String] = []
  package var tags: [String] = []
  package var users: [Statement] = []
  package var uses: [Statement] = []
  package var outOfScope: [Statement] = []
  package var limits: [Statement] = []
  package var caveats: [Statement] = []
  package var tradeOffs: [Statement] = []
  package var ethics: [Statement] = []
  package var fairness: [Statement] = []
  package var trainingData: [Statement] = []
  /// What the version before it had otherwise.
  package var changes: [String] = []
  /// Over all dates.
  package var evaluations: [EvaluationRecord] = []
  package var slices: [SliceRecord] = []
  /// RFC 3339: the newest record of the book.
  package var newest: String?
  /// `0.1.0`: of the program that writes the card.
  package let program: String

  package init(version: VersionRecord, aliases: [String], program: String) {
    self.version = version
    self.aliases = aliases
    self.program = program
  }
}
