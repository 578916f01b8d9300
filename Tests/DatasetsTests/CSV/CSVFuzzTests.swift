import Diagnostics
import Foundation
import Tabular
import Testing

@testable import Datasets

@Suite("CSV readers against each other")
struct CSVFuzzTests {
  /// Bytes weighted to what makes CSV hard.
  static func bytes(_ random: inout SeededRandom, _ dialect: CSVDialect, columns: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    let quote = dialect.quote ?? 0x22
    let terminator: [UInt8] = [[0x0A], [0x0D, 0x0A], [0x0D], []].randomElement(using: &random) ?? []
    func end(_ random: inout SeededRandom) -> [UInt8] {
      terminator.isEmpty ? [[0x0A], [0x0D, 0x0A], [0x0D]].randomElement(using: &random) ?? [] : terminator
    }
    let tidy = Int.random(in: 0...2, using: &random)
    if dialect.header {
      bytes += Array(
        (1...columns).map { "c\($0)" }.joined(separator: String(UnicodeScalar(dialect.delimiter))).utf8)
      bytes += end(&random)
    }
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      let width =
        tidy > 0 || Int.random(in: 0...9, using: &random) > 0
        ? columns : Int.random(in: 1...6, using: &random)
      for field in 0..<width {
        if field > 0 { bytes.append(dialect.delimiter) }
        var cell = cell(&random, dialect)
        let isQuoted = Int.random(in: 0...3, using: &random) == 0
        if isQuoted {
          cell = [quote] + cell.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
        }
        if tidy == 0, Int.random(in: 0...15, using: &random) == 0 {
          let wild: [UInt8] = [quote, quote, dialect.delimiter, 0x0A, 0x0D, 0, 0x20, 0xFF, 0x41]
          cell.insert(
            wild.randomElement(using: &random) ?? 0, at: Int.random(in: 0...cell.count, using: &random))
        }
        bytes += cell
      }
      if Int.random(in: 0...19, using: &random) == 0 { bytes += end(&random) }
      bytes += end(&random)
    }
    if Int.random(in: 0...3, using: &random) == 0 {
      bytes.removeLast(min(bytes.count, Int.random(in: 0...9, using: &random)))
    }
    return bytes
  }

  static func cell(_ random: inout SeededRandom, _ dialect: CSVDialect) -> [UInt8] {
    let quote = String(UnicodeScalar(dialect.quote ?? 0x22))
    let delimiter = String(UnicodeScalar(dialect.delimiter))
    let mark = String(UnicodeScalar(dialect.decimal))
    switch Int.random(in: 0...13, using: &random) {
    case 0: return []
    case 1: return Array("NA".utf8)
    case 2:
      let texts = ["red", "blue", "a category longer than sixteen bytes"]
      return Array((texts.randomElement(using: &random) ?? "").utf8)
    case 3: return Array("x\(quote)y\(delimiter)z\r\n".utf8)
    case 4: return Array("größe €🙂".utf8)
    case 5: return Array("  12\(mark)5 ".utf8)
    case 6: return Array("-\(Int.random(in: 0...99_999_999_999_999_999, using: &random))".utf8)
    case 7: return Array("\(Double.random(in: -1e6...1e6, using: &random))".replacing(".", with: mark).utf8)
    case 8:
      return Array(
        "\(Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random)))".replacing(".", with: mark)
          .utf8)
    case 9: return Array("+.5e\(Int.random(in: -30...30, using: &random))".utf8)
    case 10:
      return (0..<Int.random(in: 1...90, using: &random)).map { _ in
        UInt8.random(in: 32...126, using: &random)
      }
    default:
      return Array(
        "\(Double(Int.random(in: -99_999_999...99_999_999, using: &random)) / 1e6)".replacing(".", with: mark)
          .utf8)
    }
  }

  @Test("agree on rows, rejects, records, lines and digest, wherever chunks are cut", arguments: 0..<24)
  func agree(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &* 7919 &+ 1)
    let scratch = try CSVScratch()
    let rounds = Int(ProcessInfo.processInfo.environment["CSV_FUZZ_ROUNDS"] ?? "") ?? 60
    for round in 0..<rounds {
      let delimiter: UInt8 = [0x2C, 0x3B, 0x09, 0x7C, 0x20, 0x2C].randomElement(using: &random) ?? 0x2C
      let quotes: [UInt8?] = [0x22, 0x22, 0x22, 0x27, nil]
      let missing =
        [["", "NA"], ["", "NA"], ["NA"], ["-999", "12.5", "", "\""], []].randomElement(using: &random) ?? []
      let quote = quotes.randomElement(using: &random) ?? nil
      let isComma = Int.random(in: 0...3, using: &random) == 0 && (quote != nil || delimiter != 0x2C)
      let dialect = CSVDialect(
        delimiter: delimiter, quote: quote, header: Bool.random(using: &random), encoding: .utf8,
        decimal: isComma ? 0x2C : 0x2E, missingValues: missing)
      let columns = Int.random(in: 1...5, using: &random)
      let bytes = Self.bytes(&random, dialect, columns: columns)
      let path = try scratch.file("fuzz.csv", bytes)
      let prefix = dialect.header ? "c" : "column_"
      var wanted: [Column] = []
      for index in 1...columns {
        if Bool.random(using: &random) { wanted.append(number("\(prefix)\(index)")) }
        if Bool.random(using: &random) { wanted.append(text("\(prefix)\(index)")) }
        if Int.random(in: 0...2, using: &random) == 0 {
          wanted.append(
            category("\(prefix)\(index)", ["red", "a category longer than sixteen bytes", "blue"]))
        }
      }
      let declared = [
        DeclaredColumn(name: "\(prefix)2", kind: Bool.random(using: &random) ? .integer : .boolean)
      ]
      let layout = Layout(columns: wanted.shuffled(using: &random), capacity: 256)
      let plan = ReadPlan(layout: layout, readers: Int.random(in: 1...3, using: &random), digest: true)
      let record = Int.random(in: 0...9, using: &random) == 0 ? 200 : 16 << 20
      let chunk = Int.random(in: 16...(Bool.random(using: &random) ? 64 : 2000), using: &random)
      func source(_ chunk: Int) throws -> CSVSource {
        try CSVSource(
          name: "fuzz", files: [path], dialect: dialect, declared: declared,
          limits: .init(chunk: chunk, record: record), input: nil)
      }
      let quick: ReadResult
      let reference: ReadResult
      do {
        quick = readAll(try source(chunk).makeReaders(plan), layout)
        reference = readAll([try source(1 << 16).makeReferenceReader(plan)], layout)
      } catch let problem as Diagnostic {
        // Both refuse the same header.
        #expect(throws: problem) { try source(16).makeReaders(plan) }
        continue
      }
      var agrees = quick.rows == reference.rows && quick.rejects == reference.rejects
      agrees = agrees && quick.digest == reference.digest
      if record == 200, let a = quick.failure, let b = reference.failure {
        // Where a record grows too long, the readers have seen more or less of its last line.
        let endless: [Diagnostic.Identifier] = [.csvUnclosedQuote, .csvRecordTooLong]
        agrees = agrees && endless.contains(a.identifier) && endless.contains(b.identifier)
      } else {
        agrees = agrees && quick.failure == reference.failure
      }
      #expect(agrees, "seed \(seed) round \(round) \(dialect) chunk \(chunk) record \(record)")
      if !agrees {
        let row = zip(quick.rows, reference.rows).first { $0 != $1 }
        let reject = zip(quick.rejects, reference.rejects).first { $0 != $1 }
        Issue.record("\(bytes) \(String(describing: row)) \(String(describing: reject))")
        return
      }
    }
  }
}
