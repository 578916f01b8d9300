extension BookSchema {
  /// How often a version's program had to be started again; NULL where it has none, and where it is not known.
  static let restarts = """
    ALTER TABLE run_version ADD COLUMN restarts INTEGER;
    """
}
