import Diagnostics
import GRDBSQLite

/// Inserts spooled rows into one table by multi-row statements.
///
/// Constants are bound once; texts stay in the spool's buffer until their statement has run.
final class BulkInsert {
  private let database: SQLiteDatabase
  private let many: SQLiteStatement
  private let one: SQLiteStatement
  private let rowsAtOnce: Int
  private let varyingCount: Int
  private let constantCount: Int

  init(_ database: SQLiteDatabase, into table: String, _ columns: [OutputColumn]) throws(Diagnostic) {
    self.database = database
    let varying = columns.filter(\.isVarying)
    let constants = columns.filter { !$0.isVarying }
    varyingCount = varying.count
    constantCount = constants.count
    // Beyond some 64 rows nothing is won; SQLite takes 32,766 parameters.
    rowsAtOnce = max(1, min(64, 30_000 / max(varying.count, 1)))
    let names = (constants + varying).map { SQLiteDatabase.quoted($0.name) }.joined(separator: ", ")
    let head = "INSERT INTO \(SQLiteDatabase.quoted(table)) (\(names)) VALUES "
    let first = constants.indices.map { "?\($0 + 1)" }
    func tuple(_ row: Int) -> String {
      let start = constants.count + row * varying.count
      return "(" + (first + varying.indices.map { "?\(start + $0 + 1)" }).joined(separator: ", ") + ")"
    }
    one = try database.prepare(head + tuple(0))
    many = try database.prepare(head + (0..<rowsAtOnce).map(tuple).joined(separator: ", "))
    for statement in [one, many] {
      for (index, column) in constants.enumerated() {
        let value: SQLValue =
          switch column.value {
          case .constant(let text): .text(text)
          case .constantInteger(let integer): .integer(Int64(integer))
          case .constantNumber(let number): .real(number)
          default: .null
          }
        try statement.bind(index + 1, value)
      }
    }
  }

  /// Inserts so many rows that begin at the offset; where they end.
  func insert(_ count: Int, from scratch: ByteScratch, at start: Int) throws(Diagnostic) -> Int {
    var offset = start
    var left = count
    while left > 0 {
      let statement = left >= rowsAtOnce ? many : one
      let rows = left >= rowsAtOnce ? rowsAtOnce : 1
      var parameter = Int32(constantCount) + 1
      for _ in 0..<(rows * varyingCount) {
        bind(parameter, of: statement, from: scratch, &offset)
        parameter += 1
      }
      let code = sqlite3_step(statement.handle)
      sqlite3_reset(statement.handle)
      if code != SQLITE_DONE { throw problem(code) }
      left -= rows
    }
    return offset
  }

  @inline(__always)
  private func bind(
    _ parameter: Int32, of statement: SQLiteStatement, from scratch: ByteScratch, _ offset: inout Int
  ) {
    let base = scratch.base + offset
    switch base.load(as: UInt8.self) {
    case 0:
      sqlite3_bind_null(statement.handle, parameter)
      offset += 1
    case 1:
      sqlite3_bind_double(statement.handle, parameter, (base + 1).loadUnaligned(as: Double.self))
      offset += 9
    case 2:
      sqlite3_bind_int64(statement.handle, parameter, Int64((base + 1).load(as: UInt8.self)))
      offset += 2
    case 3:
      sqlite3_bind_int64(statement.handle, parameter, (base + 1).loadUnaligned(as: Int64.self))
      offset += 9
    case 4:
      let count = Int((base + 1).loadUnaligned(as: UInt32.self))
      _ = statement.bindText(parameter, UnsafeRawBufferPointer(start: base + 5, count: count), copied: false)
      offset += 5 + count
    case 5:
      let count = Int((base + 1).loadUnaligned(as: UInt32.self))
      sqlite3_bind_blob64(statement.handle, parameter, base + 5, UInt64(count), nil)
      offset += 5 + count
    case let tag:
      let count = Int(tag) - 16
      _ = statement.bindText(parameter, UnsafeRawBufferPointer(start: base + 1, count: count), copied: false)
      offset += 1 + count
    }
  }

  private func problem(_ code: Int32) -> Diagnostic {
    let extended = sqlite3_extended_errcode(database.handle)
    let message = String(cString: sqlite3_errmsg(database.handle))
    // SQLITE_CONSTRAINT_PRIMARYKEY and _UNIQUE are macros that Swift does not import.
    if extended == SQLITE_CONSTRAINT | 6 << 8 || extended == SQLITE_CONSTRAINT | 8 << 8 {
      return Diagnostic(
        .outputDuplicateKey, .refused, at: Diagnostic.Place(file: database.path),
        "a row's key stands in the table already", found: message, next: "Nothing of this date was written.")
    }
    return Diagnostic.sqlite(code, database.handle, path: database.path, sql: nil)
  }
}
