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
    var text = text
    text.withUTF8 { html.bytes.append(contentsOf: $0) }
  }

  package mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

  package mutating func append(_ more: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: more) }

  package mutating func escape(_ text: String) {
    var text = text
    text.withUTF8 { escape($0) }
  }

  /// Text as it may stand in content and in quoted attributes.
  package mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for index in text.indices {
      let replacement: StaticString
      switch text[index] {
      case UInt8(ascii: "&"): replacement = "&amp;"
      case UInt8(ascii: "<"): replacement = "&lt;"
      case UInt8(ascii: ">"): replacement = "&gt;"
      case UInt8(ascii: "\""): replacement = "&quot;"
      case UInt8(ascii: "'"): replacement = "&#39;"
      case 0: replacement = "\u{FFFD}"
      default: continue
      }
      bytes.append(contentsOf: text[start..<index])
      replacement.withUTF8Buffer { bytes.append(contentsOf: $0) }
      start = index + 1
    }
    bytes.append(contentsOf: text[start...])
  }
}
