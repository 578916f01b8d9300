import CCSV
import Diagnostics

/// The records of a dataset one after the other, taken apart by libcsv.
///
/// libcsv gets one line at a time, so that a record's bytes and place are known when it reports its end.
/// **Quotes:** blanks belong to a field. A quote inside an unquoted field is an ordinary byte, as in
/// libcsv's lenient way. A quoted field that goes on after its closing quote is marked, and goes on unquoted
/// to the next delimiter or line end: strict libcsv stops there, and is told to go on outside the quotes.
final class LibCSVRecords {
  /// The fields of the current record.
  let fields = RecordFields()
  /// Number of the current record, and the line it starts on.
  private(set) var number = 0
  private(set) var line = 1
  /// The file of the current record.
  private(set) var plan: FilePlan?

  private let open: ChunkQueue.Opener
  private let dialect: CSVDialect
  private let limit: Int
  private let parser: UnsafeMutablePointer<csv_parser>
  private var lines: LineBytes?
  private var nextFile = 0
  private var nextLine = 1
  private var hasEnded = false
  private var isRecordDone = false
  /// The current record with its line end.
  private var bytes: [UInt8] = []
  private var contentLength = 0

  init(dialect: CSVDialect, limit: Int, open: @escaping ChunkQueue.Opener) {
    self.dialect = dialect
    self.limit = limit
    self.open = open
    parser = .allocate(capacity: 1)
    parser.initialize(to: csv_parser())
    csv_init(parser, LibCSVRecords.strict)
    csv_set_delim(parser, dialect.delimiter)
    // No byte of UTF-8 is 0xFF; where no byte quotes, it is kept away from libcsv.
    csv_set_quote(parser, dialect.quote ?? 0xFF)
    csv_set_space_func(parser) { _ in 0 }
    csv_set_blk_size(parser, 4096)
  }

  deinit {
    csv_free(parser)
    parser.deallocate()
  }

  private static let strict = UInt8(CSV_STRICT | CSV_REPALL_NL)
  private static let lenient = UInt8(CSV_REPALL_NL)

  /// The current record as it was read, without its line end.
  var raw: ArraySlice<UInt8> { bytes[..<contentLength] }

  /// Goes to the next record; false at the end.
  func next() throws(Diagnostic) -> Bool {
    while !hasEnded {
      if lines == nil {
        guard let file = try open(nextFile) else {
          hasEnded = true
          return false
        }
        nextFile += 1
        plan = file.plan
        nextLine = file.dataLine
        lines = LineBytes(file.stream, limit: limit)
      }
      if let lines, let plan, try next(lines, plan) { return true }
      lines = nil
    }
    return false
  }

  /// Feeds lines until libcsv reports a record; false at the end of the file.
  private func next(_ lines: LineBytes, _ plan: FilePlan) throws(Diagnostic) -> Bool {
    begin()
    var opening = line
    while true {
      let start = bytes.count
      let found = try lines.take(into: &bytes)
      if found == .end {
        if bytes.isEmpty { return false }
        throw .csvUnclosedQuote(plan.file, line: opening, limit: nil)
      }
      let fieldsBefore = fields.count
      try feed(from: start, plan.file)
      if fields.count > fieldsBefore || start == 0 { opening = nextLine }
      if found == .tooLong || bytes.count > limit {
        if isRecordDone || parser.pointee.quoted == 0 {
          throw .csvRecordTooLong(plan.file, line: line, limit: limit)
        }
        // The file's last line may have been given a line end that makes it too long.
        throw .csvUnclosedQuote(plan.file, line: opening, limit: lines.isAtEnd ? nil : limit)
      }
      nextLine += 1
      guard isRecordDone else { continue }
      contentLength = bytes.count - lineEndLength
      if contentLength > 0 || plan.isSingleColumn {
        if fields.count == 0 { fields.append(field: UnsafeRawBufferPointer(start: nil, count: 0)) }
        number += 1
        return true
      }
      begin()
    }
  }

  private func begin() {
    fields.removeAll()
    bytes.removeAll(keepingCapacity: true)
    isRecordDone = false
    line = nextLine
  }

  private var lineEndLength: Int {
    bytes.last == 0x0A && bytes.count > 1 && bytes[bytes.count - 2] == 0x0D ? 2 : 1
  }

  /// Gives libcsv the bytes from `start` on, but not the LF of a CRLF that has ended the record.
  private func feed(from start: Int, _ file: String) throws(Diagnostic) {
    let isPair = bytes.count - start > 1 && lineEndLength == 2
    let end = isPair ? bytes.count - 1 : bytes.count
    if dialect.quote == nil {
      var masked = Array(bytes[start..<end])
      for index in masked.indices where masked[index] == 0xFF { masked[index] = 0xFE }
      try parse(masked[...], file)
    } else {
      try parse(bytes[start..<end], file)
    }
    if isPair, !isRecordDone { try parse([0x0A], file) }
  }

  private func parse(_ text: ArraySlice<UInt8>, _ file: String) throws(Diagnostic) {
    let isDone = text.withUnsafeBytes { buffer -> Bool in
      var position = 0
      while position < buffer.count {
        position += push(UnsafeRawBufferPointer(rebasing: buffer[position...]))
        guard position < buffer.count else { break }
        guard csv_error(parser) == CSV_EPARSE else { return false }
        let goesOn = parser.pointee.quoted != 0
        if goesOn { fields.markMalformed() }
        csv_set_opts(parser, LibCSVRecords.lenient)
        position += push(UnsafeRawBufferPointer(rebasing: buffer[position..<position + 1]))
        csv_set_opts(parser, LibCSVRecords.strict)
        if goesOn { parser.pointee.quoted = 0 }
      }
      return true
    }
    guard isDone else {
      throw Diagnostic(.csvRead, at: .init(file: file, line: line), "there is no memory for the record")
    }
  }

  private func push(_ bytes: UnsafeRawBufferPointer) -> Int {
    csv_parse(
      parser, bytes.baseAddress, bytes.count,
      { text, count, context in
        guard let context else { return }
        let records = Unmanaged<LibCSVRecords>.fromOpaque(context).takeUnretainedValue()
        records.fields.append(field: UnsafeRawBufferPointer(start: text, count: count))
      },
      { _, context in
        guard let context else { return }
        Unmanaged<LibCSVRecords>.fromOpaque(context).takeUnretainedValue().isRecordDone = true
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
