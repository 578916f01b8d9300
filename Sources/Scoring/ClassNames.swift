import Models

/// The classes that a model tells apart, and which columns speak of one of them.
struct ClassNames: Equatable {
  let labels: [String]
  /// The one of two that `probability` is told of; nil where each class has a column of its own.
  let positive: String?

  /// nil for what tells no classes apart, and for a look-up, whose list is only what happens to stand in it.
  init?(_ signature: Signature) {
    switch signature.task {
    case .binary(let negative, let positive):
      labels = [negative, positive]
      self.positive = positive
    case .multiclass(let names):
      labels = names
      positive = nil
    case .regression, .ranking, .lookup, .targets: return nil
    }
  }

  /// Whether nobody named them: two classes called 0 and 1.
  private var isNumbered: Bool { labels == ["0", "1"] }

  /// Whether one of both only numbers the classes that the other names, so that nothing tells them apart.
  func isTakenFor(_ other: ClassNames) -> Bool {
    (isNumbered || other.isNumbered) && Set(labels).isDisjoint(with: other.labels)
  }

  /// The columns whose meaning hangs on which of two classes is meant.
  static func ofOne(_ columns: [String]) -> [String] {
    let names = [OutputNames.margin, OutputNames.probability, OutputNames.band]
    return columns.filter { names.contains($0) || isReason($0) }
  }

  /// Whether a column tells why: `reason_N`, `reason_N_contribution`, `contribution_INPUT`, `contribution_base`.
  static func isReason(_ column: String) -> Bool {
    column.hasPrefix("contribution_") || column.wholeMatch(of: /reason_[0-9]+(_contribution)?/) != nil
  }

  /// The columns that are shares of a whole which all these classes make up: one of each class.
  func shares(_ columns: [String]) -> [String] {
    let names = labels.flatMap { [OutputNames.probability(of: $0), OutputNames.margin(of: $0)] }
    return columns.filter { names.contains($0) }
  }
}
