import Tabular
import Testing

@testable import Datasets

/// Rows of numbers whose ends can be foretold, and the ways in which that can go wrong.
@Suite("Foretold numbers")
struct ForetoldNumberTests {
  /// A cell of the usual shape, or now and then one that looks like it and is not.
  static func cell(_ random: inout SeededRandom, decimals: Int, oddities: Int) -> String {
    func digits(_ count: Int) -> String {
      (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
    }
    let sign = Bool.random(using: &random) ? "-" : ""
    guard oddities > 0, Int.random(in: 0..<oddities, using: &random) == 0 else {
      return sign + digits(1) + "." + digits(decimals)
    }
    let odd = [
      "", "NA", sign + digits(2) + "." + digits(decimals), sign + digits(1) + "." + digits(decimals + 1),
      sign + digits(1) + "." + digits(max(decimals - 1, 0)), sign + digits(1) + "." + digits(decimals) + "e1",
      sign + digits(1), "\"" + digits(1) + "." + digits(decimals) + "\"",
      "--" + digits(1) + "." + digits(decimals),
      "-0." + String(repeating: "0", count: decimals), sign + "." + digits(decimals + 1), "x.1234567",
      sign + digits(1) + "," + digits(decimals), sign + digits(1) + "." + digits(decimals) + "x",
      sign + digits(1) + ".1/3", sign + digits(1) + "." + digits(17),
    ]
    return odd.randomElement(using: &random) ?? ""
  }

  @Test(
    "agree with the reference at every number of decimals, with exceptions and changes of shape",
    arguments: 0...12)
  func agree(decimals: Int) throws {
    var random = SeededRandom(UInt64(decimals) &+ 1)
    let scratch = try CSVScratch()
    for oddities in [0, 300, 12, 2] {
      let ends = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
      var text = "id,a,b,c,note,d" + ends
      for row in 0..<600 {
        // The shape changes on the way.
        let width = row < 360 ? decimals : decimals / 2 + 1
        var cells = ["k\(row)"]
        for _ in 0..<3 { cells.append(Self.cell(&random, decimals: width, oddities: oddities)) }
        cells.append("n")
        cells.append(Self.cell(&random, decimals: width, oddities: oddities))
        text += cells.joined(separator: ",") + ends
      }
      let path = try scratch.file("numbers.csv", text)
      let columns = ["a", "b", "c", "d"].map { Column(source: $0, storage: .number) }
      let layout = Layout(columns: [Column(source: "id", storage: .text)] + columns, capacity: 256)
      let plan = ReadPlan(layout: layout, readers: 2, digest: true)
      let source = try CSVSource(
        name: "numbers", files: [path], dialect: CSVDialect(), declared: [],
        limits: .init(chunk: 4000, record: 1 << 16), input: nil)
      let quick = readAll(try source.makeReaders(plan), layout)
      let reference = readAll([try source.makeReferenceReader(plan)], layout)
      #expect(quick.rows.count + quick.rejects.count == 600)
      #expect(quick.failure == nil)
      #expect(quick.rows == reference.rows && quick.rejects == reference.rejects, "1 in \(oddities)")
      #expect(quick.digest == reference.digest)
    }
  }

  @Test("blank lines and line ends at every place of a block are found", arguments: [60, 61, 62, 63, 64, 65])
  func blankLines(width: Int) throws {
    let scratch = try CSVScratch()
    var text = "a,b\n"
    for row in 0..<300 {
      text += String(repeating: "x", count: width - 4 + row % 3) + ",1.5\n" + (row % 7 == 0 ? "\n" : "")
    }
    let path = try scratch.file("blank.csv", text)
    let layout = Layout(
      columns: [Column(source: "a", storage: .text), Column(source: "b", storage: .number)], capacity: 256)
    let plan = ReadPlan(layout: layout, readers: 1, digest: true)
    let source = try CSVSource(
      name: "blank", files: [path], dialect: CSVDialect(), declared: [],
      limits: .init(chunk: 1024, record: 1 << 16), input: nil)
    let quick = readAll(try source.makeReaders(plan), layout)
    #expect(quick.rows.count == 300)
    #expect(quick.rows == readAll([try source.makeReferenceReader(plan)], layout).rows)
  }
}
