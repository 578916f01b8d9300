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
  ///
  /// - Parameter attempt: The attempt that opened the gate for it.
  /// **Throws** for a version that failed its last verification.
  package func promote(
    model: String, number: Int, alias: String, by: String, reason: String?, evidence: String? = nil,
    attempt: GateAttempt? = nil, now: String
  ) throws(Diagnostic) -> Promotion {
    guard isName(alias) else {
      throw Diagnostic(
        .registryName, .configuration, "'\(alias)' can't be an alias",
        expected: "a-z, then a-z, 0-9 and _, at most 63 characters")
    }
    // A number that does not exist is told with those that do.
    _ = try record(model, number)
    let change = AliasRecord(
      model: model, alias: alias, number: number, since: now, by: by, reason: reason, evidence: evidence)
    // A verification that runs beside this may fail the version in between, so the book asks once more.
    let before = try book.setAlias(change, by: attempt) { version throws(Diagnostic) in
      try version.refuseFailed(as: alias)
    }
    if let before, before.number == number { return Promotion(before: before, now: before, isChange: false) }
    return Promotion(before: before, now: change, isChange: true)
  }
}

extension VersionRecord {
  /// **Throws** where the last replay of its cases failed: such a version gets no alias.
  func refuseFailed(as alias: String) throws(Diagnostic) {
    guard verification.state == .failed else { return }
    throw Diagnostic(
      .registryFailed, .refused, "\(reference) can't become \(model)@\(alias)",
      expected: "a version whose cases give the answers that were registered",
      found: "its verification\(verification.verifiedAt.map { " of \($0)" } ?? "") failed",
      next:
        "See what differs with 'scorebook model verify \(reference)'; once it is verified again, promote it.")
  }
}
