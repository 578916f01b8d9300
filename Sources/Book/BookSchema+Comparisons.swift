extension BookSchema {
  /// Versions held against a baseline, and figures by slice. A slice is a value of one column, what is missing there,
  /// or the rest of small categories; the last two have no label.
  static let comparisons = """
    CREATE TABLE comparison (
      name TEXT NOT NULL,
      model TEXT NOT NULL,
      number INTEGER NOT NULL,
      baseline TEXT NOT NULL,
      metric TEXT NOT NULL,
      content TEXT NOT NULL,
      computed_at TEXT NOT NULL,
      PRIMARY KEY (name, model, number, baseline, metric)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE slice (
      name TEXT NOT NULL,
      model TEXT NOT NULL,
      number INTEGER NOT NULL,
      dimension TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('value', 'missing', 'other')),
      label TEXT NOT NULL,
      content TEXT NOT NULL,
      computed_at TEXT NOT NULL,
      PRIMARY KEY (name, model, number, dimension, kind, label)
    ) STRICT, WITHOUT ROWID;
    """
}
