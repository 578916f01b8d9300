import Diagnostics
import Foundation
import Tabular

@testable import Datasets

extension FuzzedParser {
  /// The reader of plain blocks against libcsv.
  ///
  /// **Shape:** the first two bytes choose the dialect and where chunks are cut; the rest is the file.
  static let csvReaders = FuzzedParser("csv-readers") { bytes in
    guard bytes.count >= 2, bytes.count <= 1 << 16 else { return }
    let choice = bytes[0]
    let delimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]
    let dialect = CSVDialect(
      delimiter: delimiters[Int(choice & 3)], quote: choice & 4 == 0 ? 0x22 : nil, header: choice & 8 == 0,
      encoding: .utf8, decimal: choice & 16 != 0 && choice & 3 != 0 ? 0x2C : 0x2E,
      missingValues: choice & 32 == 0 ? ["", "NA"] : [])
    let folder = FileManager.default.temporaryDirectory.path()
    let path = folder + "/scorebook-fuzz-\(getpid()).csv"
    defer { unlink(path) }
    guard (try? Data(bytes.dropFirst(2)).write(to: URL(filePath: path))) != nil else { return }
    func source(_ chunk: Int) throws(Diagnostic) -> CSVSource {
      try CSVSource(
        name: "fuzz", files: [path], dialect: dialect, declared: [],
        limits: .init(chunk: chunk, record: 1 << 20), input: nil)
    }
    guard let names = try? source(1 << 16).columnNames(), !names.isEmpty, names.count <= 64 else { return }
    let columns = names.flatMap { name in
      [
        Column(source: name, storage: .number), Column(source: name, storage: .text),
        Column(source: name, storage: .category(["a", "NA", "1"])),
      ]
    }
    let layout = Layout(columns: columns, capacity: 256)
    let plan = ReadPlan(layout: layout, readers: 2, digest: true)
    let quick: CSVTrace
    let reference: CSVTrace
    do {
      quick = CSVTrace(try source(16 + Int(bytes[1])).makeReaders(plan), layout)
      reference = CSVTrace([try source(1 << 16).makeReferenceReader(plan)], layout)
    } catch { return }
    precondition(quick == reference, "the readers disagree")
  }
}

/// All that readers delivered, in the order of the chunks.
private struct CSVTrace: Equatable {
  var rows: [[UInt64]] = []
  var texts: [[UInt8]] = []
  var rejects: [Reject] = []
  var digest = RowDigest()
  var failure: Diagnostic?

  /// Reads with all readers in turn, which cuts chunks and places them as several threads would.
  init(_ readers: [any RowReader], _ layout: Layout) {
    var batch = Batch(layout)
    var turn = 0
    do throws(Diagnostic) {
      while try readers[turn % readers.count].claim() != nil {
        let reader = readers[turn % readers.count]
        turn += 1
        var found = Rejects()
        while true {
          let count = try reader.fill(&batch, rejects: &found)
          if count == 0 { break }
          for row in 0..<count { take(row, batch) }
        }
        rejects += found.list
      }
    } catch {
      failure = error
    }
    for reader in readers { digest.add(reader.digest) }
  }

  private mutating func take(_ row: Int, _ batch: borrowing Batch) {
    var cells: [UInt64] = []
    for (column, wanted) in batch.layout.columns.enumerated() {
      switch wanted.storage {
      case .number:
        let value = batch.numbers(column)[row]
        cells.append(value.isNaN ? .max : value.bitPattern)
      case .category: cells.append(UInt64(truncatingIfNeeded: batch.codes(column)[row]))
      case .text:
        let slice = batch.slices(column)[row]
        cells.append(slice.isMissing ? .max : UInt64(slice.length))
        guard !slice.isMissing, let base = batch.textBase else { continue }
        texts.append(Array(UnsafeRawBufferPointer(start: base + Int(slice.start), count: Int(slice.length))))
      }
    }
    rows.append(cells)
  }
}
