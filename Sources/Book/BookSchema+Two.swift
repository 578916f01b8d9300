extension BookSchema {
  /// The second schema: rows of a run that the fallback answered, and the first reasons as a JSON list.
  static let two = """
    ALTER TABLE run ADD COLUMN fallbacks INTEGER;
    ALTER TABLE run ADD COLUMN fallback_reasons TEXT;
    """
}
