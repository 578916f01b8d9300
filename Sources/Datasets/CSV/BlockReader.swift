import Diagnostics
import Tabular

/// Parses chunks straight into the tiles of a batch: the quick reader of every dialect.
///
/// What it does not understand (a bad cell, a ragged record, a field that goes on after its closing quote)
/// it leaves to `RecordDecoder`, record by record, so that the reference decides and words the reject.
final class BlockReader: RowReader {
  let context: ReadContext
  let missing: MissingTexts
  /// Whether a missing value could be read as a number.
  let looksNumeric: Bool
  let mark: UInt8
  let capacity: Int
  let keepsDigest: Bool
  let scanner: DecimalScanner
  let chunk: Chunk
  let fields = RecordFields()
  /// Whether digits, signs and the decimal mark can't be mistaken for a delimiter.
  let scansNumbers: Bool
  /// -1 where no byte quotes.
  let quote: Int32
  let delimiter: UInt8
  private(set) var digest = RowDigest()

  private let queue: ChunkQueue
  private let places: RowPlaces
  let operations: UnsafeMutableBufferPointer<FieldOperation>
  /// By step.
  let numbers: UnsafeMutablePointer<ForetoldNumber>
  private var rowsBefore = 0
  /// Bytes of the chunk that are used up.
  private var position = 0
  /// Number of the next record.
  private var record = 1
  /// Where the next unescaped text goes, from the chunk's base.
  var spare = 0
  private var countedPosition = 0
  private var countedLines = 0

  init(queue: ChunkQueue, context: ReadContext, plan: ReadPlan, chunkSize: Int) {
    self.queue = queue
    places = RowPlaces(capacity: plan.layout.capacity)
    self.context = context
    missing = context.missing
    looksNumeric = context.missing.looksNumeric
    mark = context.dialect.decimal
    capacity = plan.layout.capacity
    keepsDigest = plan.digest
    scanner = DecimalScanner(mark: context.dialect.decimal)
    let sources = Dictionary(grouping: plan.layout.columns.filter { $0.storage == .text }, by: \.source)
    chunk = Chunk(size: chunkSize + 1, copies: 1 + (sources.values.map(\.count).max() ?? 0))
    operations = .allocate(capacity: plan.layout.columns.count)
    numbers = .allocate(capacity: plan.layout.columns.count)
    numbers.initialize(repeating: ForetoldNumber(), count: plan.layout.columns.count)
    let dialect = context.dialect
    delimiter = dialect.delimiter
    quote = dialect.quote.map { Int32($0) } ?? -1
    let confusing: [UInt8] = Array("0123456789+-eE".utf8) + [dialect.decimal]
    scansNumbers = !confusing.contains { $0 == dialect.delimiter || $0 == dialect.quote }
  }

  deinit {
    operations.deallocate()
    numbers.deallocate()
  }

  func claim() throws(Diagnostic) -> Int? {
    chunk.count = 0
    position = 0
    guard let number = try queue.claim(chunk) else { return nil }
    record = chunk.firstRecord
    spare = chunk.spare
    countedPosition = 0
    countedLines = 0
    return number
  }

  func fill(_ batch: inout Batch, rejects: inout Rejects) throws(Diagnostic) -> Int {
    batch.count = 0
    batch.textBase = UnsafeRawPointer(chunk.base)
    guard let plan = chunk.plan, position < chunk.count else { return 0 }
    batch.source = plan.file
    places.file = plan.file
    places.base = UnsafePointer(chunk.base)
    for (index, step) in plan.steps.enumerated() {
      operations.initializeElement(at: index, to: FieldOperation(step, batch, context))
      numbers[index].settle(rows: rowsBefore)
      if step.kind == .number { numbers[index].tile = batch.numbers(step.column) }
    }
    countRuns(plan.steps)
    let operations = UnsafeBufferPointer(rebasing: operations[..<plan.steps.count])
    let base = UnsafePointer(chunk.base)
    let end = base + chunk.count
    let lastField = plan.names.count - 1
    let skipsBlank = lastField > 0
    let records = batch.recordOffsets
    let rawRows = places.rows
    let limit = min(capacity, batch.layout.capacity)
    var cursor = base + position
    var row = 0
    while row < limit, cursor < end {
      if skipsBlank, cursor.pointee == 0x0A || cursor.pointee == 0x0D {
        cursor += 1
        continue
      }
      let start = cursor
      let spareBefore = spare
      var stop = start
      var isRead = true
      if let end = parse(start, operations, lastField: lastField, row: row) {
        stop = end
      } else {
        spare = spareBefore
        let reject: CellFault?
        (stop, reject) = decode(start, end: end, plan, into: batch, row: row)
        if let reject {
          isRead = false
          rejects.add(
            Reject(
              source: plan.file, record: record, line: line(at: start - base), column: reject.column,
              kind: reject.kind, reason: reject.reason,
              row: Array(UnsafeBufferPointer(start: start, count: stop - start))))
        }
      }
      if keepsDigest {
        digest.add(UnsafeRawBufferPointer(start: start, count: stop - start), seed: plan.seed)
      }
      if isRead {
        if row == 0 {
          batch.firstRecord = record
          places.firstRecord = record
          places.firstLine = line(at: start - base)
          batch.firstLine = places.firstLine
        }
        records[row] = UInt32(truncatingIfNeeded: record - batch.firstRecord)
        places.offsets[row] = records[row]
        rawRows[row] = TextSlice(
          start: UInt32(truncatingIfNeeded: start - base), length: UInt32(truncatingIfNeeded: stop - start))
        row += 1
      }
      record += 1
      cursor = stop + (stop[0] == 0x0D && stop[1] == 0x0A ? 2 : 1)
    }
    position = cursor - base
    batch.count = row
    rowsBefore = row
    return row
  }

  func place(ofRow row: Int) -> RowPlace { places.place(row: row) }

  /// Line of the record at this offset; offsets must not go back within a chunk.
  private func line(at offset: Int) -> Int {
    if chunk.isSimple { return chunk.firstLine + record - chunk.firstRecord }
    countedLines += LineEnds.count(
      UnsafeRawBufferPointer(start: chunk.base + countedPosition, count: offset - countedPosition))
    countedPosition = offset
    return chunk.firstLine + countedLines
  }

  /// The careful way through one record; gives where it ends and why it is rejected, if it is.
  @inline(never)
  private func decode(
    _ start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, _ plan: FilePlan, into batch: borrowing Batch,
    row: Int
  ) -> (UnsafePointer<UInt8>, CellFault?) {
    let bytes = UnsafeRawBufferPointer(start: start, count: end - start)
    let length = fields.split(bytes, delimiter: delimiter, quote: context.dialect.quote)
    let decoder = RecordDecoder(context: context, plan: plan)
    let fault = decoder.decode(fields, into: batch, row: row) { text in keep(text) }
    return (start + length, fault)
  }

  /// Keeps a text behind the chunk's bytes.
  func keep(_ text: UnsafeBufferPointer<UInt8>) -> TextSlice {
    if let start = text.baseAddress { (chunk.base + spare).update(from: start, count: text.count) }
    let slice = TextSlice(
      start: UInt32(truncatingIfNeeded: spare), length: UInt32(truncatingIfNeeded: text.count))
    spare += text.count
    return slice
  }
}

/// One step with the tile it writes to.
struct FieldOperation {
  let field: Int
  let kind: ReadStep.Kind
  /// Owned by the reader's context; nil for columns that are not categories.
  let table: Unmanaged<CategoryTable>?
  let tile: UnsafeMutableRawPointer
  /// How many numbers in a row begin here, in fields side by side.
  var run = 0

  init(_ step: ReadStep, _ batch: borrowing Batch, _ context: ReadContext) {
    field = step.field
    kind = step.kind
    table = context.categories[step.column].map(Unmanaged.passUnretained)
    switch step.kind {
    case .number, .integer, .boolean: tile = UnsafeMutableRawPointer(batch.numbers(step.column))
    case .category: tile = UnsafeMutableRawPointer(batch.codes(step.column))
    case .text: tile = UnsafeMutableRawPointer(batch.slices(step.column))
    }
  }
}
