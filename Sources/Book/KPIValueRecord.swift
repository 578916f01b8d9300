package import Diagnostics
import GRDB

/// One value of a KPI.
package struct KPIValueRecord: Sendable, Hashable, Codable {
  package let kpi: String
  /// The part of the whole that the value is of: "books"; nil for the whole itself.
  package let dimension: String?
  /// ISO date of the period's first day.
  package let period: String
  /// nil: the query gave NULL.
  package let value: Double?
  /// SHA-256 of the SQL that gave it.
  package let sqlDigest: String
  /// Digest of the data it was asked of, where that is known.
  package let dataDigest: String?
  /// RFC 3339.
  package let computedAt: String

  package init(
    kpi: String, dimension: String? = nil, period: String, value: Double?, sqlDigest: String,
    dataDigest: String?, computedAt: String
  ) {
    self.kpi = kpi
    self.dimension = dimension
    self.period = period
    self.value = value
    self.sqlDigest = sqlDigest
    self.dataDigest = dataDigest
    self.computedAt = computedAt
  }
}

extension Book {
  /// Enters values, one for each KPI, part and period, in one transaction; one that is as it was keeps its time.
  /// Gives how many are new or differ.
  package func save(_ values: [KPIValueRecord]) throws(Diagnostic) -> Int {
    try write { database in try Book.save(values, in: database) }
  }

  static func save(_ values: [KPIValueRecord], in database: Database) throws -> Int {
    let statement = try database.makeStatement(
      sql: """
        INSERT INTO kpi_value (kpi, dimension, period, value, sql_digest, data_digest, computed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (kpi, dimension, period) DO UPDATE SET value = excluded.value,
          sql_digest = excluded.sql_digest, data_digest = excluded.data_digest,
          computed_at = excluded.computed_at
        WHERE value IS NOT excluded.value OR sql_digest <> excluded.sql_digest
          OR data_digest IS NOT excluded.data_digest
        """)
    var changed = 0
    for value in values {
      try statement.execute(arguments: [
        value.kpi, value.dimension ?? "", value.period, value.value, value.sqlDigest, value.dataDigest,
        value.computedAt,
      ])
      changed += database.changesCount
    }
    return changed
  }

  /// By KPI, part and period; the whole first.
  package func kpiValues(of kpi: String? = nil) throws(Diagnostic) -> [KPIValueRecord] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM kpi_value WHERE ?1 IS NULL OR kpi = ?1 ORDER BY kpi, dimension, period",
        arguments: [kpi]
      ).map { row in
        let dimension: String = row["dimension"]
        return KPIValueRecord(
          kpi: row["kpi"], dimension: dimension.isEmpty ? nil : dimension, period: row["period"],
          value: row["value"], sqlDigest: row["sql_digest"], dataDigest: row["data_digest"],
          computedAt: row["computed_at"])
      }
    }
  }
}
