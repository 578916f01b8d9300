import Diagnostics

/// Where a workspace's SQL looks for its tables.
package enum QueryDatabase: Sendable {
  /// A SQLite file of somebody else; opened read-only, always.
  case file(String)
  /// Datasets loaded into a private cache.
  case tables(TableCache)

  /// A guarded connection to the rows; loads the tables if the cache is not there yet.
  func open() throws(Diagnostic) -> SQLGuard {
    switch self {
    case .file(let path):
      guard FileStamp(path: path) != nil else {
        throw Diagnostic(
          .sqlOpen, at: Diagnostic.Place(file: path), "database is not there",
          next: "Check the path, or run what makes it first.")
      }
      return try SQLGuard(SQLiteDatabase(path, .readOnly))
    case .tables(let cache):
      return try SQLGuard(SQLiteDatabase(cache.load(), .readOnly))
    }
  }

  /// A guarded connection with the same tables, perhaps empty: enough to compile a statement.
  func openSchema() throws(Diagnostic) -> SQLGuard {
    switch self {
    case .file: try open()
    case .tables(let cache): try SQLGuard(cache.emptyTables())
    }
  }

  /// Equal where the tables hold the same rows; reads nothing.
  func stampText() throws(Diagnostic) -> String {
    switch self {
    case .file(let path): try FileStamp.ofDatabase(path)
    case .tables(let cache): try cache.stampText()
    }
  }
}
