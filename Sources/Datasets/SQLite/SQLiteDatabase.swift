package import Diagnostics
import GRDBSQLite

/// One connection to a SQLite file, used by one thread at a time.
///
/// A thin wrapper around the C handle; every error becomes a `Diagnostic`.
package final class SQLiteDatabase {
  /// How a file is opened.
  package enum Mode: Sendable, Hashable {
    /// Nothing is created, nothing is written. Never `immutable`: another program may be writing.
    case readOnly
    /// For writing, but never created.
    case existing
    /// Created where it does not exist.
    case readWrite
    /// Private and gone when it is closed; the path is only a name.
    case memory
  }

  /// What messages call it.
  package let path: String
  let handle: OpaquePointer

  /// Opens a file. A read-only open of something that is no database fails at the first statement.
  ///
  /// **Units:** `busyTimeout` in milliseconds, how long a statement waits for another program's lock.
  package init(_ path: String, _ mode: Mode, busyTimeout: Int32 = 5_000) throws(Diagnostic) {
    let flags =
      switch mode {
      case .readOnly: SQLITE_OPEN_READONLY
      case .existing: SQLITE_OPEN_READWRITE
      case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .memory: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY
      }
    // What only reads is given no clock: the same question has the same answer tomorrow.
    let system = mode == .readOnly || mode == .memory ? ClocklessSystem.name : nil
    var opened: OpaquePointer?
    // No SQLITE_OPEN_URI: a path that begins with "file:" is a path. NOFOLLOW is left out: links are fine.
    let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, system)
    guard code == SQLITE_OK, let opened else {
      let problem = Diagnostic.sqlite(code, opened, path: path, sql: nil)
      sqlite3_close_v2(opened)
      throw problem
    }
    self.path = path
    handle = opened
    sqlite3_busy_timeout(opened, busyTimeout)
    // "name" in double quotes is a name and never a text: a misspelt column is an error.
    _disableDoubleQuotedStringLiterals(opened)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements of ours, one after the other, and ignores their rows.
  package func execute(_ sql: String) throws(Diagnostic) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw Diagnostic.sqlite(code, handle, path: path, sql: sql) }
  }

  /// Compiles one statement of ours.
  package func prepare(_ sql: String) throws(Diagnostic) -> SQLiteStatement {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
    guard code == SQLITE_OK, let statement else {
      throw Diagnostic.sqlite(code, handle, path: path, sql: sql)
    }
    return SQLiteStatement(statement, of: self, sql: sql)
  }

  /// All rows of one statement of ours: for small results.
  package func rows(_ sql: String, _ bindings: [SQLValue] = []) throws(Diagnostic) -> [[SQLValue]] {
    let statement = try prepare(sql)
    for (index, value) in bindings.enumerated() { try statement.bind(index + 1, value) }
    var rows: [[SQLValue]] = []
    while try statement.step() { rows.append(statement.row()) }
    return rows
  }

  /// Runs the body between BEGIN IMMEDIATE and COMMIT; rolls back when it throws.
  package func transaction(_ body: () throws(Diagnostic) -> Void) throws(Diagnostic) {
    try execute("BEGIN IMMEDIATE")
    do {
      try body()
      try execute("COMMIT")
    } catch {
      // A full disk may have rolled back already; then there is nothing left to roll back.
      if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }

  /// A name for use inside SQL: quoted, quotes doubled.
  package static func quoted(_ name: String) -> String {
    var text = "\""
    for scalar in name.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }
}
