/// Reads a model file in UBJSON, big endian, as XGBoost writes it: one value, its arrays of numbers packed.
///
/// Lengths are 64-bit (`L`); arrays are typed and counted (`[$d#L`), counted (`[#L`) or closed by `]`.
/// **Source:** XGBoost, `UBJReader`.
struct UBJSONModelReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  /// Elements of lists that are no numbers, which take more memory than bytes.
  private var boxed = 0

  static func read(_ bytes: [UInt8]) throws(XGBoostFault) -> XGBoostValue {
    let result = bytes.withUnsafeBytes { bytes -> Result<XGBoostValue, XGBoostFault> in
      var reader = UBJSONModelReader(bytes: bytes)
      do throws(XGBoostFault) {
        let value = try reader.value(depth: 0)
        guard reader.position == bytes.count else {
          throw XGBoostFault(reader.position, "something follows the model")
        }
        return .success(value)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private mutating func value(depth: Int) throws(XGBoostFault) -> XGBoostValue {
    guard depth <= XGBoostValue.depthLimit else { throw XGBoostFault(position, "it is nested too deeply") }
    let marker = try next()
    switch marker {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "S"): return .text(try string())
    case UInt8(ascii: "Z"): return .null
    case UInt8(ascii: "T"): return .integer(1)
    case UInt8(ascii: "F"): return .integer(0)
    default:
      var numbers = NumberList()
      try element(marker, &numbers)
      switch numbers.value {
      case .integers(let values): return .integer(Int64(values[0]))
      case .longs(let values): return .integer(values[0])
      case .numbers(let values): return .number(values[0])
      default: return .null
      }
    }
  }

  private mutating func object(depth: Int) throws(XGBoostFault) -> XGBoostValue {
    var object: [String: XGBoostValue] = [:]
    while true {
      if try peek() == UInt8(ascii: "}") {
        position += 1
        return .object(object)
      }
      let start = position
      let name = try string()
      let value = try value(depth: depth + 1, skipping: XGBoostValue.unread.contains(name))
      guard object.updateValue(value, forKey: name) == nil else {
        throw XGBoostFault(start, "a name occurs twice in one object")
      }
    }
  }

  /// A value that is forgotten where it is a typed array and nothing reads it.
  private mutating func value(depth: Int, skipping: Bool) throws(XGBoostFault) -> XGBoostValue {
    guard skipping, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "["),
      bytes[position + 1] == UInt8(ascii: "$")
    else { return try value(depth: depth) }
    position += 2
    let (type, count) = try typedHeader()
    position += try width(of: type) * count
    return .skipped(count)
  }

  private mutating func array(depth: Int) throws(XGBoostFault) -> XGBoostValue {
    var remaining: Int?
    switch try peek() {
    case UInt8(ascii: "$"):
      position += 1
      return try typedArray()
    case UInt8(ascii: "#"):
      position += 1
      remaining = try length(of: 1)
    default: break
    }
    var numbers = NumberList()
    var list: [XGBoostValue] = []
    while true {
      if let left = remaining {
        if left == 0 { break }
        remaining = left - 1
      } else if try peek() == UInt8(ascii: "]") {
        position += 1
        break
      }
      switch try peek() {
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "S"), UInt8(ascii: "Z"):
        boxed += 1
        guard boxed <= bytes.count / 4 + 64 else { throw XGBoostFault(position, "it has too many values") }
        list.append(try value(depth: depth + 1))
      default:
        let marker = try next()
        try element(marker, &numbers)
      }
      if numbers.count > 0, !list.isEmpty { throw XGBoostFault(position, "a list mixes numbers and others") }
    }
    return list.isEmpty ? numbers.value : .list(list)
  }

  private mutating func typedHeader() throws(XGBoostFault) -> (type: UInt8, count: Int) {
    let type = try next()
    guard try next() == UInt8(ascii: "#") else { throw XGBoostFault(position - 1, "a typed array has no count") }
    return (type, try length(of: try width(of: type)))
  }

  private mutating func typedArray() throws(XGBoostFault) -> XGBoostValue {
    let (type, count) = try typedHeader()
    switch type {
    case UInt8(ascii: "d"):
      var values = [Float](repeating: 0, count: count)
      for index in 0..<count { values[index] = Float(bitPattern: read(UInt32.self)) }
      return .numbers(values)
    case UInt8(ascii: "l"):
      var values = [Int32](repeating: 0, count: count)
      for index in 0..<count { values[index] = read(Int32.self) }
      return .integers(values)
    default:
      var numbers = NumberList()
      for _ in 0..<count { try element(type, &numbers) }
      return numbers.value
    }
  }

  /// A number of the type that a marker names.
  @inline(__always)
  private mutating func element(_ marker: UInt8, _ numbers: inout NumberList) throws(XGBoostFault) {
    switch marker {
    case UInt8(ascii: "T"): return numbers.add(1 as Int64)
    case UInt8(ascii: "F"): return numbers.add(0 as Int64)
    default: break
    }
    guard try width(of: marker) <= bytes.count - position else { throw .end(bytes.count) }
    switch marker {
    case UInt8(ascii: "i"), UInt8(ascii: "C"): numbers.add(Int64(read(Int8.self)))
    case UInt8(ascii: "U"): numbers.add(Int64(read(UInt8.self)))
    case UInt8(ascii: "I"): numbers.add(Int64(read(Int16.self)))
    case UInt8(ascii: "l"): numbers.add(Int64(read(Int32.self)))
    case UInt8(ascii: "L"): numbers.add(read(Int64.self))
    case UInt8(ascii: "d"): numbers.add(Float(bitPattern: read(UInt32.self)))
    default: numbers.add(Float(Double(bitPattern: read(UInt64.self))))
    }
  }

  private func width(of type: UInt8) throws(XGBoostFault) -> Int {
    switch type {
    case UInt8(ascii: "i"), UInt8(ascii: "U"), UInt8(ascii: "C"): return 1
    case UInt8(ascii: "I"): return 2
    case UInt8(ascii: "l"), UInt8(ascii: "d"): return 4
    case UInt8(ascii: "L"), UInt8(ascii: "D"): return 8
    default: throw XGBoostFault(max(position - 1, 0), "it is no value that XGBoost writes in UBJSON")
    }
  }

  /// A count of things of at least so many bytes each, which must lie in the file.
  private mutating func length(of width: Int) throws(XGBoostFault) -> Int {
    let start = position
    guard try next() == UInt8(ascii: "L") else { throw XGBoostFault(start, "a length is missing") }
    guard bytes.count - position >= 8 else { throw .end(bytes.count) }
    let count = read(Int64.self)
    guard count >= 0 else { throw XGBoostFault(start, "a length is negative") }
    guard count <= (bytes.count - position) / width else {
      throw XGBoostFault(start, "a length is larger than the file", isTruncated: true)
    }
    return Int(count)
  }

  private mutating func string() throws(XGBoostFault) -> String {
    let count = try length(of: 1)
    let start = position
    position += count
    guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
      throw XGBoostFault(start, "a text is not UTF-8")
    }
    return text
  }

  private func peek() throws(XGBoostFault) -> UInt8 {
    guard position < bytes.count else { throw .end(position) }
    return bytes[position]
  }

  private mutating func next() throws(XGBoostFault) -> UInt8 {
    let byte = try peek()
    position += 1
    return byte
  }

  /// Big-endian bytes whose presence is known.
  @inline(__always)
  private mutating func read<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) -> Number {
    defer { position += MemoryLayout<Number>.size }
    return Number(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: type))
  }
}
