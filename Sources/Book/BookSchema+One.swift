extension BookSchema {
  /// The first schema. Nested records are JSON with sorted keys; absent dates are ''.
  static let one = """
    CREATE TABLE artefact (
      digest TEXT NOT NULL PRIMARY KEY,
      size INTEGER NOT NULL,
      stored_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE model (
      name TEXT NOT NULL PRIMARY KEY,
      next_number INTEGER NOT NULL,
      created_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE version (
      model TEXT NOT NULL REFERENCES model (name),
      number INTEGER NOT NULL CHECK (number > 0),
      digest TEXT NOT NULL REFERENCES artefact (digest),
      record TEXT NOT NULL,
      profile TEXT,
      registered_at TEXT NOT NULL,
      PRIMARY KEY (model, number),
      UNIQUE (model, digest)
    ) STRICT;

    CREATE TABLE alias_change (
      id INTEGER PRIMARY KEY,
      model TEXT NOT NULL,
      alias TEXT NOT NULL,
      number INTEGER NOT NULL,
      since TEXT NOT NULL,
      changed_by TEXT NOT NULL,
      reason TEXT,
      evidence TEXT,
      FOREIGN KEY (model, number) REFERENCES version (model, number)
    ) STRICT;
    CREATE INDEX alias_change_by_name ON alias_change (model, alias, id);

    CREATE TABLE run (
      id TEXT NOT NULL PRIMARY KEY,
      job TEXT NOT NULL,
      date TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('running', 'committed', 'failed', 'refused', 'interrupted')),
      standing INTEGER NOT NULL CHECK (standing IN (0, 1)),
      started_at TEXT NOT NULL,
      finished_at TEXT,
      plan_digest TEXT NOT NULL,
      input_digest TEXT,
      source_stamp TEXT,
      rows_in INTEGER,
      rows_out INTEGER,
      rejects INTEGER,
      target TEXT NOT NULL,
      stages TEXT NOT NULL,
      threads INTEGER NOT NULL,
      problems TEXT,
      replaces TEXT,
      process TEXT NOT NULL,
      program TEXT NOT NULL
    ) STRICT;
    CREATE INDEX run_by_job ON run (job, date, id);
    CREATE INDEX run_by_state ON run (state);

    CREATE TABLE run_version (
      run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      role TEXT NOT NULL,
      model TEXT NOT NULL,
      number INTEGER NOT NULL,
      digest TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX run_version_by_version ON run_version (model, number);

    CREATE TABLE run_profile (
      run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      profile TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT;

    CREATE TABLE evaluation (
      name TEXT NOT NULL,
      model TEXT NOT NULL,
      number INTEGER NOT NULL,
      date TEXT NOT NULL,
      content TEXT NOT NULL,
      computed_at TEXT NOT NULL,
      PRIMARY KEY (name, model, number, date)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE kpi_value (
      kpi TEXT NOT NULL,
      period TEXT NOT NULL,
      value REAL,
      sql_digest TEXT NOT NULL,
      data_digest TEXT,
      computed_at TEXT NOT NULL,
      PRIMARY KEY (kpi, period)
    ) STRICT, WITHOUT ROWID;
    """
}
