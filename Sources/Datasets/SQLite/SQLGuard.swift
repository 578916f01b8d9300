package import Diagnostics
import GRDBSQLite

/// A connection that runs a workspace's SQL and nothing else.
///
/// Five locks, each of them enough for most of what could go wrong:
/// 1. an authorizer that lets pass SELECT, READ, recursive queries and the functions of `SQLFunctions`;
/// 2. a read-only connection (alone it is no guard: `VACUUM INTO` writes through it) with `query_only`;
/// 3. `trusted_schema` off: a view of the file can't call anything with side effects. The pragma is used,
///    since `sqlite3_db_config` is variadic in C and can't be called from Swift. What SQLITE_DBCONFIG_DEFENSIVE
///    forbids (writable_schema, journal_mode=OFF, writes to shadow tables) the authorizer refuses already;
/// 4. run-time limits: no attached database (VACUUM INTO needs one, too), bounded values, depth and size;
/// 5. no clock, see `ClocklessSystem`: a statement that asks for the current time fails.
///
/// A progress handler ends a statement whose time is over.
package final class SQLGuard {
  let database: SQLiteDatabase
  private let state = SQLGuardState()

  /// Arms a connection that was opened for reading, or one in memory. From here on it runs guarded SQL only.
  package init(_ database: SQLiteDatabase) throws(Diagnostic) {
    self.database = database
    try database.execute(
      "PRAGMA trusted_schema=OFF; PRAGMA query_only=ON; PRAGMA cell_size_check=ON; PRAGMA cache_size=-8192")
    let limits: [(Int32, Int32)] = [
      (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_LENGTH, 1 << 24), (SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
      (SQLITE_LIMIT_COLUMN, 2_000), (SQLITE_LIMIT_EXPR_DEPTH, 1_000), (SQLITE_LIMIT_COMPOUND_SELECT, 500),
      (SQLITE_LIMIT_VDBE_OP, 1_000_000), (SQLITE_LIMIT_FUNCTION_ARG, 100),
      (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 10_000), (SQLITE_LIMIT_VARIABLE_NUMBER, 100),
      (SQLITE_LIMIT_TRIGGER_DEPTH, 1), (SQLITE_LIMIT_WORKER_THREADS, 0),
    ]
    for (limit, value) in limits { sqlite3_limit(database.handle, limit, value) }
    let context = Unmanaged.passUnretained(state).toOpaque()
    sqlite3_set_authorizer(
      database.handle,
      { context, action, first, second, _, _ in
        guard let context else { return SQLITE_DENY }
        let state = Unmanaged<SQLGuardState>.fromOpaque(context).takeUnretainedValue()
        return state.permits(action, first, second) ? SQLITE_OK : SQLITE_DENY
      }, context)
    sqlite3_progress_handler(
      database.handle, 2_000,
      { context in
        guard let context else { return 1 }
        return Unmanaged<SQLGuardState>.fromOpaque(context).takeUnretainedValue().mustStop ? 1 : 0
      }, context)
  }

  deinit {
    // Statements that outlive the guard must not call into freed memory.
    sqlite3_set_authorizer(database.handle, { _, _, _, _, _, _ in SQLITE_DENY }, nil)
    sqlite3_progress_handler(database.handle, 0, nil, nil)
  }

  /// Compiles a workspace's statement and binds its parameters; starts its clock.
  ///
  /// **Throws** for a syntax error (with file, line and column), for anything but one SELECT, for an unknown
  /// parameter, and for one that has no value here.
  package func prepare(_ query: SQLQuery) throws(Diagnostic) -> SQLiteStatement {
    state.start(query.timeLimit)
    defer { state.pause() }
    let bytes = Array(query.text.utf8)
    if let zero = bytes.firstIndex(of: 0) {
      throw Diagnostic(.sqlSyntax, .configuration, at: query.place(ofByte: zero), "SQL holds a zero byte")
    }
    guard let (handle, end) = try compile(bytes, from: 0, query) else {
      throw Diagnostic(
        .sqlNotOneSelect, .configuration, at: query.place(ofByte: 0), "SQL is empty", expected: "one SELECT")
    }
    let statement = SQLiteStatement(handle, of: database, sql: query.text)
    if let (second, _) = try compile(bytes, from: end, query) {
      sqlite3_finalize(second)
      throw Diagnostic(
        .sqlNotOneSelect, .configuration, at: query.place(ofByte: query.start(of: bytes, from: end)),
        "SQL holds a second statement", expected: "one SELECT")
    }
    guard sqlite3_stmt_readonly(handle) != 0, sqlite3_stmt_isexplain(handle) == 0,
      sqlite3_column_count(handle) > 0
    else {
      throw Diagnostic(
        .sqlNotOneSelect, .configuration, at: query.place(ofByte: 0), "SQL gives no rows",
        expected: "one SELECT")
    }
    try bindParameters(of: statement, query)
    return statement
  }

  /// The next row; false after the last. Only the time inside counts for the query's limit.
  package func step(_ statement: SQLiteStatement, _ query: SQLQuery) throws(Diagnostic) -> Bool {
    state.resume()
    defer { state.pause() }
    return try stepRunning(statement, query)
  }

  /// The clock for several `stepRunning` calls: reading it once for each row would cost as much as the row.
  func resume() { state.resume() }
  func pause() { state.pause() }

  @inline(__always)
  func stepRunning(_ statement: SQLiteStatement, _ query: SQLQuery) throws(Diagnostic) -> Bool {
    let code = sqlite3_step(statement.handle)
    if state.hasAskedForTime { throw asksForTime(query) }
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    throw problem(code, query)
  }

  private func compile(
    _ bytes: [UInt8], from start: Int, _ query: SQLQuery
  ) throws(Diagnostic) -> (OpaquePointer, end: Int)? {
    guard start < bytes.count else { return nil }
    var statement: OpaquePointer?
    var end = start
    state.denied = nil
    let code = bytes.withUnsafeBytes { raw -> Int32 in
      guard let base = raw.baseAddress?.assumingMemoryBound(to: CChar.self) else { return SQLITE_OK }
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(
        database.handle, base + start, Int32(bytes.count - start), &statement, &tail)
      if let tail { end = tail - UnsafePointer(base) }
      return code
    }
    if state.hasAskedForTime { throw asksForTime(query) }
    if code != SQLITE_OK { throw problem(code, query, compiledFrom: start) }
    return statement.map { ($0, end) }
  }

  private func asksForTime(_ query: SQLQuery) -> Diagnostic {
    Diagnostic(
      .sqlCurrentTime, .configuration, at: query.place(of: "'now'"), "SQL may not ask for the current time",
      expected: "rows that are the same tonight and in a year",
      next: "Use :date for the run's date; give every date function a time value other than 'now'.")
  }

  private func problem(_ code: Int32, _ query: SQLQuery, compiledFrom start: Int? = nil) -> Diagnostic {
    if let denied = state.denied {
      return Diagnostic(
        .sqlRefused, .configuration, at: query.place(ofByte: start ?? 0), "SQL may not \(denied)",
        expected: "one SELECT that only reads",
        next: "SQL that scorebook is given reads rows; remove what writes, attaches or reaches outside.")
    }
    switch code & 0xff {
    case SQLITE_INTERRUPT where Interruption.isRequested:
      return Diagnostic(
        .sqlInterrupted, at: query.place(ofByte: 0), "the query was stopped by a signal",
        next: "Nothing was written; the same command goes on from here.")
    case SQLITE_INTERRUPT where state.isOver:
      return Diagnostic(
        .sqlTimeLimit, at: query.place(ofByte: 0), "query took longer than its limit of \(query.timeLimit)",
        next: "Make the query cheaper, or raise its time limit.")
    case SQLITE_ERROR where start != nil, SQLITE_AUTH where start != nil, SQLITE_TOOBIG where start != nil:
      let message = String(cString: sqlite3_errmsg(database.handle))
      let offset = sqlite3_error_offset(database.handle)
      let byte = offset < 0 ? 0 : Int(offset) + (start ?? 0)
      return Diagnostic(
        .sqlSyntax, .configuration, at: query.place(ofByte: byte), "SQL can't be compiled: \(message)",
        next: suggestion(for: message))
    default:
      return Diagnostic.sqlite(code, database.handle, path: database.path, sql: nil)
        .inQuery(query.place(ofByte: 0))
    }
  }

  /// "no such table: purchase" → the table or column whose name is nearest.
  private func suggestion(for message: String) -> String? {
    let isTable = message.hasPrefix("no such table: ")
    guard isTable || message.hasPrefix("no such column: "),
      let written = message.split(separator: " ").last?.split(separator: ".").last
    else { return nil }
    let tables = (try? self.tables()) ?? []
    let names = isTable ? tables.map(\.name) : tables.flatMap(\.columns)
    return nearestName(to: String(written), among: names).map { "Did you mean '\($0)'?" }
  }

  /// Tables and views with their columns, asked by us and not under the guard.
  func tables() throws(Diagnostic) -> [(name: String, columns: [String])] {
    state.isSuspended = true
    defer { state.isSuspended = false }
    let rows = try database.rows(
      """
      SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
       WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY t.name, c.cid
      """)
    var tables: [(name: String, columns: [String])] = []
    for row in rows {
      guard let table = row[0].text, let column = row[1].text else { continue }
      if tables.last?.name != table { tables.append((table, [])) }
      tables[tables.count - 1].columns.append(column)
    }
    return tables
  }

  private func bindParameters(of statement: SQLiteStatement, _ query: SQLQuery) throws(Diagnostic) {
    for index in 1..<(max(sqlite3_bind_parameter_count(statement.handle), 0) + 1) {
      guard let raw = sqlite3_bind_parameter_name(statement.handle, index) else {
        throw Diagnostic(
          .sqlParameter, .configuration, at: query.place(of: "?"), "SQL has a parameter without a name",
          expected: "one of \(SQLQuery.parameterNames.map { ":\($0)" }.joined(separator: ", "))")
      }
      let written = String(cString: raw)
      let name = String(written.dropFirst())
      guard written.hasPrefix(":"), SQLQuery.parameterNames.contains(name) else {
        throw Diagnostic(
          .sqlParameter, .configuration, at: query.place(of: written),
          "SQL has an unknown parameter '\(written)'",
          expected: "one of \(SQLQuery.parameterNames.map { ":\($0)" }.joined(separator: ", "))",
          next: nearestName(to: name, among: SQLQuery.parameterNames).map { "Did you mean ':\($0)'?" })
      }
      guard let value = query.parameters[name] else {
        let given = query.parameters.keys.sorted().map { ":\($0)" }
        throw Diagnostic(
          .sqlParameter, .configuration, at: query.place(of: written),
          "parameter '\(written)' has no value here",
          expected: given.isEmpty ? "no parameter" : "only \(given.joined(separator: ", "))")
      }
      try statement.bind(Int(index), .text(value))
    }
  }
}
