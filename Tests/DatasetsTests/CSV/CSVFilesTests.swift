import Diagnostics
import Foundation
import Synchronization
import Tabular
import Testing

@testable import Datasets

@Suite("CSV files")
struct CSVFilesTests {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/csv").path

  static let rows = [["'José'", "1.5"], ["'€uro “x”'", "-2.25"], ["'Zoë'", "missing"]]

  static func dialect(_ encoding: CSVEncoding) -> CSVDialect {
    CSVDialect(delimiter: 0x3B, encoding: encoding, decimal: 0x2C)
  }

  static func read(_ file: String, _ encoding: CSVEncoding) throws -> ReadResult {
    try CSVReaderTests.read(
      files: [fixtures + "/" + file], [text("name"), number("amount")], dialect: dialect(encoding))
  }

  @Test(
    "are the same in every packing and encoding",
    arguments: [
      ("plain.csv", CSVEncoding.utf8), ("bom.csv", .utf8), ("plain.csv.gz", .utf8), ("members.csv.gz", .utf8),
      ("packed_without_suffix.csv", .utf8), ("windows1252.csv", .windows1252), ("utf16_le_bom.csv", .utf16),
      ("utf16_be_bom.csv", .utf16), ("utf16_le.csv", .utf16), ("utf16_be.csv", .utf16),
      ("utf16_le.csv", .utf16LittleEndian), ("utf16_le_bom.csv", .utf16LittleEndian),
      ("utf16_be.csv", .utf16BigEndian), ("utf16_be_bom.csv", .utf16BigEndian),
      ("utf16_packed.csv.gz", .utf16),
    ])
  func encodings(file: String, encoding: CSVEncoding) throws {
    let result = try Self.read(file, encoding)
    #expect(result.cells == Self.rows)
    #expect(result.failure == nil)
  }

  @Test("of Latin-1 are read as such") func latin1() throws {
    #expect(
      try Self.read("latin1.csv", .latin1).cells == [
        ["'José'", "1.5"], ["'Euro \"x\"'", "-2.25"], ["'Zoë'", "missing"],
      ])
  }

  @Test(
    "that are damaged are refused",
    arguments: [
      ("truncated.csv.gz", CSVEncoding.utf8, "csv-gzip"), ("trailing_rubbish.csv.gz", .utf8, "csv-gzip"),
      ("not_packed.csv.gz", .utf8, "csv-gzip"), ("utf16_odd.csv", .utf16LittleEndian, "csv-encoding"),
      ("utf16_le_bom.csv", .utf8, "csv-encoding"), ("absent.csv", .utf8, "csv-not-found"),
    ])
  func damaged(file: String, encoding: CSVEncoding, identifier: String) throws {
    do {
      let result = try Self.read(file, encoding)
      #expect(result.failure?.identifier.name == identifier)
    } catch let problem as Diagnostic {
      #expect(problem.identifier.name == identifier)
      #expect(problem.place?.file.hasSuffix(file) == true)
    }
  }

  @Test("with half a surrogate pair reject the cell") func surrogate() throws {
    let result = try Self.read("utf16_surrogate.csv", .utf16LittleEndian)
    #expect(result.rejects.map(\.reason) == ["column 'name' holds bytes that are not UTF-8"])
  }

  @Test("of one dataset may order their columns differently") func order() throws {
    let scratch = try CSVScratch()
    let one = try scratch.file("1.csv", "a,b\n1,2\n3,x\n")
    let two = try scratch.file("2.csv", "b,a\n20,10\n")
    let three = try scratch.file("3.csv", "a,b")
    let result = try CSVReaderTests.read(files: [one, two, three], [number("a"), number("b")])
    #expect(result.cells == [["1.0", "2.0"], ["10.0", "20.0"]])
    #expect(result.rows.map(\.record) == [1, 3])
    #expect(result.rows.map { $0.place.line } == [2, 2])
    #expect(result.rows.map { $0.place.source } == [one, two])
    #expect(result.rejects.map(\.source) == [one])
  }

  @Test("of one dataset must have the same columns") func mismatch() throws {
    let scratch = try CSVScratch()
    let one = try scratch.file("1.csv", "amount,b\n1,2\n")
    let two = try scratch.file("2.csv", "b,amuont\n20,10\n")
    #expect {
      try CSVReaderTests.read(files: [one, two], [number("b")])
    } throws: { error in
      let problem = error as? Diagnostic
      return problem?.identifier == .csvHeaderMismatch && problem?.place?.file == two
        && problem?.summary.contains("'amount'") == true && problem?.next == "Did you mean 'amuont'?"
    }
  }

  @Test("refuse a missing column, naming the nearest and all there are") func missingColumn() throws {
    #expect {
      try CSVReaderTests.read("id,recency\n1,2\n", [number("recenzy")])
    } throws: { error in
      let problem = error as? Diagnostic
      return problem?.identifier == .csvMissingColumn && problem?.kind == .configuration
        && problem?.next == "Did you mean 'recency'? It has 'id', 'recency'."
    }
  }

  @Test(
    "refuse a header that names a column twice, is not text, or is not there",
    arguments: [
      (Array("a,b,a\n1,2,3\n".utf8), "csv-duplicate-column"),
      (Array("a,b".utf8) + [0xFF, 0x0A], "csv-header-encoding"),
      (Array("a,\"b\"x\n".utf8), "csv-header"), ([], "csv-empty"), (Array("\n\r\n".utf8), "csv-empty"),
      ([0xEF, 0xBB, 0xBF], "csv-empty"), (Array("a,\"b\n1,2\n".utf8), "csv-unclosed-quote"),
    ])
  func headers(bytes: [UInt8], identifier: String) throws {
    #expect {
      try CSVReaderTests.read(bytes, [number("a")])
    } throws: { ($0 as? Diagnostic)?.identifier.name == identifier }
  }

  @Test("with an unclosed quote name the line that opens it, after the rows before it") func unclosed() throws
  {
    let result = try CSVReaderTests.read("a,b\n1,2\n3,\"x\ny\n4,5\n", [number("a")])
    #expect(result.cells == [["1.0"]])
    #expect(result.failure?.identifier == .csvUnclosedQuote)
    #expect(result.failure?.place?.line == 3)
  }

  @Test("with an unclosed quote are not read to their end") func unclosedEarly() throws {
    let scratch = try CSVScratch()
    var bytes = Array("a,b\n1,2\n\n3,\"x\n".utf8)
    let line = [UInt8](repeating: 0x78, count: 64 << 10) + [0x0A]
    for _ in 0..<640 { bytes += line }
    let path = try scratch.file("big.csv", bytes)
    let source = try CSVSource(name: "big", files: [path])
    let layout = Layout(columns: [number("a")], capacity: 256)
    let plan = ReadPlan(layout: layout, readers: 1, digest: false)
    for reader in [try source.makeReaders(plan)[0], try source.makeReferenceReader(plan)] {
      let result = readAll([reader], layout)
      #expect(result.cells == [["1.0"]])
      #expect(result.failure?.place?.line == 4)
      #expect(result.failure?.summary.contains("16777216") == true)
    }
  }

  @Test("with a record too long say where it starts") func tooLong() throws {
    let scratch = try CSVScratch()
    let path = try scratch.file("long.csv", "a,b\n1,2\n3," + String(repeating: "x", count: 5000) + "\n")
    let source = try CSVSource(
      name: "long", files: [path], dialect: CSVDialect(), declared: [],
      limits: .init(chunk: 64, record: 1000),
      input: nil)
    let layout = Layout(columns: [number("a")], capacity: 256)
    let result = readAll(try source.makeReaders(ReadPlan(layout: layout, readers: 1, digest: false)), layout)
    #expect(result.failure?.identifier == .csvRecordTooLong)
    #expect(result.failure?.place?.line == 3)
  }

  @Test("are found by pattern and date, sorted") func expand() throws {
    let scratch = try CSVScratch()
    for name in ["b_1997-11-02.csv", "a_1997-11-02.csv", "a_1997-11-09.csv", "x[1].csv"] {
      _ = try scratch.file(name, "a\n")
    }
    let folder = scratch.folder
    #expect(
      try CSVFiles.expand(pattern: folder + "/*_:date.csv", date: "1997-11-02")
        == [folder + "/a_1997-11-02.csv", folder + "/b_1997-11-02.csv"])
    #expect(try CSVFiles.expand(pattern: folder + "/x[1].csv", date: nil) == [folder + "/x[1].csv"])
    #expect(try CSVFiles.expand(pattern: "-", date: nil) == ["-"])
    for (pattern, date, identifier) in [
      ("/*.tsv", nil, Diagnostic.Identifier.csvNoMatch), ("/none.csv", nil, .csvNoMatch),
      ("/:dates.csv", "1997-11-02", .csvNoMatch), ("/:date.csv", nil, .csvNoDate),
    ] {
      #expect {
        try CSVFiles.expand(pattern: folder + pattern, date: date)
      } throws: { ($0 as? Diagnostic)?.identifier == identifier }
    }
  }

  @Test("have a stamp that tells every change") func stamp() throws {
    let scratch = try CSVScratch()
    let path = try scratch.file("a.csv", "a\n1\n")
    func stamp(_ dialect: CSVDialect = CSVDialect(), _ declared: [DeclaredColumn] = []) throws -> SourceStamp
    {
      try CSVSource(name: "a", files: [path], dialect: dialect, declared: declared).stamp()
    }
    let first = try stamp()
    #expect(first == (try stamp()))
    #expect(first != (try stamp(CSVDialect(missingValues: []))))
    #expect(first != (try stamp(CSVDialect(), [DeclaredColumn(name: "a", kind: .number)])))
    _ = try scratch.file("a.csv", "a\n2\n")
    #expect(first != (try stamp()))
  }

  @Test("that arrive by a pipe are read once, without seeking") func pipe() throws {
    var ends: [Int32] = [0, 0]
    #expect(Glibc.pipe(&ends) == 0)
    let writer = ends[1]
    let thread = Thread {
      for line in ["a,b\n"] + (1...20_000).map({ "\($0),x\n" }) {
        _ = line.withCString { write(writer, $0, strlen($0)) }
      }
      close(writer)
    }
    thread.start()
    let source = try CSVSource(
      name: "-", files: ["-"], dialect: CSVDialect(), declared: [],
      limits: .init(chunk: 4096, record: 1 << 20),
      input: StandardInput(descriptor: ends[0]))
    #expect(try source.columnNames() == ["a", "b"])
    let layout = Layout(columns: [number("a")], capacity: 256)
    let plan = ReadPlan(layout: layout, readers: 3, digest: false)
    let result = readAll(try source.makeReaders(plan), layout)
    #expect(result.rows.map(\.record) == Array(1...20_000))
    #expect(result.cells.last == ["20000.0"])
    close(ends[0])
    #expect { try source.makeReaders(plan) } throws: { ($0 as? Diagnostic)?.identifier == .csvReadTwice }
    #expect { try source.stamp() } throws: { ($0 as? Diagnostic)?.identifier == .csvNoStamp }
  }

  @Test("can be read by several threads at once") func threads() throws {
    let scratch = try CSVScratch()
    let path = try scratch.file("t.csv", "a,b\n" + (1...50_000).map { "\($0),\"x\n\"\n" }.joined())
    let source = try CSVSource(
      name: "t", files: [path], dialect: CSVDialect(), declared: [],
      limits: .init(chunk: 5000, record: 1 << 20),
      input: nil)
    let layout = Layout(columns: [number("a")], capacity: 512)
    let readers = try source.makeReaders(ReadPlan(layout: layout, readers: 4, digest: true))
    let sums = Mutex((rows: 0, sum: 0.0, digest: RowDigest()))
    struct Handed: @unchecked Sendable { let reader: any RowReader }
    let handed = readers.map { Handed(reader: $0) }
    DispatchQueue.concurrentPerform(iterations: handed.count) { index in
      let result = readAll([handed[index].reader], layout)
      sums.withLock {
        $0.rows += result.rows.count
        $0.sum += result.rows.reduce(0) { $0 + (Double($1.cells[0]) ?? 0) }
        $0.digest.add(result.digest)
      }
    }
    let (rows, sum, digest) = sums.withLock { $0 }
    #expect(rows == 50_000)
    #expect(sum == 1_250_025_000)
    #expect(digest.rows == 50_000)
  }
}
