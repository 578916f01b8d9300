package import Diagnostics
import GRDBSQLite
import Tabular

extension Diagnostic.Identifier {
  package static let sqlCacheReject = Self("sql-cache-reject")
  package static let sqlCacheColumn = Self("sql-cache-column")
}

/// A dataset as a table that a workspace's SQL can ask.
package struct CachedTable: Sendable {
  /// Its name in the SQL.
  package let name: String
  package let source: any DatasetSource
  /// Declared columns; one that is not declared is text.
  private let kinds: [String: DeclaredColumn.Kind]
  /// Values of a SQLite source are copied as they are.
  private let isCopied: Bool

  /// Text and date become TEXT, number REAL, integer and boolean INTEGER; missing becomes NULL.
  package init(name: String, csv: CSVSource) {
    self.name = name
    source = csv
    kinds = Dictionary(csv.declared.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
    isCopied = false
  }

  /// Every value keeps its type.
  package init(name: String, sqlite: SQLiteSource) {
    self.name = name
    source = sqlite
    kinds = [:]
    isCopied = true
  }

  /// Canonical text of the rows and how they are stored.
  func stampText() throws(Diagnostic) -> String {
    let columns = kinds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.rawValue)" }
    return try (["table \(name)"] + columns + [source.stamp().text]).joined(separator: "\n")
  }

  /// Makes the table without rows.
  func create(in database: SQLiteDatabase) throws(Diagnostic) {
    let names = try source.columnNames()
    if let unknown = kinds.keys.sorted().first(where: { !names.contains($0) }) {
      throw Diagnostic(
        .sqlCacheColumn, .configuration, "dataset '\(source.name)' has no column '\(unknown)'",
        expected: "one of \(names.joined(separator: ", "))",
        next: nearestName(to: unknown, among: names).map { "Did you mean '\($0)'?" })
    }
    let columns = names.map { column in
      SQLiteDatabase.quoted(column) + (isCopied ? "" : " \(CachedTable.sqlType(kinds[column] ?? .text))")
    }
    try database.execute("CREATE TABLE \(SQLiteDatabase.quoted(name)) (\(columns.joined(separator: ", ")))")
  }

  private static func sqlType(_ kind: DeclaredColumn.Kind) -> String {
    switch kind {
    case .text, .date: "TEXT"
    case .number: "REAL"
    case .integer, .boolean: "INTEGER"
    }
  }

  /// Fills the table with every row of the dataset.
  ///
  /// **Throws** for a row that can't be read: left out, it would make every sum over the table wrong.
  func load(into database: SQLiteDatabase) throws(Diagnostic) {
    let names = try source.columnNames()
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    let insert = try database.prepare("INSERT INTO \(SQLiteDatabase.quoted(name)) VALUES (\(marks))")
    if let sqlite = source as? SQLiteSource {
      try sqlite.copyRows { row throws(Diagnostic) in
        for column in 0..<Int32(names.count) {
          sqlite3_bind_value(insert.handle, column + 1, sqlite3_column_value(row.handle, column))
        }
        _ = try insert.step()
        insert.reset()
      }
      return
    }
    let kinds = names.map { self.kinds[$0] ?? .text }
    let columns = zip(names, kinds).map { name, kind in
      Column(source: name, storage: kind == .text || kind == .date ? .text : .number)
    }
    let layout = Layout(columns: columns, capacity: 1_024)
    let readers = try source.makeReaders(ReadPlan(layout: layout, readers: 1, digest: false))
    var batch = Batch(layout)
    for reader in readers {
      while try reader.claim() != nil {
        var rejects = Rejects()
        while try reader.fill(&batch, rejects: &rejects) > 0 {
          try Interruption.check()
          for row in 0..<batch.count {
            if let column = CachedTable.bind(row, of: batch, kinds, to: insert) {
              let place = reader.place(ofRow: row)
              rejects.add(
                Reject(
                  source: place.source, record: place.record, line: place.line, column: names[column],
                  kind: .otherType, reason: CachedTable.reason(kinds[column]), row: []))
              continue
            }
            _ = try insert.step()
            insert.reset()
          }
        }
        if let reject = rejects.list.first { throw problem(reject, others: rejects.count - 1) }
      }
    }
  }

  /// Binds one row; the column whose value does not fit, if there is one.
  @inline(__always)
  private static func bind(
    _ row: Int, of batch: borrowing Batch, _ kinds: [DeclaredColumn.Kind], to insert: SQLiteStatement
  ) -> Int? {
    for column in kinds.indices {
      let index = Int32(column + 1)
      switch kinds[column] {
      case .number:
        let number = batch.numbers(column)[row]
        // SQLite makes NaN NULL: missing, as it should be.
        sqlite3_bind_double(insert.handle, index, number)
      case .integer, .boolean:
        let number = batch.numbers(column)[row]
        if number.isNaN {
          sqlite3_bind_null(insert.handle, index)
        } else {
          guard let integer = Int64(exactly: number) else { return column }
          sqlite3_bind_int64(insert.handle, index, integer)
        }
      case .text, .date:
        let slice = batch.slices(column)[row]
        if slice.isMissing {
          sqlite3_bind_null(insert.handle, index)
        } else {
          let start = batch.textBase.map { $0 + Int(slice.start) }
          let bytes = UnsafeRawBufferPointer(start: start, count: Int(slice.length))
          if kinds[column] == .date, !isDate(bytes) { return column }
          // The bytes stay where they are until the step is done.
          _ = insert.bindText(index, bytes, copied: false)
        }
      }
    }
    return nil
  }

  private static func reason(_ kind: DeclaredColumn.Kind) -> String {
    kind == .date ? "not a day of the calendar, YYYY-MM-DD" : "not a whole number"
  }

  /// A day that exists: SQLite's date functions would count 02-30 as 03-02.
  static func isDate(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return false }
    func number(_ digits: Range<Int>) -> Int? {
      var value = 0
      for index in digits {
        guard (0x30...0x39).contains(bytes[index]) else { return nil }
        value = value * 10 + Int(bytes[index] - 0x30)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return false }
    switch month {
    case 2: return (1...(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28)).contains(day)
    case 4, 6, 9, 11: return (1...30).contains(day)
    case 1...12: return (1...31).contains(day)
    default: return false
    }
  }

  private func problem(_ reject: Reject, others: Int) -> Diagnostic {
    let more = others > 0 ? " (and \(others) more rows near it)" : ""
    let column = reject.column.map { "column '\($0)': " } ?? ""
    return Diagnostic(
      .sqlCacheReject, at: Diagnostic.Place(file: reject.source, line: reject.line),
      "record \(reject.record) can't become a row of table '\(name)': \(column)\(reject.reason)\(more)",
      next: "Mend the row, or change the column's kind or missing_values of dataset '\(source.name)'.")
  }
}

extension SQLiteSource {
  /// Steps through every row as SQLite has it.
  func copyRows(_ body: (SQLiteStatement) throws(Diagnostic) -> Void) throws(Diagnostic) {
    let connection = try database.open()
    let query = try statement(connection)
    let statement = try connection.prepare(query)
    while try connection.step(statement, query) { try body(statement) }
  }
}
