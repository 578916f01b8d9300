extension VersionRecord {
  /// Whether it was made from data: tables that people write by hand learned nothing.
  ///
  /// A linear model is a table, too, but its coefficients were estimated.
  package var isLearned: Bool {
    signature.task != .lookup && !["scorecard", "rules", "lookup"].contains(format)
  }

  /// What it was trained with. A table that somebody wrote has none: what its metadata names only worked on its files.
  package var trainedWith: String? { isLearned ? framework : nil }
}
