import CParsing

/// HTML as it grows: bytes put behind bytes, text escaped on the way.
package struct HTMLBytes: Sendable {
  /// What stands there so far.
  package private(set) var bytes: [UInt8]

  /// Empty, with room for so many bytes.
  package init(capacity: Int = 0) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  package mutating func removeLast(_ count: Int) { bytes.removeLast(count) }

  package static func += (html: inout HTMLBytes, text: String) {
    text.withBytes { html.append($0) }
  }

  package mutating func append(_ more: [UInt8]) { more.withUnsafeBufferPointer { append($0) } }

  package mutating func append(_ more: UnsafeBufferPointer<UInt8>) {
    guard let start = more.baseAddress else { return }
    append(start, more.count)
  }

  /// Markup as it stands in the program, of which no string is made.
  package mutating func put(_ markup: StaticString) { append(markup.utf8Start, markup.utf8CodeUnitCount) }

  package mutating func put(_ number: Int) {
    if 0..<10 ~= number { bytes.append(UInt8(ascii: "0") + UInt8(number)) } else { self += String(number) }
  }

  /// Without the sequence's walk of `append(contentsOf:)`, since pieces are small and many.
  private mutating func append(_ start: UnsafePointer<UInt8>, _ count: Int) {
    bytes.append(addingCapacity: count) { room in
      room.withUnsafeMutableBufferPointer { room, filled in
        guard let free = room.baseAddress else { return }
        (free + filled).initialize(from: start, count: count)
        filled += count
      }
    }
  }

  package mutating func escape(_ text: String) {
    text.withBytes { escape($0) }
  }

  /// Text as it may stand in content and in quoted attributes.
  package mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
    guard var next = text.baseAddress else { return }
    var count = text.count
    while true {
      let plain = cparsing_before_markup(next, count)
      append(next, plain)
      if plain == count { return }
      switch next[plain] {
      case UInt8(ascii: "&"): put("&amp;")
      case UInt8(ascii: "<"): put("&lt;")
      case UInt8(ascii: ">"): put("&gt;")
      case UInt8(ascii: "\""): put("&quot;")
      case UInt8(ascii: "'"): put("&#39;")
      default: put("\u{FFFD}")
      }
      next += plain + 1
      count -= plain + 1
    }
  }
}
