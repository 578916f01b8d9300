extension BookSchema {
  /// Rows of a run for which a shadow has none; NULL for another role, and where it is not known.
  static let unanswered = """
    ALTER TABLE run_version ADD COLUMN unanswered INTEGER;
    """
}
