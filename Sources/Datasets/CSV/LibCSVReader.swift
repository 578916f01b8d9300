import Diagnostics
import Tabular

/// The reference reader: libcsv finds the fields, `RecordDecoder` reads the cells, one record after another.
final class LibCSVReader: RowReader {
  private(set) var digest = RowDigest()
  private let records: LibCSVRecords
  private let context: ReadContext
  private let keepsDigest: Bool
  private let chunkSize: Int
  private let places: RowPlaces
  private var nextChunk = 0
  private var budget = 0
  private var hasRecord = false
  private var failure: Diagnostic?
  /// The batch's lines as they were read, then its texts: what slices point into.
  private var arena = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 64)

  init(records: LibCSVRecords, context: ReadContext, plan: ReadPlan, chunk: Int) {
    self.records = records
    self.context = context
    keepsDigest = plan.digest
    chunkSize = chunk
    places = RowPlaces(capacity: plan.layout.capacity)
  }

  deinit { arena.deallocate() }

  func claim() throws(Diagnostic) -> Int? {
    if !hasRecord, failure == nil { advance() }
    if !hasRecord {
      if let failure { throw failure }
      return nil
    }
    budget = chunkSize
    nextChunk += 1
    return nextChunk - 1
  }

  func fill(_ batch: inout Batch, rejects: inout Rejects) throws(Diagnostic) -> Int {
    batch.count = 0
    var lines: [UInt8] = []
    var texts: [UInt8] = []
    var row = 0
    var reached = 0
    guard let file = records.plan?.file else { return 0 }
    batch.source = file
    places.file = file
    while hasRecord, budget > 0, row < batch.layout.capacity, let plan = records.plan, plan.file == file {
      let raw = records.raw
      budget -= raw.count + 1
      if keepsDigest { raw.withUnsafeBytes { digest.add($0, seed: plan.seed) } }
      let decoder = RecordDecoder(context: context, plan: plan)
      let fault = decoder.decode(records.fields, into: batch, row: row) { text in
        texts.append(contentsOf: text)
        return TextSlice(
          start: UInt32(truncatingIfNeeded: texts.count - text.count),
          length: UInt32(truncatingIfNeeded: text.count))
      }
      if let fault {
        rejects.add(
          Reject(
            source: file, record: records.number, line: records.line, column: fault.column,
            kind: fault.kind, reason: fault.reason, row: Array(raw)))
      } else {
        if row == 0 {
          batch.firstRecord = records.number
          places.firstRecord = records.number
          places.firstLine = records.line
          batch.firstLine = records.line
          reached = records.line
        }
        batch.recordOffsets[row] = UInt32(truncatingIfNeeded: records.number - batch.firstRecord)
        // As many line ends as lie between the rows, so that lines can be counted.
        lines += [UInt8](repeating: 0x0A, count: records.line - reached)
        places.offsets[row] = batch.recordOffsets[row]
        places.rows[row] = TextSlice(
          start: UInt32(truncatingIfNeeded: lines.count), length: UInt32(truncatingIfNeeded: raw.count))
        lines += raw
        reached = records.line + raw.withUnsafeBytes { LineEnds.count($0) }
        row += 1
      }
      advance()
    }
    batch.count = row
    keep(lines, texts, &batch)
    return row
  }

  func place(ofRow row: Int) -> RowPlace { places.place(row: row) }

  /// Goes to the next record; a failure waits until the rows before it are delivered.
  private func advance() {
    do {
      hasRecord = try records.next()
    } catch {
      hasRecord = false
      failure = error
    }
  }

  private func keep(_ lines: [UInt8], _ texts: [UInt8], _ batch: inout Batch) {
    let size = lines.count + texts.count
    if size > arena.count {
      arena.deallocate()
      arena = .allocate(byteCount: size * 2, alignment: 64)
    }
    arena.copyBytes(from: lines)
    UnsafeMutableRawBufferPointer(rebasing: arena[lines.count...]).copyBytes(from: texts)
    batch.textBase = UnsafeRawPointer(arena.baseAddress)
    places.base = batch.textBase?.assumingMemoryBound(to: UInt8.self)
    for (column, wanted) in batch.layout.columns.enumerated() where wanted.storage == .text {
      let slices = batch.slices(column)
      for row in 0..<batch.count where !slices[row].isMissing {
        slices[row].start += UInt32(truncatingIfNeeded: lines.count)
      }
    }
  }
}
