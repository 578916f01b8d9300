extension BookSchema {
  /// Values of a KPI by parts: '' for the whole.
  static let dimensionsOfKPIs = """
    CREATE TABLE kpi_value_of_part (
      kpi TEXT NOT NULL,
      dimension TEXT NOT NULL,
      period TEXT NOT NULL,
      value REAL,
      sql_digest TEXT NOT NULL,
      data_digest TEXT,
      computed_at TEXT NOT NULL,
      PRIMARY KEY (kpi, dimension, period)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO kpi_value_of_part
      SELECT kpi, '', period, value, sql_digest, data_digest, computed_at FROM kpi_value;
    DROP TABLE kpi_value;
    ALTER TABLE kpi_value_of_part RENAME TO kpi_value;
    """
}
