import GRDBSQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// SQLite's interface to the operating system, without the clock.
///
/// `date('now')`, `julianday()` and whatever else asks for the current time, however it is written, would give
/// other rows tomorrow under an equal stamp. A connection opened through here gives them NULL and tells the
/// guard whose statement is running, which refuses the statement.
///
/// **Source:** sqlite.org, The OS Interface or "VFS": `xCurrentTime` and `xCurrentTimeInt64`.
enum ClocklessSystem {
  private static let systemName = "scorebook-clockless"

  /// What to open a connection with; nil where SQLite has no system to take the rest from.
  static let name: String? = {
    guard let system = sqlite3_vfs_find(nil), let name = strdup(systemName) else { return nil }
    // Both live as long as the process, as SQLite asks.
    let clockless = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    clockless.initialize(to: system.pointee)
    clockless.pointee.zName = UnsafePointer(name)
    clockless.pointee.pNext = nil
    clockless.pointee.xCurrentTime = { _, _ in
      ClocklessSystem.refuse()
      return SQLITE_ERROR
    }
    clockless.pointee.xCurrentTimeInt64 = { _, _ in
      ClocklessSystem.refuse()
      return SQLITE_ERROR
    }
    return sqlite3_vfs_register(clockless, 0) == SQLITE_OK ? systemName : nil
  }()

  private static let key: pthread_key_t? = {
    var key = pthread_key_t()
    return pthread_key_create(&key, nil) == 0 ? key : nil
  }()

  /// Whose statement runs on this thread from now on; nil where none does.
  static func isRunning(_ state: SQLGuardState?) {
    guard let key else { return }
    pthread_setspecific(key, state.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) })
  }

  private static func refuse() {
    guard let key, let state = pthread_getspecific(key) else { return }
    Unmanaged<SQLGuardState>.fromOpaque(state).takeUnretainedValue().hasAskedForTime = true
  }
}
