package import Diagnostics
import Synchronization

/// The files of a dataset, cut into chunks at record ends, in order.
///
/// One lock guards it; a claim reads one chunk and follows its quotes, so that the reader knows how each
/// chunk starts and which records and lines it holds before it parses.
final class ChunkQueue: Sendable {
  struct Limits: Sendable {
    var chunk = 2 << 20
    /// Bytes of one record with its line end.
    var record = 16 << 20
  }

  /// A file that is opened when its turn comes, or is open already.
  typealias Opener = @Sendable (Int) throws(Diagnostic) -> OpenFile?

  private struct State {
    var file: OpenFile?
    var nextFile = 0
    var nextChunk = 0
    var nextRecord = 1
    var nextLine = 1
    var leftover: [UInt8] = []
    var fileEnded = false
    var failure: Diagnostic?
  }

  private let state = Mutex(State())
  private let open: Opener
  private let dialect: CSVDialect
  private let limits: Limits

  init(dialect: CSVDialect, limits: Limits, open: @escaping Opener) {
    self.dialect = dialect
    self.limits = Limits(chunk: min(limits.chunk, limits.record), record: limits.record)
    self.open = open
  }

  /// Fills the chunk and gives its number; nil at the end. A failure stays: later claims throw it again.
  func claim(_ chunk: Chunk) throws(Diagnostic) -> Int? {
    try state.withLock { state throws(Diagnostic) -> Int? in
      if let failure = state.failure { throw failure }
      do throws(Diagnostic) {
        while true {
          guard let file = try current(&state) else { return nil }
          if try take(chunk, file, &state) {
            state.nextChunk += 1
            return state.nextChunk - 1
          }
        }
      } catch {
        state.failure = error
        throw error
      }
    }
  }

  private func current(_ state: inout State) throws(Diagnostic) -> OpenFile? {
    if let file = state.file, !(state.fileEnded && state.leftover.isEmpty) { return file }
    state.file = try open(state.nextFile)
    state.nextFile += 1
    state.fileEnded = false
    state.leftover = []
    state.nextLine = state.file?.dataLine ?? 1
    return state.file
  }

  /// Takes the next records of the file; false when it holds no more.
  private func take(_ chunk: Chunk, _ file: OpenFile, _ state: inout State) throws(Diagnostic) -> Bool {
    chunk.count = 0
    chunk.plan = file.plan
    var target = max(limits.chunk, state.leftover.count)
    chunk.reserve(target + 1)
    state.leftover.withUnsafeBufferPointer { left in
      if let start = left.baseAddress { chunk.base.update(from: start, count: left.count) }
    }
    chunk.count = state.leftover.count
    state.leftover.removeAll(keepingCapacity: true)
    var scanner = RecordScanner(
      delimiter: dialect.delimiter, quote: dialect.quote, blankIsRecord: file.plan.isSingleColumn)
    while true {
      if !state.fileEnded, chunk.count < target {
        let room = UnsafeMutableRawBufferPointer(start: chunk.base + chunk.count, count: target - chunk.count)
        let read = try file.stream.fill(room)
        state.fileEnded = read < room.count
        chunk.count += read
      }
      scanner.scan(chunk.base, count: chunk.count)
      if state.fileEnded { close(chunk, &scanner) }
      if scanner.end > 0 { break }
      if chunk.count == 0 { return false }
      if state.fileEnded || chunk.count > limits.record {
        throw endless(chunk, scanner, file, line: state.nextLine, ended: state.fileEnded)
      }
      target = min(max(chunk.count * 2, 64), limits.record + 1)
      chunk.reserve(target + 1)
    }
    state.leftover.append(
      contentsOf: UnsafeBufferPointer(start: chunk.base + scanner.end, count: chunk.count - scanner.end))
    chunk.count = scanner.end
    chunk.firstRecord = state.nextRecord
    chunk.firstLine = state.nextLine
    chunk.isSimple = scanner.lines == scanner.records
    state.nextRecord += scanner.records
    state.nextLine += scanner.lines
    chunk.seal()
    return true
  }

  /// The file has ended: a last record without a line end gets one.
  private func close(_ chunk: Chunk, _ scanner: inout RecordScanner) {
    scanner.finish()
    guard !scanner.isInside, scanner.end < chunk.count else { return }
    chunk.base[chunk.count] = 0x0A
    chunk.count += 1
    scanner.scan(chunk.base, count: chunk.count)
  }

  private func endless(
    _ chunk: Chunk, _ scanner: RecordScanner, _ file: OpenFile, line: Int, ended: Bool
  ) -> Diagnostic {
    guard scanner.isInside else { return .csvRecordTooLong(file.plan.file, line: line, limit: limits.record) }
    let opening = line + LineEnds.count(UnsafeRawBufferPointer(start: chunk.base, count: scanner.opening))
    return .csvUnclosedQuote(file.plan.file, line: opening, limit: ended ? nil : limits.record)
  }
}

extension Diagnostic {
  static func csvRecordTooLong(_ file: String, line: Int, limit: Int) -> Diagnostic {
    Diagnostic(
      .csvRecordTooLong, at: .init(file: file, line: line),
      "the record that starts here has no end within \(limit) bytes",
      next: "Check delimiter, quote and encoding, and whether this is a CSV file.")
  }

  /// `limit` is nil where the file ended.
  static func csvUnclosedQuote(_ file: String, line: Int, limit: Int?) -> Diagnostic {
    let until = limit.map { "within the \($0) bytes that a record may have" } ?? "before the end of the file"
    return Diagnostic(
      .csvUnclosedQuote, at: .init(file: file, line: line),
      "the quoted field that is opened here is not closed \(until)",
      next: "Close it, double a quote that belongs to the text, or set quote: none.")
  }
}

extension Diagnostic.Identifier {
  package static let csvRecordTooLong = Self("csv-record-too-long")
  package static let csvUnclosedQuote = Self("csv-unclosed-quote")
}
