import Diagnostics
import Tabular
import Testing

@testable import Datasets

@Suite("CSV reader")
struct CSVReaderTests {
  /// Reads with the quick reader in chunks of 64 KiB and of 16 bytes, and with the reference: all agree.
  static func read(
    _ text: String, _ columns: [Column], dialect: CSVDialect = CSVDialect(), declared: [DeclaredColumn] = []
  ) throws -> ReadResult { try read(Array(text.utf8), columns, dialect: dialect, declared: declared) }

  static func read(
    _ bytes: [UInt8], _ columns: [Column], dialect: CSVDialect = CSVDialect(), declared: [DeclaredColumn] = []
  ) throws -> ReadResult {
    let scratch = try CSVScratch()
    let path = try scratch.file("t.csv", bytes)
    return try read(files: [path], columns, dialect: dialect, declared: declared)
  }

  static func read(
    files: [String], _ columns: [Column], dialect: CSVDialect = CSVDialect(), declared: [DeclaredColumn] = []
  ) throws -> ReadResult {
    let layout = Layout(columns: columns, capacity: 256)
    func source(_ chunk: Int) throws -> CSVSource {
      try CSVSource(
        name: "t", files: files, dialect: dialect, declared: declared,
        limits: .init(chunk: chunk, record: 1 << 20), input: nil)
    }
    let plan = ReadPlan(layout: layout, readers: 2, digest: true)
    let quick = readAll(try source(1 << 16).makeReaders(plan), layout)
    #expect(quick == readAll(try source(16).makeReaders(plan), layout))
    #expect(quick == readAll([try source(1 << 16).makeReferenceReader(plan)], layout))
    return quick
  }

  @Test("reads numbers, texts and categories with their missing values")
  func kinds() throws {
    let result = try Self.read(
      "id,x,colour\n007,1.5,red\nb,NA,green\nNA,,\n\"q\",-2e3,\"red\"\n",
      [text("id"), number("x"), category("colour", ["red", "blue"]), text("colour")])
    #expect(
      result.cells == [
        ["'007'", "1.5", "code 0", "'red'"], ["'b'", "missing", "code -2", "'green'"],
        ["missing", "missing", "code -1", "missing"], ["'q'", "-2000.0", "code 0", "'red'"],
      ])
    #expect(result.rejects.isEmpty)
    #expect(result.rows.map(\.record) == [1, 2, 3, 4])
  }

  @Test(
    "gives the same rows for LF, CRLF and CR, with and without a last line end",
    arguments: ["\n", "\r\n", "\r"], [true, false])
  func lineEnds(end: String, last: Bool) throws {
    let lines = ["a,b", "1,x", "2,y", "3,z"]
    let result = try Self.read(lines.joined(separator: end) + (last ? end : ""), [number("a"), text("b")])
    #expect(result.cells == [["1.0", "'x'"], ["2.0", "'y'"], ["3.0", "'z'"]])
    #expect(result.rows.map { $0.place.line } == [2, 3, 4])
    #expect(result.rows.map { String(decoding: $0.place.row, as: UTF8.self) } == ["1,x", "2,y", "3,z"])
  }

  @Test("takes U+2028, VT and FF as text") func otherLineEnds() throws {
    let result = try Self.read("a,b\n1\u{2028},\u{0B}\u{0C}\n", [text("a"), text("b")])
    #expect(result.cells == [["'1\u{2028}'", "'\u{0B}\u{0C}'"]])
  }

  @Test("takes a comma with a combining mark as a delimiter") func combiningMark() throws {
    #expect(try Self.read("a,b\n1,\u{301}x\n", [text("b")]).cells == [["'\u{301}x'"]])
  }

  @Test("skips blank lines, and counts them as lines") func blankLines() throws {
    let result = try Self.read("\n\na,b\n\n1,2\n\r\n\n3,4\n\n", [number("a"), number("b")])
    #expect(result.cells == [["1.0", "2.0"], ["3.0", "4.0"]])
    #expect(result.rows.map(\.record) == [1, 2])
    #expect(result.rows.map { $0.place.line } == [5, 8])
  }

  @Test(
    "takes a blank line of a one-column file as a missing value",
    arguments: ["\n", "\r\n", "\r"])
  func oneColumn(end: String) throws {
    let result = try Self.read(["a", "1", "", "3", ""].joined(separator: end), [number("a")])
    #expect(result.cells == [["1.0"], ["missing"], ["3.0"]])
    #expect(result.rows.map { $0.place.line } == [2, 3, 4])
  }

  @Test("reads quoted fields with delimiters, line ends and doubled quotes") func quotedFields() throws {
    let result = try Self.read(
      "\"a\"\"1\",\"b,c\"\r\n\"x\r\ny\",\"say \"\"hi\"\"\"\r\n\"\",\"1.5\"\r\n", [text("a\"1"), text("b,c")])
    #expect(result.cells == [["'x\r\ny'", "'say \"hi\"'"], ["missing", "'1.5'"]])
    #expect(result.rows.map { $0.place.line } == [2, 4])
  }

  @Test("takes a quote inside an unquoted field as it is") func strayQuote() throws {
    let result = try Self.read("a,b\n5\" pipe,x\n \"y\",2\n", [text("a"), text("b")])
    #expect(result.cells == [["'5\" pipe'", "'x'"], ["' \"y\"'", "'2'"]])
    #expect(result.rejects.isEmpty)
  }

  @Test("rejects a field that goes on after its closing quote, and only that record") func malformedQuote()
    throws
  {
    let result = try Self.read("a,b\n1,\"x\"y\n2,z\n\"3\" ,w\n", [number("a"), text("b")])
    #expect(result.cells == [["2.0", "'z'"]])
    #expect(result.rows.map(\.record) == [2])
    #expect(result.rejects.map(\.record) == [1, 3])
    #expect(result.rejects.map(\.column) == ["b", "a"])
    #expect(
      result.rejects.first?.reason == "column 'b' goes on after its closing quote; expected a delimiter")
  }

  @Test("rejects a ragged record with the number of fields") func ragged() throws {
    let result = try Self.read("a,b,c\n1,2\n1,2,3\n1,2,3,4\n\n5\n", [number("b")])
    #expect(result.cells == [["2.0"]])
    #expect(
      result.rejects.map(\.reason) == [
        "the record has 2 fields; expected 3", "the record has 4 fields; expected 3",
        "the record has 1 field; expected 3",
      ])
    #expect(result.rejects.map(\.line) == [2, 4, 6])
    #expect(result.rejects.map(\.record) == [1, 3, 4])
    #expect(result.rejects.map { String(decoding: $0.row, as: UTF8.self) } == ["1,2", "1,2,3,4", "5"])
  }

  @Test("rejects a text in a number column with record, line, column and reason") func badNumber() throws {
    let result = try Self.read("id,age\n1,41\n2,n/a\n3,nan\n4, 7 \n5,0x10\n6,1e400\n", [number("age")])
    #expect(result.cells == [["41.0"], ["7.0"]])
    #expect(
      result.rejects.map(\.reason) == [
        "column 'age' holds 'n/a'; expected a number", "column 'age' holds 'nan'; expected a number",
        "column 'age' holds '0x10'; expected a number",
        "column 'age' holds '1e400'; expected a number below 1.8e308",
      ])
    #expect(result.rejects.map(\.column) == ["age", "age", "age", "age"])
    #expect(result.rejects.map(\.line) == [3, 4, 6, 7])
    #expect(result.digest.rows == 6)
  }

  @Test("rejects NUL and bytes that are not UTF-8 in a text, and leaves columns nobody wants alone")
  func badText() throws {
    let bytes: [UInt8] =
      Array("a,b\nx".utf8) + [0] + Array(",1\ny,2\nz".utf8) + [0xFF] + Array(",3\nü,".utf8) + [0xC0, 0x80]
    let result = try Self.read(bytes, [text("a")])
    #expect(result.cells == [["'y'"], ["'ü'"]])
    #expect(
      result.rejects.map(\.reason) == [
        "column 'a' holds a NUL byte; expected text", "column 'a' holds bytes that are not UTF-8",
      ])
    #expect(result.rejects.map(\.line) == [2, 4])
    let category = try Self.read(bytes, [category("a", ["y"])])
    #expect(category.cells == [["code 0"], ["code -2"]])
    #expect(category.rejects.count == 2)
  }

  @Test("reads the same column in several storages") func sameColumn() throws {
    let result = try Self.read(
      "a,b\n1,2\n\"1\"\"\",3\n", [text("a"), category("a", ["1\""]), text("b"), number("b")])
    #expect(result.cells == [["'1'", "code -2", "'2'", "2.0"], ["'1\"'", "code 0", "'3'", "3.0"]])
  }

  @Test("compares missing values before it reads a number") func numericMissing() throws {
    let dialect = CSVDialect(missingValues: ["-999", "1.50"])
    let result = try Self.read(
      "a,b\n-999,1.5\n 1.50 ,-999\n-999.0,2\n,2\n", [number("a"), number("b")], dialect: dialect)
    #expect(result.cells == [["missing", "1.5"], ["missing", "missing"], ["-999.0", "2.0"]])
    #expect(result.rejects.map(\.line) == [5])
  }

  @Test(
    "a decimal mark that is the delimiter is refused where no quotes part them",
    arguments: [0x2C, 0x2E] as [UInt8])
  func sameMark(_ mark: UInt8) throws {
    let problem = #expect(throws: Diagnostic.self) {
      try CSVDialect(delimiter: mark, quote: nil, decimal: mark).check()
    }
    #expect(problem?.identifier.name == "csv-dialect")
    try CSVDialect(delimiter: mark, decimal: mark).check()
  }

  @Test("reads decimal commas, other delimiters and no quotes") func dialects() throws {
    let german = try Self.read(
      "a;b\n1,5;-0,25e1\n1.5;2\n", [number("a"), number("b")],
      dialect: CSVDialect(delimiter: 0x3B, decimal: 0x2C))
    #expect(german.cells == [["1.5", "-2.5"]])
    #expect(german.rejects.count == 1)
    let comma = try Self.read("a,b\n\"1,5\",2\n1,5,2\n", [number("a")], dialect: CSVDialect(decimal: 0x2C))
    #expect(comma.cells == [["1.5"]])
    #expect(comma.rejects.map(\.reason) == ["the record has 3 fields; expected 2"])
    let tabs = try Self.read(
      "a\tb\n\"x\t1\n", [text("a"), number("b")], dialect: CSVDialect(delimiter: 9, quote: nil))
    #expect(tabs.cells == [["'\"x'", "1.0"]])
    let bare = try Self.read(
      "1,x\n2,y\n", [number("column_1"), text("column_2")], dialect: CSVDialect(header: false))
    #expect(bare.cells == [["1.0", "'x'"], ["2.0", "'y'"]])
    #expect(bare.rows.map { $0.place.line } == [1, 2])
    let single = try Self.read("\n1\n\n2", [number("column_1")], dialect: CSVDialect(header: false))
    #expect(single.cells == [["missing"], ["1.0"], ["missing"], ["2.0"]])
  }

  @Test("checks declared integers and booleans in number columns") func declared() throws {
    let result = try Self.read(
      "i,b\n9007199254740992,TRUE\n9007199254740993,0\n1.0,1\n-3,no\n,False\n", [number("i"), number("b")],
      declared: [DeclaredColumn(name: "i", kind: .integer), DeclaredColumn(name: "b", kind: .boolean)])
    #expect(result.cells == [["9007199254740992.0", "1.0"], ["missing", "0.0"]])
    #expect(
      result.rejects.map(\.reason) == [
        "column 'i' holds '9007199254740993'; expected an integer of at most 2^53",
        "column 'i' holds '1.0'; expected an integer of at most 2^53",
        "column 'b' holds 'no'; expected true, false, 1 or 0",
      ])
  }

  @Test("fills batches to their capacity and keeps record numbers through rejects") func capacity() throws {
    let lines = (1...1000).map { $0 % 100 == 7 ? "\($0),x" : "\($0),\($0)" }
    let result = try Self.read("a,b\n" + lines.joined(separator: "\n"), [number("a"), number("b")])
    #expect(result.rows.count == 990)
    #expect(result.rejects.map(\.record) == (0..<10).map { $0 * 100 + 7 })
    #expect(
      result.rows.allSatisfy { "\(Double($0.record))" == $0.cells[0] && $0.place.line == $0.record + 1 })
    #expect(result.rows.allSatisfy { $0.place.record == $0.record })
  }

  @Test("gives the same digest for the same rows in another order") func digest() throws {
    let one = try Self.read("a,b\n1,2\nx\n3,4\n", [number("a")]).digest
    #expect(one == (try Self.read("a,b\r\n3,4\r\n\r\n1,2\r\nx", [number("b")]).digest))
    #expect(one.rows == 3)
    #expect(one != (try Self.read("a,b\n1,2\nx\n3,5\n", [number("a")]).digest))
  }

  @Test("shows a long or unprintable cell safely") func shownCell() throws {
    let result = try Self.read("a,b\n1,\u{1B}[31m\(String(repeating: "é", count: 100))\n", [number("b")])
    let reason = result.rejects.first?.reason ?? ""
    #expect(reason.contains("…'; expected a number"))
    #expect(!reason.unicodeScalars.contains("\u{1B}"))
  }
}
