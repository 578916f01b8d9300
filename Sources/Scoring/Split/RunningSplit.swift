import Book
package import Diagnostics
import Workspace

extension Diagnostic.Identifier {
  package static let splitSalt = Self("split-salt")
  package static let splitVariants = Self("split-variants")
}

/// A split by which a job has committed rows: what must stay as it is while it runs.
struct RunningSplit {
  private let before: RunRecord.Split

  init(_ before: RunRecord.Split) { self.before = before }

  /// **Throws** where most keys would change their variant: another salt, or variants that went or changed places.
  func check(_ split: Configuration.Split, job: String, place: Diagnostic.Place) throws(Diagnostic) {
    if ContentDigest.sha256(split.salt) != before.saltDigest {
      throw Diagnostic(
        .splitSalt, .configuration, at: place,
        "split '\(split.name)' of job '\(job)' runs with another salt: keys would change their variant",
        next: "Put the old salt back, or give the split another name: a new name begins a new split.")
    }
    let (names, present) = (before.variants.map(\.name), split.variants.map(\.name))
    guard present.starts(with: names) else {
      throw Diagnostic(
        .splitVariants, .configuration, at: place,
        "split '\(split.name)' of job '\(job)' runs with other variants: keys would change theirs",
        expected: "\(names.joined(separator: ", ")), and new ones behind them",
        found: present.joined(separator: ", "),
        next: "Give a variant that ends share: 0%. A new name begins a new split.")
    }
  }

  /// What a person is told of shares that are others now; nil where none is.
  func change(to split: Configuration.Split) -> String? {
    let (old, new) = (before.variants.map { "\($0.name) \($0.share)" }, RunningSplit.shares(of: split))
    guard old != new else { return nil }
    return "split \(split.name): the shares were \(old.joined(separator: ", ")) and are "
      + "\(new.joined(separator: ", ")) now; dates that stand keep theirs"
  }

  /// `control 50%`.
  static func shares(of split: Configuration.Split) -> [String] {
    split.variants.map { "\($0.name) \($0.share)" }
  }
}
