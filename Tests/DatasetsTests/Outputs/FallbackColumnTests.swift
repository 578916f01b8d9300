import Datasets
import Diagnostics
import Foundation
import Models
import Testing

@Suite("Rows that the fallback answered")
struct FallbackColumnTests {
  private static let mark = OutputColumn(
    name: "is_fallback", kind: .integer,
    value: .either(champion: .constantInteger(0), fallback: .constantInteger(1)))

  /// The mark, and columns whose second answer is a text, a number, the shadow's output, or nothing.
  private static let extra = [
    mark,
    OutputColumn(
      name: "label", kind: .text,
      value: .either(champion: .prediction(model: 0, output: 1), fallback: .constant("a \"general\" one"))),
    OutputColumn(
      name: "chance", kind: .real,
      value: .either(champion: .prediction(model: 0, output: 0), fallback: .constantNumber(0.125))),
    OutputColumn(
      name: "other", kind: .real,
      value: .either(
        champion: .prediction(model: 0, output: 0), fallback: .prediction(model: 1, output: 0))),
    OutputColumn(
      name: "part", kind: .integer,
      value: .either(champion: .band(model: 0, output: 0, cuts: [0.1, 0.25]), fallback: .null)),
  ]

  private static let rows = [
    OutputFixture.Row(key: "a"), OutputFixture.Row(key: "b", probability: .nan, status: .replaced),
    OutputFixture.Row(key: "c", status: .refused),
    OutputFixture.Row(key: "d", probability: .nan, shadow: nil, status: .replaced),
  ]

  @Test("a CSV file holds their answers; shadows score them as all rows")
  func csv() throws {
    let scratch = try ScratchFolder()
    let target = CSVTarget(path: scratch.path + "/out.csv", stagingFolder: scratch.path + "/staging")
    try OutputFixture.write(target, OutputFixture.plan(extra: Self.extra), Self.rows)
    func text(_ name: String) throws -> String {
      try String(contentsOfFile: scratch.path + "/" + name, encoding: .utf8)
    }
    #expect(
      try text("out.csv") == """
        id,date,probability,class,band,kept,is_fallback,label,chance,other,part,run_id
        a,1998-01-04,0.25,no,3,1.5,0,no,0.25,0.25,3,run-1
        b,1998-01-04,,,,1.5,1,"a ""general"" one",0.125,0.5,,run-1
        d,1998-01-04,,,,1.5,1,"a ""general"" one",0.125,,,run-1

        """)
    #expect(
      try text("out.shadow.csv").split(separator: "\n").dropFirst().map { $0.prefix(1) } == ["a", "b"])
  }

  @Test("a SQLite table holds the same")
  func sqlite() throws {
    let scratch = try ScratchFolder()
    let target = SQLiteTarget(
      path: scratch.path + "/out.db", table: "scores", mode: .byDate, stagingFolder: scratch.path + "/staging"
    )
    try OutputFixture.write(target, OutputFixture.plan(extra: Self.extra), Self.rows)
    let found = try SQLiteDatabase(scratch.path + "/out.db", .readOnly)
      .rows("SELECT id, is_fallback, label, chance, other, part FROM scores ORDER BY id")
    #expect(
      found == [
        [.text("a"), .integer(0), .text("no"), .real(0.25), .real(0.25), .integer(3)],
        [.text("b"), .integer(1), .text("a \"general\" one"), .real(0.125), .real(0.5), .null],
        [.text("d"), .integer(1), .text("a \"general\" one"), .real(0.125), .null, .null],
      ])
  }

  @Test("they are counted apart from the others")
  func counted() throws {
    let scratch = try ScratchFolder()
    let target = CSVTarget(path: scratch.path + "/out.csv", stagingFolder: scratch.path + "/staging")
    let stage = try target.stage(OutputFixture.plan(extra: Self.extra))
    defer { stage.discard() }
    var encoded = EncodedRows()
    OutputFixture.encode(Self.rows, stage.makeEncoder(), into: &encoded)
    #expect(encoded.rowCount == 3 && encoded.fallbackCount == 2 && encoded.shadowCount == 2)
    encoded.removeAll()
    #expect(encoded.fallbackCount == 0)
  }
}
