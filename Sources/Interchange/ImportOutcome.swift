package import Diagnostics

/// What an import found and did.
package struct ImportOutcome: Sendable, Hashable {
  /// How messages and the book call the store: `mlflow:data/mlruns.db`.
  package let store: String
  /// The book's experiments that its trials belong to, sorted.
  package internal(set) var experiments: [String] = []
  package internal(set) var new = 0
  package internal(set) var changed = 0
  package internal(set) var unchanged = 0
  /// Of all trials of the store, those that are deleted there.
  package internal(set) var deleted = 0
  /// Points entered, of new and changed trials.
  package internal(set) var points = 0
  package internal(set) var models = 0
  package internal(set) var changedModels = 0
  /// What the store holds and we don't read, with how many: `traces`.
  package internal(set) var notRead: [Count] = []
  package internal(set) var warnings: [Diagnostic] = []

  package struct Count: Sendable, Hashable, Encodable {
    package let name: String
    package let count: Int
  }

  init(store: String) { self.store = store }

  /// At most a hundred; the rest is counted.
  mutating func warn(_ diagnostic: Diagnostic) {
    if warnings.count < 100 { warnings.append(diagnostic) } else { moreWarnings += 1 }
  }

  private(set) var moreWarnings = 0

  /// The warnings, and how many more there were.
  package var told: Problems {
    var problems = Problems(warnings)
    if moreWarnings > 0 {
      problems.add(.skipped(store, "\(moreWarnings) more things were passed over"))
    }
    return problems
  }

  package var trials: Int { new + changed + unchanged }
}

extension ImportOutcome {
  /// Adds to a count of what is not read.
  mutating func count(_ name: String, _ more: Int) {
    let before = notRead.first { $0.name == name }?.count ?? 0
    notRead.removeAll { $0.name == name }
    notRead.append(Count(name: name, count: before + more))
  }
}
