extension BookSchema {
  /// What splits had shown, look by look.
  static let readouts = """
    CREATE TABLE readout (
      name TEXT NOT NULL,
      as_of TEXT NOT NULL,
      content TEXT NOT NULL,
      computed_at TEXT NOT NULL,
      PRIMARY KEY (name, as_of)
    ) STRICT, WITHOUT ROWID;
    """
}
