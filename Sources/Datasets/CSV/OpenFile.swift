import Diagnostics

/// A file whose header has been read.
///
/// `@unchecked Sendable`: the stream is used by whoever holds the queue's lock, or by one reader alone.
final class OpenFile: @unchecked Sendable {
  /// Records only: behind the header.
  let stream: ByteStream
  /// Line of the file that the stream starts with.
  let dataLine: Int
  let plan: FilePlan

  init(_ header: OpenedHeader, _ plan: FilePlan) {
    stream = header.stream
    dataLine = header.dataLine
    self.plan = plan
  }
}

/// A file's columns, and its stream behind them.
///
/// `@unchecked Sendable`: handed on once, to the one `OpenFile` made of it.
struct OpenedHeader: @unchecked Sendable {
  let names: [String]
  let stream: ByteStream
  let dataLine: Int

  /// Reads the first record that is not blank; nil for a file without one.
  static func read(_ stream: ByteStream, file: String, dialect: CSVDialect, limit: Int) throws(Diagnostic)
    -> OpenedHeader?
  {
    var bytes: [UInt8] = []
    var ended = false
    var scanner = RecordScanner(delimiter: dialect.delimiter, quote: dialect.quote, blankIsRecord: false)
    var wanted = 1 << 12
    while true {
      let before = bytes.count
      try append(stream, wanted, to: &bytes)
      ended = bytes.count - before < wanted
      if bytes.allSatisfy({ $0 == 0x0A || $0 == 0x0D }) {
        if ended { return nil }
        if bytes.count <= limit { continue }
      }
      let blank = bytes.prefix { $0 == 0x0A || $0 == 0x0D }.count
      let record = bytes.withUnsafeBytes { buffer -> (fields: RecordFields, length: Int) in
        let fields = RecordFields()
        let rest = UnsafeRawBufferPointer(rebasing: buffer[blank...])
        return (fields, fields.split(rest, delimiter: dialect.delimiter, quote: dialect.quote))
      }
      let end = blank + record.length
      bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        scanner.scan(base, count: buffer.count)
      }
      // The record is whole once a byte behind its line end has been seen, or the file has ended.
      if ended || end + 1 < bytes.count {
        let line = 1 + LineEnds.count(bytes[..<blank])
        if end == bytes.count, scanner.isInside {
          throw .csvUnclosedQuote(
            file, line: 1 + LineEnds.count(bytes[..<scanner.opening]), limit: nil)
        }
        return try opened(
          bytes, record.fields, start: blank, end: end, line: line, stream, file: file, dialect: dialect)
      }
      if bytes.count > limit {
        if scanner.isInside {
          throw .csvUnclosedQuote(file, line: 1 + LineEnds.count(bytes[..<scanner.opening]), limit: limit)
        }
        throw .csvRecordTooLong(file, line: 1 + LineEnds.count(bytes[..<blank]), limit: limit)
      }
      wanted = bytes.count
    }
  }

  private static func opened(
    _ bytes: [UInt8], _ fields: RecordFields, start: Int, end: Int, line: Int, _ stream: ByteStream,
    file: String, dialect: CSVDialect
  ) throws(Diagnostic) -> OpenedHeader {
    let names = try CSVHeader.names(fields, dialect: dialect, file: file, line: line)
    guard dialect.header else {
      // Without a header the first record is data; blank lines before it too, if it has one column.
      return OpenedHeader(names: names, stream: PrefixedBytes(bytes, stream), dataLine: 1)
    }
    var behind = end
    if behind < bytes.count {
      behind +=
        bytes[behind] == 0x0D && behind + 1 < bytes.count
          && bytes[behind + 1] == 0x0A ? 2 : 1
    }
    return OpenedHeader(
      names: names, stream: PrefixedBytes(Array(bytes[behind...]), stream),
      dataLine: 1 + LineEnds.count(bytes[..<behind]))
  }

  private static func append(_ stream: ByteStream, _ count: Int, to bytes: inout [UInt8]) throws(Diagnostic) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
    defer { buffer.deallocate() }
    let filled = try stream.fill(buffer)
    bytes.append(contentsOf: buffer[..<filled])
  }
}
