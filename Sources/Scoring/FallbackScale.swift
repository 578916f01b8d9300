import Diagnostics
import Models

/// The numbers of a fallback model held against its champion's, where neither tells classes apart.
///
/// A score that only ranks and an amount are both called `prediction`. Whether the one may stand for the other, a
/// person must know: it is told.
enum FallbackScale {
  /// - Parameter filled: the job's columns that the fallback fills.
  static func remark(
    _ fallback: PlannedVersion, _ champion: PlannedVersion, filled: Set<String>, place: Diagnostic.Place?
  ) -> Diagnostic? {
    guard let ours = word(champion), let theirs = word(fallback), ours != theirs else { return nil }
    let names = [OutputNames.prediction, OutputNames.band].filter(filled.contains)
    guard !names.isEmpty else { return nil }
    return Diagnostic(
      .fallbackScale, .configuration, severity: .warning, at: place,
      "\(quotedList(names)) of \(fallback.label) \(names.count == 1 ? "comes" : "come") from \(theirs), and of "
        + "\(champion.label) from \(ours)",
      next: "Order or add up these rows only with those of the same kind: is_fallback tells them apart.")
  }

  /// What the model's number is; nil for one that gives other things.
  private static func word(_ version: PlannedVersion) -> String? {
    switch version.model.signature.task {
    case .regression: "a regression, which foretells an amount"
    case .ranking: "a ranking, whose score only orders rows"
    case .binary, .multiclass, .lookup, .targets: nil
    }
  }
}
