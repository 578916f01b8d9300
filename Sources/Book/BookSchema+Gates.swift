extension BookSchema {
  /// Attempts to pass a gate, refused ones too. An attempt that opened the gate stands here in the transaction that
  /// moved the alias.
  static let gates = """
    CREATE TABLE gate_attempt (
      id INTEGER PRIMARY KEY,
      model TEXT NOT NULL,
      number INTEGER NOT NULL,
      alias TEXT NOT NULL,
      against TEXT NOT NULL,
      evaluation TEXT NOT NULL,
      confidence REAL NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('opened', 'refused')),
      findings TEXT NOT NULL,
      reason TEXT,
      attempted_at TEXT NOT NULL,
      attempted_by TEXT NOT NULL,
      FOREIGN KEY (model, number) REFERENCES version (model, number)
    ) STRICT;
    CREATE INDEX gate_attempt_by_version ON gate_attempt (model, number, id);
    """
}
