package import Diagnostics
import GRDBSQLite

extension Diagnostic.Identifier {
  package static let sqlBusy = Self("sql-busy")
  package static let sqlDiskFull = Self("sql-disk-full")
  package static let sqlDisk = Self("sql-disk")
  package static let sqlOpen = Self("sql-open")
  package static let sqlNotADatabase = Self("sql-not-a-database")
  package static let sqlReadOnly = Self("sql-read-only")
  package static let sqlFailed = Self("sql-failed")
  package static let sqlInterrupted = Self("sql-interrupted")
}

extension Diagnostic {
  /// What SQLite says about the last call on a connection, as a diagnostic.
  static func sqlite(_ code: Int32, _ handle: OpaquePointer?, path: String, sql: String?) -> Diagnostic {
    let message = handle.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "unknown error"
    let extended = handle.map { sqlite3_extended_errcode($0) } ?? code
    let detail = "\(message) (SQLite code \(extended))"
    let place = Place(file: path)
    switch code & 0xff {
    case SQLITE_BUSY, SQLITE_LOCKED:
      return Diagnostic(
        .sqlBusy, .notNow, at: place, "database is locked by another program", found: detail,
        next: "Wait until the other program has finished, then run the command again.")
    case SQLITE_FULL:
      return Diagnostic(
        .sqlDiskFull, at: place, "the disk is full; nothing was changed", found: detail,
        next: "Free some space, then run the command again.")
    case SQLITE_IOERR:
      return Diagnostic(
        .sqlDisk, at: place, "reading or writing the disk failed", found: detail,
        next: "Check the disk and its free space, then run the command again.")
    case SQLITE_CANTOPEN:
      return Diagnostic(
        .sqlOpen, at: place, "database can't be opened", found: detail,
        next: "Check that the file is there and that its folder may be read and written.")
    case SQLITE_NOTADB, SQLITE_CORRUPT:
      return Diagnostic(
        .sqlNotADatabase, at: place, "file is not a SQLite database, or a damaged one", found: detail)
    case SQLITE_READONLY, SQLITE_PERM:
      return Diagnostic(
        .sqlReadOnly, at: place, "database can't be written", found: detail,
        next: "Check who owns the file and its folder, and their permissions.")
    default:
      let statement = sql.map { " in \"\($0.prefix(200))\"" } ?? ""
      return Diagnostic(.sqlFailed, at: place, "SQLite refused a statement", found: detail + statement)
    }
  }
}
