extension BookSchema {
  /// What splits had shown, look by look: one under another plan stands beside it.
  static let readouts = """
    CREATE TABLE readout (
      name TEXT NOT NULL,
      as_of TEXT NOT NULL,
      plan_digest TEXT NOT NULL,
      content TEXT NOT NULL,
      computed_at TEXT NOT NULL,
      PRIMARY KEY (name, as_of, plan_digest)
    ) STRICT, WITHOUT ROWID;
    """
}
