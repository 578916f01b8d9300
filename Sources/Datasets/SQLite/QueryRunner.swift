package import Diagnostics

/// Runs single queries of a workspace under the guard: KPI values, outcomes, checks.
package struct QueryRunner: Sendable {
  private let database: QueryDatabase

  package init(_ database: QueryDatabase) { self.database = database }

  /// Names of the columns a query gives; no row is read and no cache is loaded.
  ///
  /// **Throws** whatever is wrong with the statement, at its file, line and column.
  package func columnNames(_ query: SQLQuery) throws(Diagnostic) -> [String] {
    try database.openSchema().prepare(query).columnNames
  }

  /// All rows of a query, in its order: for results that fit in memory.
  package func rows(_ query: SQLQuery) throws(Diagnostic) -> [[SQLValue]] {
    var rows: [[SQLValue]] = []
    try forEachRow(query) { rows.append($0) }
    return rows
  }

  /// Row after row of a query, in its order.
  package func forEachRow(
    _ query: SQLQuery, _ body: ([SQLValue]) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let connection = try database.open()
    let statement = try connection.prepare(query)
    while try connection.step(statement, query) { try body(statement.row()) }
  }

  /// Equal for equal rows: stamps of the files, SQL text, parameters. Reads nothing.
  package func stamp(_ query: SQLQuery) throws(Diagnostic) -> String {
    try database.stampText() + "\n" + query.stampText
  }
}
