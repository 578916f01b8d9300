extension BookSchema {
  /// Experiments and their trials, and what other registries hold.
  ///
  /// Points stand in the order of trial, metric and position, which is also the order they are entered in.
  static let experiments = """
    CREATE TABLE experiment (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      question TEXT,
      objective TEXT,
      baseline TEXT,
      note TEXT,
      origin TEXT NOT NULL,
      is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
      created_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE experiment_tag (
      experiment INTEGER NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (experiment, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE trial (
      id INTEGER PRIMARY KEY,
      experiment INTEGER NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      origin TEXT NOT NULL,
      origin_id TEXT NOT NULL,
      parent_id TEXT,
      state TEXT NOT NULL CHECK (state IN ('running', 'scheduled', 'finished', 'failed', 'killed', 'unknown')),
      is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
      started_at TEXT,
      ended_at TEXT,
      started_by TEXT,
      source_name TEXT,
      source_commit TEXT,
      data_digest TEXT,
      note TEXT,
      artefacts_uri TEXT,
      store TEXT,
      fingerprint TEXT NOT NULL,
      recorded_at TEXT NOT NULL,
      UNIQUE (experiment, origin, origin_id)
    ) STRICT;
    CREATE INDEX trial_by_name ON trial (experiment, name);
    CREATE INDEX trial_by_origin ON trial (origin, origin_id);

    CREATE TABLE trial_parameter (
      trial INTEGER NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (trial, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE trial_tag (
      trial INTEGER NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (trial, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE trial_metric (
      trial INTEGER NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      value REAL,
      step INTEGER NOT NULL,
      time INTEGER,
      points INTEGER NOT NULL,
      PRIMARY KEY (trial, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE trial_metric_point (
      trial INTEGER NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
      metric TEXT NOT NULL,
      position INTEGER NOT NULL,
      step INTEGER NOT NULL,
      time INTEGER,
      value REAL,
      PRIMARY KEY (trial, metric, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE trial_dataset (
      trial INTEGER NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      digest TEXT NOT NULL,
      context TEXT NOT NULL,
      source_kind TEXT,
      source TEXT,
      PRIMARY KEY (trial, name, digest, context)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE trial_artefact (
      trial INTEGER NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      digest TEXT,
      size INTEGER,
      uri TEXT,
      PRIMARY KEY (trial, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE foreign_model (
      store TEXT NOT NULL,
      name TEXT NOT NULL,
      description TEXT,
      tags TEXT NOT NULL,
      created_at TEXT,
      updated_at TEXT,
      PRIMARY KEY (store, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE foreign_version (
      store TEXT NOT NULL,
      model TEXT NOT NULL,
      version INTEGER NOT NULL,
      stage TEXT,
      state TEXT,
      trial TEXT,
      source TEXT,
      description TEXT,
      created_by TEXT,
      tags TEXT NOT NULL,
      created_at TEXT,
      updated_at TEXT,
      PRIMARY KEY (store, model, version),
      FOREIGN KEY (store, model) REFERENCES foreign_model (store, name) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE foreign_alias (
      store TEXT NOT NULL,
      model TEXT NOT NULL,
      alias TEXT NOT NULL,
      version INTEGER NOT NULL,
      PRIMARY KEY (store, model, alias),
      FOREIGN KEY (store, model) REFERENCES foreign_model (store, name) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    """
}
