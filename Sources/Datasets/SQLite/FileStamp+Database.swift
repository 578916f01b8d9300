import Diagnostics
import GRDBSQLite

extension FileStamp {
  /// Everything about a SQLite file that changes when its rows change: the file, its write-ahead log, and the
  /// change counter in the header (bytes 24 to 27).
  ///
  /// **Source:** sqlite.org, Database File Format, 1.3.8 File change counter.
  static func ofDatabase(_ path: String) throws(Diagnostic) -> String {
    guard let file = FileStamp(path: path) else {
      throw Diagnostic(
        .sqlOpen, at: Diagnostic.Place(file: path), "database is not there",
        next: "Check the path, or run what makes it first.")
    }
    var lines = ["sqlite \(path)", file.text, "counter \(try changeCounter(of: path))"]
    if let log = FileStamp(path: path + "-wal"), log.size > 0 { lines.append("wal \(log.text)") }
    return lines.joined(separator: "\n")
  }

  /// Read through SQLite's own file, which knows the locks of this process: closing a descriptor of ours would
  /// drop all that other connections hold on the file.
  ///
  /// **Source:** sqlite.org, How To Corrupt An SQLite Database File, 2.2 Posix advisory locks canceled by a
  /// separate thread doing close().
  private static func changeCounter(of path: String) throws(Diagnostic) -> UInt32 {
    let database = try SQLiteDatabase(path, .readOnly)
    var file: UnsafeMutablePointer<sqlite3_file>?
    guard sqlite3_file_control(database.handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK,
      let file,
      let read = file.pointee.pMethods?.pointee.xRead
    else { return 0 }
    var counter: UInt32 = 0
    // A file that is too short to have one is no database, which reading it will tell.
    guard read(file, &counter, 4, 24) == SQLITE_OK else { return 0 }
    return UInt32(bigEndian: counter)
  }
}
