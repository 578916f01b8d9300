/// Reads a model file in JSON: one value, its arrays of numbers packed.
///
/// **Shape:** nesting at most `XGBoostValue.depthLimit` deep, names of an object distinct.
struct JSONModelReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  /// Elements of lists that are no numbers, which take more memory than bytes.
  private var boxed = 0

  static func read(_ bytes: [UInt8]) throws(XGBoostFault) -> XGBoostValue {
    let result = bytes.withUnsafeBufferPointer { bytes -> Result<XGBoostValue, XGBoostFault> in
      var reader = JSONModelReader(bytes: bytes)
      do throws(XGBoostFault) {
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
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

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func value(depth: Int) throws(XGBoostFault) -> XGBoostValue {
    skipBlanks()
    guard depth <= XGBoostValue.depthLimit else { throw XGBoostFault(position, "it is nested too deeply") }
    switch try peek() {
    case 0x7B: return try object(depth: depth)
    case 0x5B: return try array(depth: depth)
    case 0x22: return .text(try string())
    case 0x74, 0x66: return .integer(try truth())
    case 0x6E:
      try take("null")
      return .null
    default:
      switch try number() {
      case .integer(let integer): return .integer(integer)
      case .number(let number): return .number(number)
      }
    }
  }

  private mutating func object(depth: Int) throws(XGBoostFault) -> XGBoostValue {
    position += 1
    var object: [String: XGBoostValue] = [:]
    skipBlanks()
    if try peek() == 0x7D {
      position += 1
      return .object(object)
    }
    while true {
      skipBlanks()
      let start = position
      guard try peek() == 0x22 else { throw XGBoostFault(position, "a name in quotes is missing") }
      let name = try string()
      skipBlanks()
      guard try peek() == 0x3A else { throw XGBoostFault(position, "a colon is missing") }
      position += 1
      skipBlanks()
      let next = try peek()
      let isUnread = next == 0x5B && XGBoostValue.unread.contains(name)
      let value = isUnread ? try skipped() : try value(depth: depth + 1)
      guard object.updateValue(value, forKey: name) == nil else {
        throw XGBoostFault(start, "a name occurs twice in one object")
      }
      skipBlanks()
      switch try peek() {
      case 0x2C: position += 1
      case 0x7D:
        position += 1
        return .object(object)
      default: throw XGBoostFault(position, "a comma or a closing brace is missing")
      }
    }
  }

  private mutating func array(depth: Int) throws(XGBoostFault) -> XGBoostValue {
    position += 1
    skipBlanks()
    switch try peek() {
    case 0x5D:
      position += 1
      return .integers([])
    case 0x7B, 0x5B, 0x22, 0x6E:
      var list: [XGBoostValue] = []
      repeat {
        boxed += 1
        guard boxed <= bytes.count / 4 + 64 else { throw XGBoostFault(position, "it has too many values") }
        list.append(try value(depth: depth + 1))
      } while try continues()
      return .list(list)
    default:
      var numbers = NumberList()
      repeat {
        skipBlanks()
        try element(&numbers)
      } while try continues()
      return numbers.value
    }
  }

  /// An array of numbers that is checked and forgotten.
  private mutating func skipped() throws(XGBoostFault) -> XGBoostValue {
    position += 1
    skipBlanks()
    if try peek() == 0x5D {
      position += 1
      return .skipped(0)
    }
    var count = 0
    repeat {
      skipBlanks()
      _ = try number()
      count += 1
    } while try continues()
    return .skipped(count)
  }

  @inline(__always)
  private mutating func element(_ numbers: inout NumberList) throws(XGBoostFault) {
    if position < bytes.count, bytes[position] == 0x74 || bytes[position] == 0x66 {
      numbers.add(try truth())
      return
    }
    switch try number() {
    case .integer(let integer): numbers.add(integer)
    case .number(let number): numbers.add(number)
    }
  }

  /// Whether another element follows.
  @inline(__always)
  private mutating func continues() throws(XGBoostFault) -> Bool {
    if position < bytes.count, bytes[position] == 0x2C {
      position += 1
      return true
    }
    skipBlanks()
    let next = try peek()
    guard next == 0x2C || next == 0x5D else {
      throw XGBoostFault(position, "a comma or a closing bracket is missing")
    }
    position += 1
    return next == 0x2C
  }

  private mutating func truth() throws(XGBoostFault) -> Int64 {
    if bytes[position] == 0x74 {
      try take("true")
      return 1
    }
    try take("false")
    return 0
  }

  mutating func take(_ text: StaticString) throws(XGBoostFault) {
    for index in 0..<text.utf8CodeUnitCount {
      guard try peek() == text.utf8Start[index] else { throw XGBoostFault(position, "it is no value of JSON") }
      position += 1
    }
  }

  @inline(__always)
  func peek() throws(XGBoostFault) -> UInt8 {
    guard position < bytes.count else { throw .end(position) }
    return bytes[position]
  }

  @inline(__always)
  private mutating func skipBlanks() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }
}
