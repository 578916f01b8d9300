import Diagnostics
import GRDBSQLite
import Synchronization

/// One running statement, shared by the readers of all workers.
///
/// Unchecked: everything mutable is touched only under `lock`.
final class SQLiteCursor: @unchecked Sendable {
  private let lock = Mutex(())
  private let connection: SQLGuard
  private let statement: SQLiteStatement
  private let query: SQLQuery
  /// The statement's columns that are read, in this order.
  let columns: [Int32]
  private var nextChunk = 0
  private var nextRecord = 1
  private var isAtEnd = false

  init(_ connection: SQLGuard, _ statement: SQLiteStatement, _ query: SQLQuery, columns: [Int32]) {
    self.connection = connection
    self.statement = statement
    self.query = query
    self.columns = columns
  }

  /// Steps until the chunk is full or the statement is done; the chunk's number, nil at the end.
  func claim(_ chunk: SQLiteChunk) throws(Diagnostic) -> Int? {
    try lock.withLock { _ throws(Diagnostic) -> Int? in
      chunk.removeAll()
      chunk.firstRecord = nextRecord
      if isAtEnd { return nil }
      // After an error the statement must not start again from its first row.
      isAtEnd = true
      connection.resume()
      defer { connection.pause() }
      while !chunk.isFull {
        guard try connection.stepRunning(statement, query) else {
          nextRecord += chunk.count
          return chunk.count == 0 ? nil : number()
        }
        chunk.append(statement.handle, columns)
      }
      isAtEnd = false
      nextRecord += chunk.count
      return number()
    }
  }

  private func number() -> Int {
    defer { nextChunk += 1 }
    return nextChunk
  }
}
