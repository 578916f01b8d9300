import Diagnostics
import GRDBSQLite

/// What the guard's callbacks know: the clock, and what was refused last.
final class SQLGuardState {
  /// What the statement wanted and may not: "write to table 't'".
  var denied: String?
  /// While the guard itself asks for names to suggest.
  var isSuspended = false
  /// Whether the statement asked for the current time.
  var hasAskedForTime = false
  private var remaining: Duration = .zero
  private var startedAt: ContinuousClock.Instant?

  func start(_ limit: Duration) {
    remaining = limit
    denied = nil
    hasAskedForTime = false
    resume()
  }

  func resume() {
    startedAt = .now
    ClocklessSystem.isRunning(self)
  }

  func pause() {
    if let startedAt { remaining -= startedAt.duration(to: .now) }
    startedAt = nil
    ClocklessSystem.isRunning(nil)
  }

  /// Whether the statement has to end here: its time is up, or somebody asked the program to stop.
  var mustStop: Bool { Interruption.isRequested || isOver }

  var isOver: Bool {
    guard let startedAt else { return remaining <= .zero }
    return startedAt.duration(to: .now) >= remaining
  }

  /// The authorizer's answer. `first` and `second` depend on the action, as sqlite3.h lists them.
  func permits(_ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?) -> Bool {
    if isSuspended { return true }
    func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE:
      return true
    case SQLITE_READ:
      let table = text(first).lowercased()
      if !table.hasPrefix("pragma_"), !SQLFunctions.refusedTables.contains(table) { return true }
      denied = "read '\(table)'"
    case SQLITE_FUNCTION:
      let function = text(second).lowercased()
      if SQLFunctions.allowed.contains(function) { return true }
      denied = "call the function '\(function)'"
    case SQLITE_ATTACH: denied = "attach a database"
    case SQLITE_DETACH: denied = "detach a database"
    case SQLITE_PRAGMA: denied = "run PRAGMA \(text(first))"
    case SQLITE_TRANSACTION, SQLITE_SAVEPOINT: denied = "begin or end a transaction"
    case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE: denied = "write to table '\(text(first))'"
    default: denied = "change the database"
    }
    return false
  }
}
