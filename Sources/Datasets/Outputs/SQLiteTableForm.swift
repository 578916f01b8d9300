import Diagnostics

/// What kind of table has a name in a SQLite file; SQLite takes upper and lower case for the same.
struct SQLiteTableForm {
  /// A STRICT table WITHOUT ROWID, as ours are; false for any other, for a view, and where there is nothing.
  let isStrict: Bool
  /// Names of the primary key's columns, in its order.
  let key: [String]
  private let hasRun: Bool

  init(_ table: String, in database: SQLiteDatabase) throws(Diagnostic) {
    let form = try database.rows(
      "SELECT type, strict, wr FROM pragma_table_list WHERE name = ? COLLATE NOCASE AND schema = 'main'",
      [.text(table)]
    ).first
    isStrict = form.map { $0[0].text == "table" && $0[1].integer == 1 && $0[2].integer == 1 } ?? false
    let columns = try database.rows("SELECT name, pk FROM pragma_table_info(?)", [.text(table)])
    key = columns.filter { ($0[1].integer ?? 0) > 0 }
      .sorted { ($0[1].integer ?? 0) < ($1[1].integer ?? 0) }
      .compactMap { $0[0].text }
    hasRun = columns.contains { $0[0].text == "run_id" }
  }

  /// Whether it is a table as outputs make them, with this primary key.
  func isOurs(key: [String]) -> Bool { isStrict && hasRun && self.key == key }
}
