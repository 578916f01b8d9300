package import Diagnostics
import GRDBSQLite

/// One compiled statement, used by one thread at a time.
package final class SQLiteStatement {
  let handle: OpaquePointer
  /// Keeps the connection open as long as the statement lives.
  private let database: SQLiteDatabase
  private let sql: String

  init(_ handle: OpaquePointer, of database: SQLiteDatabase, sql: String) {
    self.handle = handle
    self.database = database
    self.sql = sql
  }

  deinit { sqlite3_finalize(handle) }

  /// Names of the result's columns, in order.
  package var columnNames: [String] {
    (0..<sqlite3_column_count(handle)).map { column in
      sqlite3_column_name(handle, column).map { String(cString: $0) } ?? ""
    }
  }

  /// Binds the parameter of this index, from 1. Texts are copied.
  package func bind(_ index: Int, _ value: SQLValue) throws(Diagnostic) {
    let index = Int32(index)
    let code =
      switch value {
      case .null: sqlite3_bind_null(handle, index)
      case .integer(let integer): sqlite3_bind_int64(handle, index, integer)
      case .real(let real): sqlite3_bind_double(handle, index, real)
      case .text(let text):
        text.utf8.withContiguousStorageIfAvailable { bytes in
          bytes.withMemoryRebound(to: CChar.self) {
            bindText(index, UnsafeRawBufferPointer($0), copied: true)
          }
        } ?? bindText(index, Array(text.utf8))
      case .blob(let blob):
        blob.withUnsafeBytes {
          // An empty blob has no address, which SQLite would take for NULL.
          $0.isEmpty
            ? sqlite3_bind_zeroblob(handle, index, 0)
            : sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), SQLiteStatement.transient)
        }
      }
    if code != SQLITE_OK {
      throw Diagnostic.sqlite(code, sqlite3_db_handle(handle), path: database.path, sql: sql)
    }
  }

  private func bindText(_ index: Int32, _ bytes: [UInt8]) -> Int32 {
    bytes.withUnsafeBytes { bindText(index, $0, copied: true) }
  }

  /// Binds UTF-8 bytes; without `copied` they must stay where they are until the next step is done.
  @inline(__always)
  func bindText(_ index: Int32, _ bytes: UnsafeRawBufferPointer, copied: Bool) -> Int32 {
    guard let base = bytes.baseAddress, bytes.count > 0 else {
      return sqlite3_bind_text(handle, index, "", 0, nil)
    }
    return sqlite3_bind_text64(
      handle, index, base.assumingMemoryBound(to: CChar.self), UInt64(bytes.count),
      copied ? SQLiteStatement.transient : nil, UInt8(SQLITE_UTF8))
  }

  /// The next row; false after the last.
  package func step() throws(Diagnostic) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    throw Diagnostic.sqlite(code, sqlite3_db_handle(handle), path: database.path, sql: sql)
  }

  /// Ready to run again; bindings stay.
  package func reset() { sqlite3_reset(handle) }

  /// The row that `step` stands on.
  package func row() -> [SQLValue] {
    (0..<sqlite3_column_count(handle)).map { value($0) }
  }

  func value(_ column: Int32) -> SQLValue {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
    case SQLITE_TEXT:
      let text = sqlite3_column_text(handle, column)
      let count = Int(sqlite3_column_bytes(handle, column))
      return .text(String(decoding: UnsafeRawBufferPointer(start: text, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      let blob = sqlite3_column_blob(handle, column)
      return .blob(
        Array(UnsafeRawBufferPointer(start: blob, count: Int(sqlite3_column_bytes(handle, column)))))
    default: return .null
    }
  }

  /// SQLITE_TRANSIENT, a cast in C that Swift does not import: the bytes are copied at once.
  static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
