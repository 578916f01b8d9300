import Diagnostics
import Tabular

/// The rows of one worker: claims a chunk of cells and moves it into batches.
///
/// A batch never spans a rejected row, so that row r of it is always record `firstRecord + r`.
final class SQLiteRowReader: RowReader {
  private let cursor: SQLiteCursor
  private let source: String
  private let plan: ReadPlan
  private let slotNames: [String]
  /// The slot that each column of the layout reads.
  private let inputs: [Int]
  private let missingValues: [[UInt8]]
  private let categories: [CategoryTable?]
  private let chunk: SQLiteChunk
  /// For each text column of the layout its slices of this chunk; nil for the others.
  private let slices: [UnsafeMutablePointer<TextSlice>?]
  private let scratch = ByteScratch(capacity: 1 << 10)
  private var row = 0
  /// The chunk's row that is row 0 of the batch last filled.
  private var batchStart = 0
  private(set) var digest = RowDigest()
  /// A text slice of a cell that is a reject.
  private static let refused = TextSlice(start: 1, length: .max)

  init(
    _ cursor: SQLiteCursor, source: String, _ plan: ReadPlan, slotNames: [String], inputs: [Int],
    missingValues: [String]
  ) {
    self.cursor = cursor
    self.source = source
    self.plan = plan
    self.slotNames = slotNames
    self.inputs = inputs
    self.missingValues = missingValues.map { Array($0.utf8) }
    let chunk = SQLiteChunk(slots: slotNames.count)
    self.chunk = chunk
    categories = plan.layout.columns.map {
      if case .category(let names) = $0.storage { CategoryTable(names, missing: missingValues) } else { nil }
    }
    slices = plan.layout.columns.map {
      if case .text = $0.storage { .allocate(capacity: chunk.capacity) } else { nil }
    }
  }

  deinit { for slice in slices { slice?.deallocate() } }

  func claim() throws(Diagnostic) -> Int? {
    row = 0
    guard let number = try cursor.claim(chunk) else { return nil }
    if plan.digest { addToDigest() }
    for column in slices.indices { if let slice = slices[column] { makeSlices(inputs[column], slice) } }
    return number
  }

  func fill(_ batch: inout Batch, rejects: inout Rejects) throws(Diagnostic) -> Int {
    batch.source = source
    batch.firstLine = nil
    batch.textBase = UnsafeRawPointer(chunk.text.base)
    while row < chunk.count {
      var end = min(row + plan.layout.capacity, chunk.count)
      var refusedColumn: Int?
      for column in plan.layout.columns.indices {
        let first = fill(column, of: batch, rows: row..<end)
        if first < end {
          end = first
          refusedColumn = column
        }
      }
      if end > row {
        batch.firstRecord = chunk.firstRecord + row
        batch.count = end - row
        batchStart = row
        row = end
        return batch.count
      }
      if let refusedColumn { rejects.add(reject(refusedColumn)) }
      row += 1
    }
    batch.count = 0
    return 0
  }

  func place(ofRow row: Int) -> RowPlace {
    let row = batchStart + row
    return RowPlace(source: source, record: chunk.firstRecord + row, line: nil, row: rowText(row))
  }

  /// Fills one column; the first row that can't be, or the end.
  private func fill(_ column: Int, of batch: borrowing Batch, rows: Range<Int>) -> Int {
    let start = inputs[column] * chunk.capacity
    let kinds = chunk.kinds + start
    let values = chunk.values + start
    if let slices = slices[column] {
      let target = batch.slices(column)
      for row in rows {
        if slices[row] == SQLiteRowReader.refused { return row }
        target[row - rows.lowerBound] = slices[row]
      }
    } else if let table = categories[column] {
      let target = batch.codes(column)
      for row in rows {
        guard let code = code(kinds[row], values[row], table) else { return row }
        target[row - rows.lowerBound] = code
      }
    } else {
      let target = batch.numbers(column)
      for row in rows {
        guard let number = number(kinds[row], values[row]) else { return row }
        target[row - rows.lowerBound] = number
      }
    }
    return rows.upperBound
  }

  /// nil for a cell that is no number.
  @inline(__always)
  private func number(_ kind: UInt8, _ value: UInt64) -> Double? {
    if kind == SQLiteChunk.Kind.real.rawValue { return Double(bitPattern: value) }
    if kind == SQLiteChunk.Kind.integer.rawValue {
      let integer = Int64(bitPattern: value)
      return integer.magnitude <= 1 << 53 ? Double(integer) : nil
    }
    if kind == SQLiteChunk.Kind.null.rawValue { return .nan }
    return kind == SQLiteChunk.Kind.text.rawValue && isMissing(chunk.bytes(value)) ? .nan : nil
  }

  /// Whether a text is one: SQLite takes any bytes for a text.
  @inline(__always)
  private func isSound(_ value: UInt64) -> Bool {
    let bytes = chunk.bytes(value)
    // Behind the chunk's last text there is room for the check's eight bytes.
    return bytes.baseAddress.map { TextCheck.isSound($0.assumingMemoryBound(to: UInt8.self), bytes.count) }
      ?? true
  }

  /// nil for a blob, and for an unknown category that is no text.
  private func code(_ kind: UInt8, _ value: UInt64, _ table: CategoryTable) -> Int32? {
    switch SQLiteChunk.Kind(rawValue: kind) {
    case .text:
      let code = table.code(chunk.bytes(value))
      return code == Storage.unseenCode && !isSound(value) ? nil : code
    case .integer, .real:
      scratch.removeAll()
      appendDecimal(kind, value, to: scratch)
      return table.code(scratch.bytes)
    case .null: return Storage.missingCode
    case .blob, nil: return nil
    }
  }

  private func isMissing(_ bytes: UnsafeRawBufferPointer) -> Bool {
    missingValues.contains { $0.elementsEqual(bytes) }
  }

  private func appendDecimal(_ kind: UInt8, _ value: UInt64, to scratch: ByteScratch) {
    if kind == SQLiteChunk.Kind.integer.rawValue {
      scratch.append(integer: Int64(bitPattern: value))
    } else {
      scratch.append(number: Double(bitPattern: value))
    }
  }

  /// Texts of one slot for this chunk; numbers get theirs, behind those that SQLite gave.
  private func makeSlices(_ slot: Int, _ slices: UnsafeMutablePointer<TextSlice>) {
    let start = slot * chunk.capacity
    for row in 0..<chunk.count {
      let kind = chunk.kinds[start + row]
      let value = chunk.values[start + row]
      switch SQLiteChunk.Kind(rawValue: kind) {
      case .text:
        let slice = TextSlice(
          start: UInt32(truncatingIfNeeded: value), length: UInt32(truncatingIfNeeded: value >> 32))
        if !missingValues.isEmpty && isMissing(chunk.bytes(value)) {
          slices[row] = .missing
        } else {
          slices[row] = isSound(value) ? slice : SQLiteRowReader.refused
        }
      case .integer, .real:
        let start = chunk.text.count
        appendDecimal(kind, value, to: chunk.text)
        slices[row] = TextSlice(start: UInt32(start), length: UInt32(chunk.text.count - start))
      case .null: slices[row] = .missing
      case .blob, nil: slices[row] = SQLiteRowReader.refused
      }
    }
  }

  /// Adds every row of the chunk: for each cell its kind, and its bits or its length and bytes.
  private func addToDigest() {
    for row in 0..<chunk.count {
      scratch.removeAll()
      var cell = row
      for _ in slotNames.indices {
        let kind = chunk.kinds[cell]
        let value = chunk.values[cell]
        scratch.append(kind)
        if kind >= SQLiteChunk.Kind.text.rawValue {
          let bytes = chunk.bytes(value)
          scratch.append(bits: UInt32(bytes.count))
          scratch.append(bytes)
        } else {
          scratch.append(bits: value)
        }
        cell += chunk.capacity
      }
      digest.add(scratch.bytes)
    }
  }

  private func reject(_ column: Int) -> Reject {
    let cell = inputs[column] * chunk.capacity + row
    let kind = SQLiteChunk.Kind(rawValue: chunk.kinds[cell])
    let value = chunk.values[cell]
    let reason =
      switch kind {
      case .integer: "the integer \(Int64(bitPattern: value)) is beyond 2^53 and has no exact number"
      case .text where slices[column] != nil || categories[column] != nil:
        textFault(value, plan.layout.columns[column].source)
      case .text:
        "'\(String(decoding: chunk.bytes(value).prefix(60), as: UTF8.self))' is a text; expected a number"
      default:
        "a BLOB; expected \(slices[column] == nil && categories[column] == nil ? "a number" : "a text")"
      }
    let isText = slices[column] != nil || categories[column] != nil
    let reject: Reject.Kind = kind == .integer ? .numberTooLarge : isText ? .notText : .notANumber
    return Reject(
      source: source, record: chunk.firstRecord + row, line: nil, column: plan.layout.columns[column].source,
      kind: reject, reason: reason, row: rowText(row))
  }

  private func textFault(_ value: UInt64, _ column: String) -> String {
    let bytes = chunk.bytes(value)
    let fault = bytes.baseAddress.flatMap {
      TextCheck.fault($0.assumingMemoryBound(to: UInt8.self), bytes.count)
    }
    return CellFault.text(column, fault ?? .notUTF8).reason
  }

  /// The row as a CSV record: what was read of it, in the statement's order.
  private func rowText(_ row: Int) -> [UInt8] {
    scratch.removeAll()
    var cell = row
    for slot in slotNames.indices {
      if slot > 0 { scratch.append(0x2C) }
      let value = chunk.values[cell]
      switch SQLiteChunk.Kind(rawValue: chunk.kinds[cell]) {
      case .integer, .real: appendDecimal(chunk.kinds[cell], value, to: scratch)
      case .text: scratch.append(field: chunk.bytes(value))
      case .blob:
        scratch.append("x'")
        for byte in chunk.bytes(value) {
          scratch.append(ByteScratch.hexDigits[Int(byte >> 4)])
          scratch.append(ByteScratch.hexDigits[Int(byte & 15)])
        }
        scratch.append("'")
      case .null, nil: break
      }
      cell += chunk.capacity
    }
    return Array(scratch.bytes)
  }
}

extension CategoryTable {
  /// The code of a text in a `ByteScratch`, behind which there is always room for the look-up's eight bytes.
  fileprivate func code(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    guard let base = bytes.baseAddress else { return Storage.missingCode }
    return code(base.assumingMemoryBound(to: UInt8.self), bytes.count)
  }
}
