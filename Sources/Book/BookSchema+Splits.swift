extension BookSchema {
  /// Which split a run had: its variants in their order, who scored each, and how many rows came out; NULL where the
  /// run did not come so far.
  static let splits = """
    CREATE TABLE run_split (
      run TEXT NOT NULL PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      salt_digest TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX run_split_by_name ON run_split (name);

    CREATE TABLE run_variant (
      run TEXT NOT NULL REFERENCES run_split (run) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      share TEXT NOT NULL,
      model TEXT NOT NULL,
      number INTEGER NOT NULL,
      rows INTEGER,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    """
}
