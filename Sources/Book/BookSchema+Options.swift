extension BookSchema {
  /// Options tell versions of the same bytes apart. SQLite changes no constraint of a table that stands: it is
  /// made again.
  static let optionsOfVersions = """
    CREATE TABLE version_with_options (
      model TEXT NOT NULL REFERENCES model (name),
      number INTEGER NOT NULL CHECK (number > 0),
      digest TEXT NOT NULL REFERENCES artefact (digest),
      options TEXT NOT NULL,
      record TEXT NOT NULL,
      profile TEXT,
      registered_at TEXT NOT NULL,
      PRIMARY KEY (model, number),
      UNIQUE (model, digest, options)
    ) STRICT;

    INSERT INTO version_with_options (model, number, digest, options, record, profile, registered_at)
    SELECT model, number, digest,
      CASE WHEN json_type(record, '$.labels') = 'array'
        THEN '{"labels":' || json_extract(record, '$.labels') || '}' ELSE '' END,
      record, profile, registered_at
    FROM version;

    DROP TABLE version;

    ALTER TABLE version_with_options RENAME TO version;
    """
}
