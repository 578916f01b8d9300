extension BookSchema {
  /// Reports that went, or were to go, to somebody. A row is there before anything is handed over, so that nothing is
  /// handed over twice; whether it arrived is told afterwards.
  ///
  /// The book's identity tells its messages from those of another book of the same names.
  static let deliveries = """
    CREATE TABLE identity (id TEXT NOT NULL) STRICT;
    INSERT INTO identity VALUES (lower(hex(randomblob(16))));
    CREATE TABLE delivery (
      report TEXT NOT NULL,
      -- Kind and first day of what the report tells of: `week 2026-01-05`; of a failure its date.
      period TEXT NOT NULL,
      -- In small letters: one person gets it once, however the address is written.
      recipient TEXT NOT NULL,
      -- From 1: sent again on purpose, or after nothing was delivered.
      attempt INTEGER NOT NULL CHECK (attempt > 0),
      audience TEXT NOT NULL,
      channel TEXT NOT NULL,
      message_id TEXT NOT NULL,
      -- SHA-256 of the message as it travelled.
      digest TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'failed', 'uncertain')),
      -- What the server said, or why it is not known.
      answer TEXT NOT NULL,
      began_at TEXT NOT NULL,
      ended_at TEXT,
      -- The process that hands it over, as JSON.
      process TEXT NOT NULL,
      PRIMARY KEY (report, period, recipient, attempt)
    ) STRICT;
    """
}
