package import Book
package import Diagnostics
import Workspace

extension Registry {
  /// A change of an alias.
  package struct Promotion: Sendable, Hashable {
    /// Where it pointed until now; nil where it was never set.
    package let before: AliasRecord?
    package let now: AliasRecord
    /// false: it pointed there already.
    package let isChange: Bool
  }

  /// Lets an alias point at a version from now on; dates that stand are not touched by it.
  package func promote(
    model: String, number: Int, alias: String, by: String, reason: String?, evidence: String? = nil,
    now: String
  ) throws(Diagnostic) -> Promotion {
    guard isName(alias) else {
      throw Diagnostic(
        .registryName, .configuration, "'\(alias)' can't be an alias",
        expected: "a-z, then a-z, 0-9 and _, at most 63 characters")
    }
    _ = try record(model, number)
    let change = AliasRecord(
      model: model, alias: alias, number: number, since: now, by: by, reason: reason, evidence: evidence)
    let before = try book.setAlias(change)
    if let before, before.number == number { return Promotion(before: before, now: before, isChange: false) }
    return Promotion(before: before, now: change, isChange: true)
  }
}
