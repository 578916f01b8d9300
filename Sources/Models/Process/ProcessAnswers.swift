import CSpawn
import Diagnostics
import Glibc
import Tabular

/// Takes a program's answers apart as they come, and fills the predictions; the scratch of one worker.
///
/// Nothing is allocated for a row.
final class ProcessAnswers {
  /// A longer line is not taken.
  static let lineLimit = 1 << 20
  /// Bytes of one batch's answers.
  static let batchLimit = 1 << 28

  /// One field of an answer: some of the received bytes.
  struct Field {
    /// nil: missing.
    var start: UnsafePointer<UInt8>?
    var count = 0

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
  }

  /// Where the rows of a batch stand in their source.
  struct Place {
    var source = ""
    var firstRecord = 1
    var offsets: UnsafePointer<UInt32>?
  }

  let outputs: [Output]
  let names: [[UInt8]]
  private let speech: ProcessPage.Speech
  private let labels: [ProcessLabels?]
  /// Output that stands in column i of a CSV answer.
  private var order: [Int] = []
  /// By output.
  let fields: UnsafeMutablePointer<Field>
  /// Whether the header is awaited, and no row.
  private var awaitsHeader = true
  /// Rows answered of the batch, and rows it has.
  private(set) var row = 0
  private(set) var expected = 0
  private(set) var rows: UnsafePointer<Int32>?
  private(set) var place = Place()
  private(set) var batchBytes = 0
  private var looked = 0
  private var isQuoted = false

  init(_ outputs: [Output], speech: ProcessPage.Speech) {
    self.outputs = outputs
    self.speech = speech
    names = outputs.map { Array($0.name.utf8) }
    labels = outputs.map { output in
      if case .label(let labels) = output.kind { ProcessLabels(labels) } else { nil }
    }
    fields = .allocate(capacity: outputs.count)
    fields.initialize(repeating: Field(), count: outputs.count)
  }

  deinit { fields.deallocate() }

  /// Ready for a program that was just started.
  func beginHeader() {
    awaitsHeader = true
    begin()
  }

  /// Ready for the answers to `rows` of a batch.
  func beginBatch(_ rows: UnsafePointer<Int32>, count: Int, _ place: Place) {
    awaitsHeader = false
    self.place = place
    self.rows = rows
    expected = count
    begin()
  }

  private func begin() {
    (row, batchBytes, looked, isQuoted) = (0, 0, 0, false)
  }

  /// Takes all whole lines that have come; true when the answer is complete.
  func take(_ received: ProcessBuffer, into predictions: Predictions?) throws(ProcessFault) -> Bool {
    var start = 0
    var isComplete = false
    defer { received.removeFirst(start) }
    while let end = lineEnd(received, start) {
      if isComplete { throw .failed(miscounted("writes on after its answer is complete")) }
      var count = end - start
      if count > 0, received.base[end - 1] == 0x0D { count -= 1 }
      let line = UnsafeMutableBufferPointer(start: received.base + start, count: count)
      batchBytes += count + 1
      if count > ProcessAnswers.lineLimit || batchBytes > ProcessAnswers.batchLimit {
        throw .failed(tooMuch())
      }
      isComplete = try take(line, into: predictions)
      start = end + 1
      looked = 0
    }
    if received.count - start > ProcessAnswers.lineLimit { throw .failed(tooMuch()) }
    if isComplete, received.count > start {
      throw .failed(miscounted("writes on after its answer is complete"))
    }
    return isComplete
  }

  /// Where the line that begins at `start` ends; nil where that has not come yet. In CSV a line end between
  /// quotes is none.
  private func lineEnd(_ received: ProcessBuffer, _ start: Int) -> Int? {
    var position = start + looked
    let count = received.count
    if speech == .jsonLines {
      let rest = count - position
      if rest > 0, let found = memchr(received.base + position, 0x0A, rest) {
        return start + looked + (found - UnsafeMutableRawPointer(received.base + position))
      }
      looked = count - start
      return nil
    }
    while position < count {
      let byte = received.base[position]
      if byte == 0x22 { isQuoted.toggle() } else if byte == 0x0A, !isQuoted { return position }
      position += 1
    }
    looked = count - start
    return nil
  }

  private func take(
    _ line: UnsafeMutableBufferPointer<UInt8>, into predictions: Predictions?
  ) throws(ProcessFault) -> Bool {
    if awaitsHeader {
      order = try speech == .csv ? header(csv: line) : header(json: line)
      return true
    }
    if line.isEmpty {
      if row < expected { throw .failed(miscounted("answers too few rows")) }
      return true
    }
    guard row < expected, let rows, let predictions else {
      throw .failed(miscounted("answers too many rows"))
    }
    let isRefused = try speech == .csv ? split(csv: line, order) : split(json: line)
    let target = Int(rows[row])
    if isRefused {
      predictions.status[target] = .refused
    } else {
      for output in outputs.indices { try assign(output, target, predictions) }
    }
    row += 1
    return false
  }

  private func assign(_ output: Int, _ target: Int, _ predictions: Predictions) throws(ProcessFault) {
    let field = fields[output]
    switch outputs[output].kind {
    case .number:
      if field.count == 0 { throw wrong(output, "is empty", ProcessAnswers.orRefused("a number")) }
      guard let value = ProcessNumber.parse(field.bytes) else {
        throw wrong(output, "is no finite decimal number", "a number")
      }
      predictions.numbers(output)[target] = value
    case .label(let known):
      if let index = labels[output]?.index(field) {
        predictions.labels(output)[target] = index
      } else if field.count == 0 {
        throw wrong(output, "is empty", ProcessAnswers.orRefused("a label"))
      } else {
        let some = known.prefix(8).map { quoted($0) }.joined(separator: ", ")
        throw wrong(output, "is none of the page's labels", known.count > 8 ? "\(some), …" : some)
      }
    case .text:
      if field.count == 0 {
        predictions.slices(output)[target] = .missing
        return
      }
      guard ProcessText.isUTF8(field.bytes) else { throw wrong(output, "is not UTF-8", "UTF-8") }
      guard let slice = predictions.text.append(field.bytes) else { throw .failed(tooMuch()) }
      predictions.slices(output)[target] = slice
    }
  }
}
