import Datasets
import Diagnostics
import Foundation
import Tabular
import Testing

@Suite("Table cache")
struct TableCacheTests {
  private let folder: ScratchFolder
  private var cacheFolder: String { folder.file("cache") }
  private let declared = [
    DeclaredColumn(name: "date", kind: .date), DeclaredColumn(name: "cds", kind: .integer),
    DeclaredColumn(name: "dollars", kind: .number), DeclaredColumn(name: "gift", kind: .boolean),
  ]

  init() throws {
    folder = try ScratchFolder()
    try folder.write(
      """
      customer_id,date,cds,dollars,gift
      00001,1997-01-01,1,11.77,true
      00002,1997-01-12,,12.00,0
      00002,1997-01-13,5,NA,
      "x,""y",1997-01-14,2,0.1,FALSE

      """, to: "purchases.csv")
  }

  private func source() throws -> CSVSource {
    try CSVSource(name: "purchases", files: [folder.file("purchases.csv")], declared: declared)
  }

  private func cache() throws -> TableCache {
    TableCache(folder: cacheFolder, tables: [CachedTable(name: "purchases", csv: try source())])
  }

  private func query(_ text: String, _ parameters: [String: String] = [:]) -> SQLQuery {
    SQLQuery(text: text, file: "q.sql", parameters: parameters)
  }

  @Test("holds declared columns by their kinds, missing values as NULL")
  func kinds() throws {
    let runner = QueryRunner(.tables(try cache()))
    #expect(
      try runner.rows(query("SELECT * FROM purchases")) == [
        [.text("00001"), .text("1997-01-01"), .integer(1), .real(11.77), .integer(1)],
        [.text("00002"), .text("1997-01-12"), .null, .real(12), .integer(0)],
        [.text("00002"), .text("1997-01-13"), .integer(5), .null, .null],
        [.text("x,\"y"), .text("1997-01-14"), .integer(2), .real(0.1), .integer(0)],
      ])
    #expect(
      try runner.rows(query("SELECT typeof(dollars) FROM purchases WHERE dollars = 12")) == [[.text("real")]])
  }

  @Test("compiles a query without reading rows or making a file")
  func columnNames() throws {
    let runner = QueryRunner(.tables(try cache()))
    #expect(try runner.columnNames(query("SELECT customer_id AS k, 1 FROM purchases")) == ["k", "1"])
    let problem = #expect(throws: Diagnostic.self) {
      try runner.columnNames(query("SELECT dolars FROM purchases"))
    }
    #expect(problem?.next == "Did you mean 'dollars'?")
    let stamp = try SQLiteSource(
      name: "c", database: .tables(try cache()), content: .query(query("SELECT 1"))
    )
    .stamp()
    #expect(stamp.text.contains("SELECT 1"))
    #expect(folder.names == ["purchases.csv"])
  }

  @Test("is built once, privately, and again only when the file changes; older ones are swept")
  func rebuilt() throws {
    let path = try cache().load()
    let inode = FileStamp(path: path)?.inode
    #expect(try cache().load() == path)
    #expect(FileStamp(path: path)?.inode == inode)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let shared = try cache()
    #expect(try shared.load() == path)
    try folder.write("customer_id,date,cds,dollars,gift\n1,1997-02-01,1,1,1\n", to: "purchases.csv")
    let next = try shared.load()
    #expect(next != path)
    #expect(folder.names == ["cache", "cache/" + (next as NSString).lastPathComponent, "purchases.csv"])
    #expect(try QueryRunner(.tables(shared)).rows(query("SELECT count(*) FROM purchases")) == [[.integer(1)]])
  }

  @Test("a query over it is a dataset like any other")
  func dataset() throws {
    let text =
      "SELECT customer_id, sum(dollars) AS money FROM purchases WHERE date < :date GROUP BY 1 ORDER BY 1"
    let source = SQLiteSource(
      name: "customers", database: .tables(try cache()),
      content: .query(query(text, ["date": "1997-01-13"])))
    #expect(try source.columnNames() == ["customer_id", "money"])
    let layout = Layout(
      columns: [Column(source: "money", storage: .number), Column(source: "customer_id", storage: .text)],
      capacity: 256)
    let reader = try #require(
      try source.makeReaders(ReadPlan(layout: layout, readers: 1, digest: true)).first)
    var batch = Batch(layout)
    var rejects = Rejects()
    #expect(try reader.claim() == 0)
    #expect(try reader.fill(&batch, rejects: &rejects) == 2)
    #expect(batch.numbers(0)[0] == 11.77)
    #expect(batch.numbers(0)[1] == 12)
    #expect(try reader.fill(&batch, rejects: &rejects) == 0)
    #expect(try reader.claim() == nil)
    #expect(reader.digest.rows == 2)
  }

  @Test("copies a table of a SQLite file value by value")
  func sqlite() throws {
    let path = folder.file("shop.db")
    try SQLiteDatabase(path, .readWrite).execute(
      "CREATE TABLE customers (id, score); INSERT INTO customers VALUES ('1', 2), (3, x'00'), (NULL, 2.5)")
    let table = SQLiteSource(
      name: "customers", database: .file(path), content: .table("customers", dateColumn: nil, date: nil))
    let cache = TableCache(
      folder: cacheFolder,
      tables: [CachedTable(name: "c", sqlite: table), CachedTable(name: "purchases", csv: try source())])
    let rows = try QueryRunner(.tables(cache)).rows(query("SELECT * FROM c"))
    #expect(rows == [[.text("1"), .integer(2)], [.integer(3), .blob([0])], [.null, .real(2.5)]])
  }

  @Test(
    "refuses a row that can't be read, with file and line, and leaves no cache",
    arguments: [
      "1,1997-02-30,1,1,1", "1,1997-01-01,1.5,1,1", "1,1997-01-01,1,abc,1", "1,1997-01-01,1,1,maybe", "1,2",
    ])
  func badRow(_ row: String) throws {
    try folder.write("customer_id,date,cds,dollars,gift\n1,1997-02-01,1,1,1\n\(row)\n", to: "purchases.csv")
    let cache = try cache()
    let problem = #expect(throws: Diagnostic.self) { try cache.load() }
    #expect(problem?.identifier.name == "sql-cache-reject")
    #expect(problem?.place == Diagnostic.Place(file: folder.file("purchases.csv"), line: 3))
    #expect(folder.names == ["cache", "purchases.csv"])
  }

  @Test("names a declared column that the file does not have")
  func unknownColumn() throws {
    let source = try CSVSource(
      name: "purchases", files: [folder.file("purchases.csv")],
      declared: [DeclaredColumn(name: "dolars", kind: .number)])
    let cache = TableCache(folder: cacheFolder, tables: [CachedTable(name: "purchases", csv: source)])
    let problem = #expect(throws: Diagnostic.self) { try cache.load() }
    #expect(problem?.next?.contains("dollars") == true)
  }

  @Test("is whole for everybody who builds it at once")
  func race() async throws {
    let counts = try await withThrowingTaskGroup(of: [[SQLValue]].self) { group in
      for _ in 0..<6 {
        let cache = try cache()
        group.addTask {
          try QueryRunner(.tables(cache)).rows(
            SQLQuery(text: "SELECT count(*) FROM purchases", file: "q.sql"))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == Array(repeating: [[.integer(4)]], count: 6))
  }

  @Test("loads CDNOW's purchases with the right totals")
  func cdnow() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let source = try CSVSource(
      name: "purchases", files: [root.appendingPathComponent("data/cdnow/purchases.csv").path],
      declared: declared.dropLast())
    let cache = TableCache(folder: cacheFolder, tables: [CachedTable(name: "purchases", csv: source)])
    let runner = QueryRunner(.tables(cache))
    #expect(
      try runner.rows(
        query(
          """
          SELECT count(*), count(DISTINCT customer_id), min(date), max(date),
                 sum(CAST(round(dollars * 100) AS INTEGER)) FROM purchases
          """)) == [
          [
            .integer(69_659), .integer(23_570), .text("1997-01-01"), .text("1998-06-30"),
            .integer(250_031_563),
          ]
        ])
    let features = try String(
      contentsOf: root.appendingPathComponent("data/cdnow/features.sql"), encoding: .utf8)
    let rows = try runner.rows(query(features, ["date": "1998-06-28"]))
    #expect(rows.count == 23_570)
  }
}
