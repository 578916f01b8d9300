import Glibc

/// Reads a profile in the very form in which `RecordJSON` writes one, many times as fast as any JSON; of a large book this
/// is what takes longest.
///
/// What is in any other form is nil, and read as JSON then: keys in another order, spaces, escapes, figures that are no
/// numbers.
struct ProfileReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  static func profile(_ text: String) -> Profile? {
    var text = text
    return text.withUTF8 { bytes in
      // Numbers are read up to the first byte that is of none, which is this one at the latest.
      guard bytes.last == UInt8(ascii: "}") else { return nil }
      var reader = ProfileReader(bytes: bytes)
      guard let profile = reader.profile(), reader.index == bytes.count else { return nil }
      return profile
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func profile() -> Profile? {
    guard take("{") else { return nil }
    var bands: [Double]?
    if take("\"bands\":") {
      guard let found = numbers(), take(",") else { return nil }
      bands = found
    }
    guard take("\"inputs\":"), let inputs = list({ $0.column() }), take(",\"outputs\":"),
      let outputs = list({ $0.column() }), take(",\"rows\":"), let rows = integer(), take("}")
    else { return nil }
    return Profile(rows: rows, inputs: inputs, outputs: outputs, bands: bands)
  }

  private mutating func column() -> ColumnProfile? {
    guard take("{") else { return nil }
    return take("\"categories\":") ? category() : number()
  }

  private mutating func number() -> ColumnProfile? {
    guard take("\"count\":"), let count = integer(), take(",\"histogram\":{\"counts\":"),
      let counts = list({ $0.integer() }), take(",\"edges\":"), let edges = numbers(),
      take("},\"kind\":\"number\",")
    else { return nil }
    var figures: [Double?] = []
    for key: StaticString in ["\"maximum\":", "\"mean\":", "\"minimum\":"] {
      guard take(key) else {
        figures.append(nil)
        continue
      }
      guard let figure = double(), take(",") else { return nil }
      figures.append(figure)
    }
    guard take("\"missing\":"), let missing = integer(), take(",\"name\":"), let name = string(),
      take(",\"quantiles\":"), let quantiles = numbers()
    else { return nil }
    var deviation: Double?
    if take(",\"standard_deviation\":") {
      deviation = double()
      if deviation == nil { return nil }
    }
    guard take("}") else { return nil }
    return .number(
      NumberProfile(
        name: name, count: count, missing: missing, mean: figures[1], standardDeviation: deviation,
        minimum: figures[2], maximum: figures[0], quantiles: quantiles,
        histogram: .init(edges: edges, counts: counts)))
  }

  private mutating func category() -> ColumnProfile? {
    guard take("{") else { return nil }
    var categories: [CategoryProfile.Category] = []
    while !take("}") {
      guard categories.isEmpty || take(","), let label = string(), take(":"), let count = integer() else {
        return nil
      }
      categories.append(.init(label: label, count: count))
    }
    guard take(",\"count\":"), let count = integer(), take(",\"kind\":\"category\",\"missing\":"),
      let missing = integer(), take(",\"name\":"), let name = string(), take(",\"unseen\":"),
      let unseen = integer(), take("}")
    else { return nil }
    return .category(
      CategoryProfile(name: name, count: count, missing: missing, unseen: unseen, categories: categories))
  }

  private mutating func numbers() -> [Double]? { list { $0.double() } }

  private mutating func list<Element>(_ element: (inout Self) -> Element?) -> [Element]? {
    guard take("[") else { return nil }
    if take("]") { return [] }
    var found: [Element] = []
    repeat {
      guard let next = element(&self) else { return nil }
      found.append(next)
    } while take(",")
    return take("]") ? found : nil
  }

  private mutating func take(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard count <= bytes.count - index, let start = bytes.baseAddress,
      memcmp(start + index, text.utf8Start, count) == 0
    else { return false }
    index += count
    return true
  }

  private mutating func integer() -> Int? {
    let start = index
    // Larger ones are for the decoder, which knows what fits.
    guard wholeNumber(), index - start <= 18, !isNext(".eE") else { return nil }
    var value = 0
    for digit in bytes[start..<index] where digit != UInt8(ascii: "-") {
      value = value * 10 + Int(digit - 0x30)
    }
    return bytes[start] == UInt8(ascii: "-") ? -value : value
  }

  /// **Source:** RFC 8259, section 6.
  private mutating func double() -> Double? {
    let start = index
    guard wholeNumber() else { return nil }
    if take(".") { guard digits() else { return nil } }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard digits() else { return nil }
    }
    guard let base = bytes.baseAddress else { return nil }
    let value = UnsafeRawPointer(base + start).withMemoryRebound(to: CChar.self, capacity: index - start) {
      strtod($0, nil)
    }
    // What is too large or too small is the decoder's to refuse.
    return value.isFinite && (value != 0 || index - start <= 2) ? value : nil
  }

  /// A sign, and digits that don't begin with a zero.
  private mutating func wholeNumber() -> Bool {
    _ = take("-")
    return take("0") ? !isNext("0123456789") : digits()
  }

  private mutating func digits() -> Bool {
    let start = index
    while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
    return index > start
  }

  private func isNext(_ any: StaticString) -> Bool {
    guard index < bytes.count else { return false }
    return memchr(any.utf8Start, Int32(bytes[index]), any.utf8CodeUnitCount) != nil
  }

  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      if bytes[index] == UInt8(ascii: "\\") || bytes[index] < 0x20 { return nil }
      index += 1
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    return take("\"") ? text : nil
  }
}
