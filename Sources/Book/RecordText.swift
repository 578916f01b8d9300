import Glibc

/// A text of a record as `RecordJSON` writes it, read from left to right: what comes next is there or is not.
struct RecordText {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  /// nil where the body gives nil, or leaves something of the text.
  static func read<Value>(_ text: String, _ body: (inout RecordText) -> Value?) -> Value? {
    var text = text
    return text.withUTF8 { bytes in
      // Numbers are read up to the first byte that is of none, which is this one at the latest.
      guard bytes.last == UInt8(ascii: "}") else { return nil }
      var reader = RecordText(bytes: bytes)
      guard let value = body(&reader), reader.index == bytes.count else { return nil }
      return value
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func numbers() -> [Double]? { list { $0.double() } }

  mutating func list<Element>(_ element: (inout Self) -> Element?) -> [Element]? {
    guard take("[") else { return nil }
    if take("]") { return [] }
    var found: [Element] = []
    repeat {
      guard let next = element(&self) else { return nil }
      found.append(next)
    } while take(",")
    return take("]") ? found : nil
  }

  mutating func take(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard count <= bytes.count - index, let start = bytes.baseAddress,
      memcmp(start + index, text.utf8Start, count) == 0
    else { return false }
    index += count
    return true
  }

  mutating func integer() -> Int? {
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
  mutating func double() -> Double? {
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

  mutating func string() -> String? {
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
