import Diagnostics

extension ByteStream {
  /// The UTF-8 text of a file in whatever form it comes: unpacked, transcoded, its byte-order mark skipped.
  static func text(path: String, dialect: CSVDialect) throws(Diagnostic) -> ByteStream {
    try text(try DescriptorBytes(path: path), name: path, dialect: dialect)
  }

  /// The same of an open stream, such as standard input.
  static func text(_ raw: ByteStream, name: String, dialect: CSVDialect) throws(Diagnostic) -> ByteStream {
    let front = try peek(raw, 2)
    var stream: ByteStream = PrefixedBytes(front, raw)
    if front == [0x1F, 0x8B] {
      stream = GzipBytes(stream, name: name)
    } else if name.hasSuffix(".gz") {
      throw Diagnostic(
        .csvGzip, at: .init(file: name), "the file is named .gz and is not a gzip file",
        next: "Rename it, or fetch it again.")
    }
    let mark = try peek(stream, 3)
    let encoding = dialect.encoding
    func rest(skipping count: Int) -> ByteStream { PrefixedBytes(Array(mark.dropFirst(count)), stream) }
    let little = mark.starts(with: [0xFF, 0xFE])
    let big = mark.starts(with: [0xFE, 0xFF])
    switch encoding {
    case .utf8:
      if little || big {
        throw Diagnostic(
          .csvEncoding, at: .init(file: name), "the file starts with the byte-order mark of UTF-16",
          expected: "UTF-8", next: "Set encoding: utf-16.")
      }
      return rest(skipping: mark == [0xEF, 0xBB, 0xBF] ? 3 : 0)
    case .latin1: return TranscodedBytes(rest(skipping: 0), form: .latin1, name: name)
    case .windows1252: return TranscodedBytes(rest(skipping: 0), form: .windows1252, name: name)
    case .utf16:
      let isBig = big || (!little && mark.first == 0)
      return TranscodedBytes(
        rest(skipping: little || big ? 2 : 0), form: isBig ? .utf16BigEndian : .utf16LittleEndian, name: name)
    case .utf16LittleEndian:
      return TranscodedBytes(rest(skipping: little ? 2 : 0), form: .utf16LittleEndian, name: name)
    case .utf16BigEndian:
      return TranscodedBytes(rest(skipping: big ? 2 : 0), form: .utf16BigEndian, name: name)
    }
  }

  private static func peek(_ stream: ByteStream, _ count: Int) throws(Diagnostic) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 8)
    defer { buffer.deallocate() }
    let filled = try stream.fill(buffer)
    return Array(buffer[..<filled])
  }
}
