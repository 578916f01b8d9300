import Datasets
import Diagnostics
import Tabular
import Testing

@Suite("SQLite source")
struct SQLiteSourceTests {
  private let folder: ScratchFolder
  private let path: String

  init() throws {
    folder = try ScratchFolder()
    path = folder.file("in.db")
  }

  private func make(_ sql: String) throws { try SQLiteDatabase(path, .readWrite).execute(sql) }

  private func table(_ name: String, date: String? = nil, missing: [String] = []) -> SQLiteSource {
    SQLiteSource(
      name: name, database: .file(path),
      content: .table(name, dateColumn: date == nil ? nil : "date", date: date), missingValues: missing)
  }

  /// Everything a source gives, read by so many readers in turn, in chunk order.
  private func read(
    _ source: SQLiteSource, _ columns: [Column], readers: Int = 1, digest: Bool = true
  ) throws -> (cells: [[String]], rejects: [Reject], digest: RowDigest) {
    let layout = Layout(columns: columns, capacity: 256)
    let readers = try source.makeReaders(ReadPlan(layout: layout, readers: readers, digest: digest))
    var batch = Batch(layout)
    var cells: [Int: [[String]]] = [:]
    var rejects: [Reject] = []
    var open = readers
    while let reader = open.first {
      guard let chunk = try reader.claim() else {
        open.removeFirst()
        continue
      }
      open.append(open.removeFirst())
      var found = Rejects()
      while try reader.fill(&batch, rejects: &found) > 0 {
        for row in 0..<batch.count {
          #expect(reader.place(ofRow: row).record == batch.firstRecord + Int(batch.recordOffsets[row]))
          cells[chunk, default: []].append(columns.indices.map { text(batch, $0, row) })
        }
      }
      rejects += found.list
    }
    var digest = RowDigest()
    for reader in readers { digest.add(reader.digest) }
    #expect(cells.keys.sorted() == Array(0..<cells.count))
    return (cells.keys.sorted().flatMap { cells[$0] ?? [] }, rejects, digest)
  }

  private func text(_ batch: borrowing Batch, _ column: Int, _ row: Int) -> String {
    switch batch.layout.columns[column].storage {
    case .number: return "\(batch.numbers(column)[row])"
    case .category: return "\(batch.codes(column)[row])"
    case .text:
      let slice = batch.slices(column)[row]
      guard !slice.isMissing, let base = batch.textBase else { return "missing" }
      return String(
        decoding: UnsafeRawBufferPointer(start: base + Int(slice.start), count: Int(slice.length)),
        as: UTF8.self)
    }
  }

  private let all = [
    Column(source: "id", storage: .text), Column(source: "x", storage: .number),
    Column(source: "c", storage: .category(["red", "7", "2.5"])),
  ]

  @Test("gives numbers, categories and texts by what SQLite holds")
  func storage() throws {
    try make(
      """
      CREATE TABLE t (id, x, c);
      INSERT INTO t VALUES ('00001', 1, 'red'), (2, 2.5, 7), (2.5, NULL, 2.5), (NULL, -9007199254740992, NULL),
        ('', 9e999, 'blue'), ('é,"', -0.0, '');
      """)
    let found = try read(table("t"), all)
    #expect(
      found.cells == [
        ["00001", "1.0", "0"], ["2", "2.5", "1"], ["2.5", "nan", "2"],
        ["missing", "-9007199254740992.0", "-1"], ["", "inf", "-2"], ["é,\"", "-0.0", "-2"],
      ])
    #expect(found.rejects.isEmpty)
    #expect(found.digest.rows == 6)
  }

  @Test("rejects texts, blobs and large integers in number columns, with record, column and the row")
  func rejects() throws {
    try make(
      """
      CREATE TABLE t (id, x, c);
      INSERT INTO t VALUES ('a', '12', 'red'), ('b', 1, 'red'), ('c', 9007199254740993, 'red'), ('d', x'00ff', 7),
        (x'01', 1, 'red'), ('e', 2, x'02'), ('f,', '', 'x');
      """)
    let found = try read(table("t"), all)
    #expect(found.cells == [["b", "1.0", "0"]])
    #expect(found.rejects.map(\.record) == [1, 3, 4, 5, 6, 7])
    #expect(found.rejects.map(\.column) == ["x", "x", "x", "id", "c", "x"])
    #expect(found.rejects.first?.reason == "'12' is a text; expected a number")
    #expect(
      found.rejects.map { String(decoding: $0.row, as: UTF8.self) } == [
        "a,12,red", "c,9007199254740993,red", "d,x'00ff',7", "x'01',1,red", "e,2,x'02'", "\"f,\",,x",
      ])
    #expect(found.digest.rows == 7)
  }

  @Test("rejects a text that is not UTF-8 or holds a NUL, and names the column")
  func unsoundText() throws {
    try make(
      """
      CREATE TABLE t (id, x, c);
      INSERT INTO t VALUES (CAST(x'ff41' AS TEXT), 1, 'red'), ('b', 1, 'red'), (CAST(x'410042' AS TEXT), 1, 'red'),
        ('a longer text than eight bytes' || CAST(x'c3' AS TEXT), 1, 'red'), ('d', 1, CAST(x'ff' AS TEXT)),
        ('é', 1, 'é');
      """)
    let found = try read(table("t"), all)
    #expect(found.cells == [["b", "1.0", "0"], ["é", "1.0", "-2"]])
    #expect(found.rejects.map(\.record) == [1, 3, 4, 5])
    #expect(found.rejects.map(\.column) == ["id", "id", "id", "c"])
    #expect(
      found.rejects.map(\.reason) == [
        "column 'id' holds bytes that are not UTF-8", "column 'id' holds a NUL byte; expected text",
        "column 'id' holds bytes that are not UTF-8", "column 'c' holds bytes that are not UTF-8",
      ])
    #expect(found.digest.rows == 6)
  }

  @Test("takes declared missing values in any column")
  func missing() throws {
    try make("CREATE TABLE t (id, x, c); INSERT INTO t VALUES ('NA', 'NA', 'NA'), ('', '', '')")
    let found = try read(table("t", missing: ["NA", ""]), all)
    #expect(found.cells == [["missing", "nan", "-1"], ["missing", "nan", "-1"]])
  }

  @Test("gives the rows of one date")
  func date() throws {
    try make(
      """
      CREATE TABLE t (id TEXT, date TEXT, x REAL);
      INSERT INTO t VALUES ('a', '1997-01-01', 1), ('b', '1997-01-02', 2), ('c', '1997-01-01', 3);
      """)
    let columns = [Column(source: "id", storage: .text), Column(source: "x", storage: .number)]
    #expect(try read(table("t", date: "1997-01-01"), columns).cells == [["a", "1.0"], ["c", "3.0"]])
    #expect(
      try read(table("t", date: "1997-01-01"), columns, digest: false).cells == [
        ["a", "1.0"], ["c", "3.0"],
      ])
    #expect(try read(table("t", date: "1997-01-09"), columns).cells.isEmpty)
  }

  @Test("gives the same rows, chunks and digest at any number of readers", arguments: [1, 2, 5])
  func parallel(_ readers: Int) throws {
    try make(
      """
      CREATE TABLE t (id TEXT, x REAL, c TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
      INSERT INTO t SELECT printf('%05d', i), i / 4.0, 'red' FROM n;
      """)
    let found = try read(table("t"), all, readers: readers)
    #expect(found.cells.count == 30_000)
    #expect(found.cells.first == ["00001", "0.25", "0"])
    #expect(found.cells.last == ["30000", "7500.0", "0"])
    let ids = (1...30_000).map { i in String("\(100_000 + i)".dropFirst()) }
    #expect(found.cells.map { $0[0] } == ids)
    #expect(try read(table("t"), all).digest == found.digest)
    try make("UPDATE t SET x = x + 1 WHERE id = '17000'")
    #expect(try read(table("t"), all).digest != found.digest)
  }

  @Test("has a stamp that changes with the file, the SQL and its parameters")
  func stamp() throws {
    try make("CREATE TABLE t (id TEXT, date TEXT, x REAL); INSERT INTO t VALUES ('a', '1997-01-01', 1)")
    let first = try table("t", date: "1997-01-01").stamp()
    #expect(try table("t", date: "1997-01-01").stamp() == first)
    #expect(try table("t", date: "1997-01-02").stamp() != first)
    try make("UPDATE t SET x = 2")
    #expect(try table("t", date: "1997-01-01").stamp() != first)
    try make("PRAGMA journal_mode=WAL")
    let writer = try SQLiteDatabase(path, .readWrite)
    try writer.execute("UPDATE t SET x = 3")
    let before = try table("t", date: "1997-01-01").stamp()
    try writer.execute("UPDATE t SET x = 4")
    #expect(try table("t", date: "1997-01-01").stamp() != before)
  }

  @Test("names the nearest column and table")
  func names() throws {
    try make("CREATE TABLE orders (customer TEXT, dollars REAL)")
    let column = #expect(throws: Diagnostic.self) {
      try read(table("orders"), [Column(source: "dolars", storage: .number)])
    }
    #expect(column?.identifier.name == "sql-column")
    #expect(column?.next == "Did you mean 'dollars'?")
    let missing = #expect(throws: Diagnostic.self) { try table("order").columnNames() }
    #expect(missing?.identifier.name == "sql-table")
    #expect(missing?.next == "Did you mean 'orders'?")
    let dateColumn = #expect(throws: Diagnostic.self) {
      try table("orders", date: "1997-01-01").columnNames()
    }
    #expect(dateColumn?.identifier.name == "sql-column")
    let double = SQLiteSource(
      name: "d", database: .file(path),
      content: .query(SQLQuery(text: "SELECT customer, dollars AS customer FROM orders", file: "q.sql")))
    let twice = #expect(throws: Diagnostic.self) { try double.columnNames() }
    #expect(twice?.identifier.name == "sql-duplicate-column")
  }

  @Test("says not now where another program holds the file")
  func locked() throws {
    try make("CREATE TABLE t (id TEXT); INSERT INTO t VALUES ('a')")
    let writer = try SQLiteDatabase(path, .readWrite)
    try writer.execute("BEGIN EXCLUSIVE")
    let reader = try SQLiteDatabase(path, .readOnly, busyTimeout: 10)
    let problem = #expect(throws: Diagnostic.self) { try reader.rows("SELECT * FROM t") }
    #expect(problem?.identifier.name == "sql-busy")
    #expect(problem?.kind == .notNow)
  }
}
