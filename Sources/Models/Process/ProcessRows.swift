import Tabular

/// Writes rows for a program: CSV or JSON lines.
///
/// Nothing is allocated for a row.
final class ProcessRows {
  private enum Kind { case number, integer, category, text }

  private struct Column {
    let index: Int
    let kind: Kind
    /// Before the value: a comma, or the JSON key with its colon.
    let lead: [UInt8]
    /// Categories as they are written.
    let categories: [[UInt8]]
    let isRequired: Bool
  }

  private let speech: ProcessPage.Speech
  private let columns: [Column]
  let buffer = ProcessBuffer(capacity: 1 << 16)

  /// `columns` is where each input stands in the batch.
  init(_ inputs: [Input], columns: [Int], speech: ProcessPage.Speech) {
    self.speech = speech
    self.columns = zip(inputs, columns).enumerated().map { position, pair in
      let (input, index) = pair
      let comma: [UInt8] = position == 0 ? [] : [0x2C]
      var categories: [[UInt8]] = []
      let kind: Kind
      switch input.kind {
      case .number: kind = .number
      case .integer: kind = .integer
      case .text: kind = .text
      case .category(let names):
        kind = .category
        categories = names.map { ProcessRows.written($0, speech) }
      }
      let lead = speech == .csv ? comma : comma + ProcessRows.written(input.name, speech) + [0x3A]
      return Column(
        index: index, kind: kind, lead: lead, categories: categories, isRequired: input.required)
    }
  }

  /// The first line that a program reads.
  static func header(_ signature: Signature, _ speech: ProcessPage.Speech) -> [UInt8] {
    let inputs = signature.inputs.map { written($0.name, speech) }
    if speech == .csv { return Array(inputs.joined(separator: [0x2C])) + [0x0A] }
    let outputs = signature.outputs.map { written($0.name, speech) }
    return Array("{\"inputs\":[".utf8) + Array(inputs.joined(separator: [0x2C]))
      + Array("],\"outputs\":[".utf8) + Array(outputs.joined(separator: [0x2C])) + Array("]}\n".utf8)
  }

  /// Says of rows that can't be sent why: a required input is missing, a category is none of the page's, a
  /// number is infinite.
  func judge(_ batch: borrowing Batch, _ rows: Range<Int>, into predictions: Predictions) {
    for (input, column) in columns.enumerated() {
      func set(_ row: Int, _ status: RowStatus) {
        guard predictions.status[row] == .scored else { return }
        predictions.status[row] = status
        predictions.blame[row] = Int32(truncatingIfNeeded: input)
      }
      switch column.kind {
      case .number, .integer:
        let numbers = batch.numbers(column.index)
        for row in rows where !numbers[row].isFinite {
          if numbers[row].isInfinite {
            set(row, .invalidInput)
          } else if column.isRequired {
            set(row, .missingInput)
          }
        }
      case .category:
        let codes = batch.codes(column.index)
        for row in rows where codes[row] < 0 || Int(codes[row]) >= column.categories.count {
          if codes[row] != Storage.missingCode {
            set(row, .invalidInput)
          } else if column.isRequired {
            set(row, .missingInput)
          }
        }
      case .text:
        guard column.isRequired else { continue }
        let slices = batch.slices(column.index)
        for row in rows where slices[row].isMissing { set(row, .missingInput) }
      }
    }
  }

  /// Appends one row.
  func append(_ row: Int, _ batch: borrowing Batch) {
    if speech == .jsonLines { buffer.append(0x7B) }
    let start = buffer.count
    for column in columns {
      buffer.append(column.lead)
      var isMissing = false
      switch column.kind {
      case .number:
        let value = batch.numbers(column.index)[row]
        if value.isNaN { isMissing = true } else { buffer.append(number: value) }
      case .integer:
        let value = batch.numbers(column.index)[row]
        if let whole = Int64(exactly: value) {
          buffer.append(integer: whole)
        } else if value.isNaN {
          isMissing = true
        } else {
          buffer.append(number: value)
        }
      case .category:
        let code = batch.codes(column.index)[row]
        if code < 0 { isMissing = true } else { buffer.append(column.categories[Int(code)]) }
      case .text:
        let slice = batch.slices(column.index)[row]
        if slice.isMissing {
          isMissing = true
        } else {
          let base = batch.textBase.map { $0 + Int(slice.start) }
          ProcessRows.write(
            UnsafeRawBufferPointer(start: base, count: base == nil ? 0 : Int(slice.length)), speech, buffer)
        }
      }
      if isMissing, speech == .jsonLines { buffer.append(ProcessRows.null) }
    }
    // An empty line ends a batch: a row that is only one missing field must not look like it.
    if speech == .csv, buffer.count == start { buffer.append(ProcessRows.quotes) }
    if speech == .jsonLines { buffer.append(0x7D) }
    buffer.append(0x0A)
  }

  /// The empty line that ends a batch.
  func end() { buffer.append(0x0A) }

  private static let null = Array("null".utf8)
  private static let quotes = Array("\"\"".utf8)

  private static func written(_ text: String, _ speech: ProcessPage.Speech) -> [UInt8] {
    let buffer = ProcessBuffer(capacity: 256)
    Array(text.utf8).withUnsafeBytes { write($0, speech, buffer) }
    return Array(buffer.bytes)
  }

  private static func write(
    _ text: UnsafeRawBufferPointer, _ speech: ProcessPage.Speech, _ buffer: ProcessBuffer
  ) {
    if speech == .jsonLines { return writeJSON(text, buffer) }
    var needsQuotes = text.isEmpty
    for byte in text where byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D {
      needsQuotes = true
      break
    }
    guard needsQuotes else { return buffer.append(text) }
    buffer.append(0x22)
    for byte in text {
      if byte == 0x22 { buffer.append(0x22) }
      buffer.append(byte)
    }
    buffer.append(0x22)
  }

  private static func writeJSON(_ text: UnsafeRawBufferPointer, _ buffer: ProcessBuffer) {
    func hexadecimal(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x57 + digit }
    buffer.append(0x22)
    for byte in text {
      switch byte {
      case 0x22, 0x5C:
        buffer.append(0x5C)
        buffer.append(byte)
      case 0..<0x20:
        for character in "\\u00".utf8 { buffer.append(character) }
        buffer.append(hexadecimal(byte >> 4))
        buffer.append(hexadecimal(byte & 15))
      default: buffer.append(byte)
      }
    }
    buffer.append(0x22)
  }
}
