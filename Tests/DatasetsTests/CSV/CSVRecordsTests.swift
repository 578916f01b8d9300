import Diagnostics
import Foundation
import Testing

@testable import Datasets

@Suite("CSV records for SQL")
struct CSVRecordsTests {
  static let declared: [DeclaredColumn] = [
    .init(name: "n", kind: .number), .init(name: "i", kind: .integer), .init(name: "d", kind: .date),
    .init(name: "b", kind: .boolean),
  ]

  static func cells(_ files: [String], dialect: CSVDialect = CSVDialect()) throws -> [[String]] {
    var rows: [[String]] = []
    let source = try CSVSource(name: "t", files: files, dialect: dialect, declared: declared)
    try source.forEachRecord { record throws(Diagnostic) in
      rows.append(
        record.cells.map { cell in
          switch cell {
          case .missing: "missing"
          case .text(let bytes): "'\(String(decoding: bytes, as: UTF8.self))'"
          case .integer(let value): "\(value)"
          case .real(let value): "\(value) real"
          }
        })
    }
    return rows
  }

  @Test("have their declared types, in the columns of the first file") func types() throws {
    let scratch = try CSVScratch()
    let one = try scratch.file(
      "1.csv", "t,n,i,d,b\n00012,1.5,7,1997-11-02,true\n,NA, 8 ,\"\",0\n\n\"a\"\"b\",1e3,-1,NA,FALSE")
    let two = try scratch.file("2.csv", "b,d,i,n,t\r\n1,2000-02-29,9,2,x\r\n")
    #expect(
      try Self.cells([one, two]) == [
        ["'00012'", "1.5 real", "7", "'1997-11-02'", "1"], ["missing", "missing", "8", "missing", "0"],
        ["'a\"b'", "1000.0 real", "-1", "missing", "0"], ["'x'", "2.0 real", "9", "'2000-02-29'", "1"],
      ])
  }

  @Test(
    "are refused with file, line and column",
    arguments: [
      ("x,n/a,1,1997-01-01,1", "csv-cell", "column 'n' holds 'n/a'; expected a number"),
      ("x,1,1.5,1997-01-01,1", "csv-cell", "column 'i' holds '1.5'; expected an integer of 64 bits"),
      ("x,1,1,1997-02-30,1", "csv-cell", "column 'd' holds '1997-02-30'; expected a date, yyyy-mm-dd"),
      ("x,1,1,1997-01-01,yes", "csv-cell", "column 'b' holds 'yes'; expected true, false, 1 or 0"),
      ("x,1,1", "csv-ragged-row", "the record has 3 fields; expected 5"),
      (
        "\"x\"y,1,1,1997-01-01,1", "csv-quote",
        "column 't' goes on after its closing quote; expected a delimiter"
      ),
      ("x\0,1,1,1997-01-01,1", "csv-text", "column 't' holds a NUL byte; expected text"),
    ])
  func faults(record: String, identifier: String, summary: String) throws {
    let scratch = try CSVScratch()
    let path = try scratch.file("f.csv", "t,n,i,d,b\n\"two\nlines\",1,1,1997-01-01,1\n" + record + "\n")
    #expect {
      _ = try Self.cells([path])
    } throws: { error in
      let problem = error as? Diagnostic
      return problem?.identifier.name == identifier && problem?.summary == summary
        && problem?.place == Diagnostic.Place(file: path, line: 4)
    }
  }
}
