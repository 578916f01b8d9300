import Datasets
import Diagnostics
import Testing

@Suite("SQL guard")
struct SQLGuardTests {
  private let folder: ScratchFolder
  private let path: String

  init() throws {
    folder = try ScratchFolder()
    path = folder.file("shop.db")
    let database = try SQLiteDatabase(path, .readWrite)
    try database.execute(
      """
      CREATE TABLE purchases (customer_id TEXT, date TEXT, dollars REAL);
      INSERT INTO purchases VALUES ('a', '1997-01-01', 1.5), ('b', '1997-01-08', 2.5), ('a', '1997-01-09', 4);
      """)
  }

  private func rows(
    _ sql: String, _ parameters: [String: String] = [:], limit: Duration = .seconds(20)
  ) throws(Diagnostic) -> [[SQLValue]] {
    try QueryRunner(.file(path)).rows(
      SQLQuery(text: sql, file: "q.sql", parameters: parameters, timeLimit: limit))
  }

  private func failure(
    _ sql: String, _ parameters: [String: String] = [:], limit: Duration = .seconds(20)
  ) -> Diagnostic? {
    #expect(throws: Diagnostic.self) { try rows(sql, parameters, limit: limit) }
  }

  @Test("runs one SELECT with bound parameters")
  func select() throws {
    let found = try rows(
      """
      -- what a customer spent before the date
      WITH RECURSIVE days(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < 3)
      SELECT customer_id, sum(dollars), date(:date, '-28 days'), (SELECT count(*) FROM days),
             row_number() OVER (ORDER BY customer_id), typeof(:date)
        FROM purchases WHERE date < :date GROUP BY customer_id;  -- the end
      """, ["date": "1997-01-09"])
    #expect(
      found == [
        [.text("a"), .real(1.5), .text("1996-12-12"), .integer(3), .integer(1), .text("text")],
        [.text("b"), .real(2.5), .text("1996-12-12"), .integer(3), .integer(2), .text("text")],
      ])
  }

  @Test("binds a parameter and never pastes it")
  func injection() throws {
    let hostile = "' OR 1=1 --"
    #expect(
      try rows("SELECT count(*) FROM purchases WHERE date = :date", ["date": hostile]) == [[.integer(0)]])
  }

  @Test(
    "refuses whatever is not a SELECT that only reads",
    arguments: [
      "INSERT INTO purchases VALUES ('x', 'y', 1)", "DELETE FROM purchases",
      "UPDATE purchases SET dollars = 0", "DROP TABLE purchases", "CREATE TABLE t (a)",
      "CREATE TEMP TABLE t (a)", "ATTACH '/tmp/other.db' AS other", "DETACH main", "PRAGMA journal_mode=WAL",
      "PRAGMA writable_schema=ON", "PRAGMA table_info(purchases)", "VACUUM", "VACUUM INTO 'copy.db'",
      "BEGIN", "COMMIT", "SAVEPOINT s", "REINDEX", "ANALYZE", "SELECT load_extension('x.so')",
      "SELECT random()", "SELECT randomblob(4)", "SELECT current_date", "SELECT readfile('/etc/passwd')",
      "SELECT * FROM pragma_table_info('purchases')", "SELECT * FROM dbstat", "SELECT last_insert_rowid()",
      "SELECT fts3_tokenizer('x', x'00')", "SELECT sqlite_compileoption_get(0)",
      "WITH x AS (SELECT 1) DELETE FROM purchases",
      "INSERT INTO purchases SELECT * FROM purchases RETURNING *",
      "EXPLAIN SELECT 1", "EXPLAIN QUERY PLAN SELECT 1",
    ])
  func refuses(_ sql: String) throws {
    let problem = try #require(failure(sql))
    #expect(["sql-refused", "sql-not-one-select", "sql-syntax"].contains(problem.identifier.name))
    #expect(problem.kind == .configuration)
    #expect(try rows("SELECT count(*), sum(dollars) FROM purchases") == [[.integer(3), .real(8)]])
    #expect(folder.names == ["shop.db"])
  }

  @Test(
    "refuses the writing ones by the authorizer itself",
    arguments: [
      "ATTACH 'x' AS y", "PRAGMA user_version", "SELECT load_extension('x')", "DELETE FROM purchases",
    ])
  func authorizer(_ sql: String) {
    #expect(failure(sql)?.identifier.name == "sql-refused")
  }

  @Test(
    "refuses the current time, however it is asked for",
    arguments: [
      "SELECT date('now')", "SELECT date()", "SELECT time()", "SELECT datetime('NOW', '-1 day')",
      "SELECT julianday()", "SELECT unixepoch('now')", "SELECT strftime('%s')",
      "SELECT strftime('%Y', 'now')",
      "SELECT date('n' || 'ow')", "SELECT julianday('1997-01-01') - julianday('now')",
      "SELECT date(x) FROM (SELECT 'now' AS x)", "SELECT 1 FROM purchases WHERE date < date('now')",
      "SELECT count(*) FROM purchases GROUP BY date(substr(replace('now' || date, date, ''), 1))",
    ])
  func now(_ sql: String) throws {
    let problem = try #require(failure(sql))
    #expect(problem.identifier.name == "sql-current-time")
    #expect(problem.summary == "SQL may not ask for the current time")
    #expect(problem.kind == .configuration)
    // The connection's next statement is none the worse.
    #expect(try rows("SELECT date('1997-01-31', '+1 day')") == [[.text("1997-02-01")]])
  }

  @Test("a stamp neither takes nor drops locks that this process holds on the file")
  func stampKeepsLocks() throws {
    let holder = try SQLiteDatabase(path, .existing)
    try holder.execute("BEGIN IMMEDIATE; UPDATE purchases SET dollars = 9")
    let before = Locks.held(on: path)
    #expect(before > 0)
    _ = try QueryRunner(.file(path)).stamp(SQLQuery(text: "SELECT 1", file: "q.sql"))
    #expect(Locks.held(on: path) == before)
    try holder.execute("ROLLBACK")
  }

  @Test("a stamp changes with the rows, and a file that is no database has one")
  func stamp() throws {
    let query = SQLQuery(text: "SELECT 1", file: "q.sql")
    let first = try QueryRunner(.file(path)).stamp(query)
    #expect(first.contains("\ncounter 2\n"))
    try SQLiteDatabase(path, .existing).execute("UPDATE purchases SET dollars = 9")
    #expect(try QueryRunner(.file(path)).stamp(query).contains("\ncounter 3\n"))
    try folder.write("x", to: "text.db")
    #expect(try QueryRunner(.file(folder.file("text.db"))).stamp(query).contains("\ncounter 0\n"))
  }

  @Test("refuses a second statement and tells where it begins")
  func second() {
    let problem = failure("SELECT 1;\n  SELECT 2")
    #expect(problem?.identifier.name == "sql-not-one-select")
    #expect(problem?.place == Diagnostic.Place(file: "q.sql", line: 2, column: 3))
  }

  @Test("refuses a text without a statement", arguments: ["", "  \n", "-- only a comment", ";"])
  func empty(_ sql: String) {
    #expect(failure(sql)?.identifier.name == "sql-not-one-select")
  }

  @Test("names file, line and column of a mistake")
  func syntax() {
    let problem = failure("SELECT customer_id\n  FROM purchases\n WHER dollars > 1")
    #expect(problem?.identifier.name == "sql-syntax")
    #expect(problem?.place == Diagnostic.Place(file: "q.sql", line: 3, column: 7))
  }

  @Test("suggests the nearest table and column")
  func suggestions() {
    #expect(failure("SELECT * FROM purchase")?.next == "Did you mean 'purchases'?")
    #expect(failure("SELECT dollar FROM purchases")?.next == "Did you mean 'dollars'?")
    #expect(failure("SELECT \"dollar\" FROM purchases")?.next == "Did you mean 'dollars'?")
  }

  @Test(
    "refuses unknown parameters and those without a value",
    arguments: [":dat", "?", "?1", "@date", "$date", ":from"])
  func parameters(_ parameter: String) {
    let problem = failure("SELECT \(parameter)", ["date": "1997-01-01"])
    #expect(problem?.identifier.name == "sql-parameter")
    #expect(problem?.place == Diagnostic.Place(file: "q.sql", line: 1, column: 8))
  }

  @Test("stops an endless query at its limit")
  func endless() {
    let clock = ContinuousClock()
    let time = clock.measure {
      let problem = failure(
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
        limit: .milliseconds(100))
      #expect(problem?.identifier.name == "sql-time-limit")
    }
    #expect(time < .seconds(5))
  }

  @Test("bounds the size of a value")
  func large() throws {
    #expect(failure("SELECT length(zeroblob(1000000000))") != nil)
    // SQLite gives NULL where `printf` may not give all of it.
    #expect(try rows("SELECT printf('%.*c', 20000000, 'x')") == [[.null]])
  }

  @Test("says which file is no database, and which is not there")
  func noDatabase() throws {
    try folder.write("customer_id,dollars\n", to: "text.db")
    let text = #expect(throws: Diagnostic.self) {
      try QueryRunner(.file(folder.file("text.db"))).rows(SQLQuery(text: "SELECT * FROM t", file: "q.sql"))
    }
    #expect(text?.identifier.name == "sql-not-a-database")
    let missing = #expect(throws: Diagnostic.self) {
      try QueryRunner(.file(folder.file("none.db"))).rows(SQLQuery(text: "SELECT 1", file: "q.sql"))
    }
    #expect(missing?.identifier.name == "sql-open")
    #expect(!folder.names.contains("none.db"))
  }

  @Test("a view of a hostile file can't call what is not allowed")
  func view() throws {
    let database = try SQLiteDatabase(path, .readWrite)
    try database.execute("CREATE VIEW trap AS SELECT load_extension('x.so') AS a")
    #expect(failure("SELECT * FROM trap") != nil)
  }
}
