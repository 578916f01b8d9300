package import Diagnostics
import Tabular

extension Diagnostic.Identifier {
  package static let sqlTable = Self("sql-table")
  package static let sqlColumn = Self("sql-column")
  package static let sqlDuplicateColumn = Self("sql-duplicate-column")
}

/// Rows of a SQLite table, or of a query over a SQLite file or over other datasets.
///
/// **Missing values:** NULL, and TEXT cells that are among the declared missing values.
/// A number comes from INTEGER (at most 2^53) or REAL; a TEXT cell in a number column is a reject even if it
/// looks like a number, and a BLOB is one everywhere, as is a text with a NUL or with bytes that
/// are not UTF-8. Categories and texts come from TEXT as it is, and from
/// INTEGER and REAL by their shortest decimal text.
package struct SQLiteSource: DatasetSource {
  package enum Content: Sendable {
    /// A whole table; with a date column only the rows where it equals the date.
    case table(String, dateColumn: String?, date: String?)
    case query(SQLQuery)
  }

  package let name: String
  let database: QueryDatabase
  let content: Content
  let missingValues: [String]

  package init(name: String, database: QueryDatabase, content: Content, missingValues: [String] = []) {
    self.name = name
    self.database = database
    self.content = content
    self.missingValues = missingValues
  }

  package func columnNames() throws(Diagnostic) -> [String] {
    let connection = try database.openSchema()
    return try columnNames(connection.prepare(statement(connection)))
  }

  package func stamp() throws(Diagnostic) -> SourceStamp {
    let described =
      switch content {
      case .query(let query): query.stampText
      case .table(let table, let column, let date): "table \(table) \(column ?? "") \(date ?? "")"
      }
    let missing = missingValues.isEmpty ? "" : "\nmissing \(missingValues.sorted())"
    return SourceStamp(try database.stampText() + "\n" + described + missing)
  }

  package func makeReaders(_ plan: ReadPlan) throws(Diagnostic) -> [any RowReader] {
    let connection = try database.open()
    let names = try columnNames(connection.prepare(statement(connection)))
    var columns: [Int] = []
    for column in plan.layout.columns {
      guard let index = names.firstIndex(of: column.source) else {
        throw Diagnostic(
          .sqlColumn, .configuration, at: place, "dataset '\(name)' has no column '\(column.source)'",
          expected: "one of \(names.joined(separator: ", "))",
          next: nearestName(to: column.source, among: names).map { "Did you mean '\($0)'?" })
      }
      columns.append(index)
    }
    // Without a digest nobody needs the other columns of a table.
    let wanted = plan.digest ? Array(names.indices) : Array(Set(columns)).sorted()
    let query = try statement(connection, columns: plan.digest ? nil : wanted.map { names[$0] })
    let statement = try connection.prepare(query)
    let slots: [Int] =
      if case .table = content { Array(wanted.indices) } else { wanted }
    let cursor = SQLiteCursor(connection, statement, query, columns: slots.map(Int32.init))
    let inputs = columns.map { column in wanted.firstIndex(of: column) ?? 0 }
    return (0..<max(plan.readers, 1)).map { _ in
      SQLiteRowReader(
        cursor, source: name, plan, slotNames: wanted.map { names[$0] }, inputs: inputs,
        missingValues: missingValues)
    }
  }

  private var place: Diagnostic.Place? {
    switch (content, database) {
    case (.query(let query), _): Diagnostic.Place(file: query.file)
    case (.table, .file(let path)): Diagnostic.Place(file: path)
    case (.table, .tables): nil
    }
  }

  private func columnNames(_ statement: SQLiteStatement) throws(Diagnostic) -> [String] {
    let names = statement.columnNames
    var seen: Set<String> = []
    for column in names where !seen.insert(column).inserted {
      throw Diagnostic(
        .sqlDuplicateColumn, .configuration, at: place, "dataset '\(name)' has two columns '\(column)'",
        next: "Give one of them another name with AS.")
    }
    return names
  }

  /// A table that is not there would be a mistake in SQL that nobody wrote.
  private func check(
    _ table: String, dateColumn: String?, in connection: SQLGuard
  ) throws(Diagnostic) {
    let tables = try connection.tables()
    guard let found = tables.first(where: { $0.name.lowercased() == table.lowercased() }) else {
      throw Diagnostic(
        .sqlTable, .configuration, at: place, "dataset '\(name)' has no table '\(table)'",
        expected: tables.isEmpty
          ? "a file with tables" : "one of \(tables.map(\.name).joined(separator: ", "))",
        next: nearestName(to: table, among: tables.map(\.name)).map { "Did you mean '\($0)'?" })
    }
    if let dateColumn, !found.columns.contains(where: { $0.lowercased() == dateColumn.lowercased() }) {
      throw Diagnostic(
        .sqlColumn, .configuration, at: place, "table '\(table)' has no date column '\(dateColumn)'",
        expected: "one of \(found.columns.joined(separator: ", "))",
        next: nearestName(to: dateColumn, among: found.columns).map { "Did you mean '\($0)'?" })
    }
  }

  /// The statement that gives the rows: the workspace's own, or one for the table.
  func statement(
    _ connection: SQLGuard, columns: [String]? = nil
  ) throws(Diagnostic) -> SQLQuery {
    guard case .table(let table, let dateColumn, let date) = content else {
      if case .query(let query) = content { return query }
      return SQLQuery(text: "", file: name)
    }
    try check(table, dateColumn: dateColumn, in: connection)
    let quoted = SQLiteDatabase.quoted
    let list = columns.map { $0.isEmpty ? "NULL" : $0.map(quoted).joined(separator: ", ") } ?? "*"
    var text = "SELECT \(list) FROM \(quoted(table))"
    if let dateColumn, date != nil { text += " WHERE \(quoted(dateColumn)) = :date" }
    return SQLQuery(
      text: text, file: connection.database.path, parameters: date.map { ["date": $0] } ?? [:],
      timeLimit: .seconds(3_600))
  }
}
