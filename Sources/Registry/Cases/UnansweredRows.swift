import Diagnostics

/// Rows that a model did not answer, so that none of its answers to them is recorded.
struct UnansweredRows {
  /// Made-up ones; 0 where all that it was asked come from its example or cases.
  let count: Int
  /// What the model did over them; nil where it gave answers that no case can spell.
  let failure: Diagnostic?

  /// What a person is told of a version that was registered all the same.
  func warning(_ reference: String) -> Diagnostic {
    let rows =
      switch count {
      case 0: "the rows of its own example or cases"
      case 1: "a made-up row"
      default: "\(count) made-up rows"
      }
    return Diagnostic(
      .registryUnanswered, .configuration, severity: .warning,
      failure == nil
        ? "\(reference) gave no answer to \(rows) that can be recorded"
        : "\(reference) failed over \(rows), and none of its answers to them is recorded",
      found: failure.map { $0.summary } ?? "numbers that are not finite, or empty texts",
      next:
        "'model verify' can't tell by them whether it changed. "
        + (count == 0
          ? "See that it answers or refuses them."
          : "They hold missing and unseen values, which a night may bring too: see that it answers or refuses those."),
      aside: failure?.aside)
  }
}
