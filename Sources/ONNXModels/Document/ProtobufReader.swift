/// The bytes do not follow protocol buffers' encoding; where in the file.
struct ProtobufError: Error, Sendable, Hashable {
  let offset: Int
}

/// Reads the fields of one message; never trusts a length, and never reads beyond the message.
///
/// **Source:** Protocol Buffers, "Encoding".
struct ProtobufReader {
  /// What a field holds; nested messages, texts, bytes and packed numbers are a range of the file.
  enum Value: Sendable, Hashable {
    case number(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    case bytes(Range<Int>)
  }

  struct Field: Sendable, Hashable {
    let number: Int
    let value: Value
    /// The whole field, its key included.
    let range: Range<Int>

    /// The message, text or bytes that it holds; nil where it holds a number.
    var bytes: Range<Int>? { if case .bytes(let range) = value { range } else { nil } }
    /// The number as protocol buffers store signed ones; nil where it holds something else.
    var integer: Int64? { if case .number(let number) = value { Int64(bitPattern: number) } else { nil } }
  }

  let bytes: [UInt8]
  private var position: Int
  private let end: Int

  /// **Shape:** `range` lies in the bytes.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next field; nil at the end of the message.
  mutating func next() throws(ProtobufError) -> Field? {
    guard position < end else { return nil }
    let start = position
    let key = try varint()
    guard let number = Int(exactly: key >> 3), number > 0, number < 1 << 29 else {
      throw ProtobufError(offset: start)
    }
    let value: Value
    switch key & 7 {
    case 0: value = .number(try varint())
    case 1: value = .fixed64(try fixed(8))
    case 2:
      let claimed = try varint()
      guard let length = Int(exactly: claimed), length <= end - position else {
        throw ProtobufError(offset: start)
      }
      value = .bytes(position..<position + length)
      position += length
    case 5: value = .fixed32(UInt32(truncatingIfNeeded: try fixed(4)))
    // Groups are long obsolete, and ONNX has none.
    default: throw ProtobufError(offset: start)
    }
    return Field(number: number, value: value, range: start..<position)
  }

  private mutating func fixed(_ width: Int) throws(ProtobufError) -> UInt64 {
    guard width <= end - position else { throw ProtobufError(offset: position) }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += width
    return value
  }

  private mutating func varint() throws(ProtobufError) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < end, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw ProtobufError(offset: start)
  }
}

extension ProtobufReader {
  /// Whole numbers, packed or one by one, added to what is there; at most `limit`.
  static func integers(
    _ field: Field, of bytes: [UInt8], limit: Int, into list: inout [Int64]
  ) throws(ProtobufError) {
    if let integer = field.integer {
      guard list.count < limit else { throw ProtobufError(offset: field.range.lowerBound) }
      list.append(integer)
    } else if let range = field.bytes {
      var reader = ProtobufReader(bytes, range)
      while reader.position < reader.end {
        guard list.count < limit else { throw ProtobufError(offset: reader.position) }
        list.append(Int64(bitPattern: try reader.varint()))
      }
    }
  }
}

/// Writes fields; only what `ONNXRewriter` needs.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ raw: ArraySlice<UInt8>) { bytes += raw }

  mutating func message(_ number: Int, _ content: some Collection<UInt8>) {
    varint(UInt64(number) << 3 | 2)
    varint(UInt64(content.count))
    bytes += content
  }

  mutating func integer(_ number: Int, _ value: Int) {
    varint(UInt64(number) << 3)
    varint(UInt64(bitPattern: Int64(value)))
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}
