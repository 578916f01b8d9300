/// An SVG picture put into a page itself, so that it takes the page's colours.
///
/// Only drawing gets in: an element or attribute that could run, load or style anything else, or text that is
/// not well-formed, and the picture stays a file behind `<img>`, where browsers run nothing. A style sheet that sets
/// the colours of charts for the file is left out, since the page sets them itself.
struct InlineSVG {
  // The frequent ones first.
  private static let elements: [[UInt8]] = [
    "path", "text", "rect", "line", "circle", "g", "svg", "title", "desc", "ellipse", "polyline", "polygon",
    "tspan", "defs", "clipPath", "linearGradient", "radialGradient", "stop", "pattern", "marker", "symbol",
    "use", "mask",
  ].map { Array($0.utf8) }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let prefix: [UInt8]
  private var result: [UInt8] = []

  /// The picture with each identifier prefixed, since identifiers are the page's; nil where it must stay a file.
  static func prepared(_ svg: String, prefix: String) -> [UInt8]? {
    return svg.withBytes { bytes in
      var picture = InlineSVG(bytes: bytes, prefix: Array(prefix.utf8))
      return picture.copy() ? picture.result : nil
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, prefix: [UInt8]) {
    self.bytes = bytes
    self.prefix = prefix
    result.reserveCapacity(bytes.count + 256)
  }

  private mutating func copy() -> Bool {
    var scanner = XMLScanner(bytes)
    var open: [Range<Int>] = []
    var isInPalette = false
    var hasChartColours = false
    while let token = scanner.next() {
      switch token {
      case .text(let text):
        if isInPalette {
          hasChartColours = hasChartColours || holdsChartColour(text)
        } else if !open.isEmpty {
          result.append(contentsOf: bytes[text])
        }
      case .ignored: continue
      case .open(let name, false) where !isInPalette && !open.isEmpty && equals(name, "style"):
        isInPalette = true
        hasChartColours = false
      case .close(let name) where equals(name, "style"):
        guard isInPalette, hasChartColours else { return false }
        isInPalette = false
      case .close where isInPalette, .open where isInPalette: return false
      case .close(let name):
        guard let last = open.popLast(), bytes[last].elementsEqual(bytes[name]) else { return false }
        append("</")
        result.append(contentsOf: bytes[name])
        append(">")
      case .open(let name, let isEmpty):
        guard Self.elements.contains(where: { $0.count == name.count && bytes[name].elementsEqual($0) }),
          open.isEmpty == equals(name, "svg"), open.count < 64
        else { return false }
        append("<")
        result.append(contentsOf: bytes[name])
        for attribute in scanner.attributes {
          guard append(attribute.name, attribute.value) else { return false }
        }
        append(isEmpty ? "/>" : ">")
        if !isEmpty { open.append(name) }
      case .malformed: return false
      }
    }
    return open.isEmpty && !isInPalette && !result.isEmpty
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { result.append(contentsOf: $0) }
  }

  /// Writes an attribute; false for one that may not stand in a page.
  private mutating func append(_ name: Range<Int>, _ value: Range<Int>) -> Bool {
    let isRunning = name.count >= 2 && equalsAnyCase(name.prefix(2), "on")
    if isRunning || equalsAnyCase(name, "style") || equalsAnyCase(name, "src") { return false }
    append(" ")
    result.append(contentsOf: bytes[name])
    append("=\"")
    defer { append("\"") }
    if equalsAnyCase(name, "href") || equalsAnyCase(name, "xlink:href") {
      guard let first = value.first, bytes[first] == UInt8(ascii: "#") else { return false }
      append("#")
      result.append(contentsOf: prefix)
      quote(value.dropFirst())
    } else if equalsAnyCase(name, "id") {
      result.append(contentsOf: prefix)
      quote(value)
    } else if equalsAnyCase(name, "aria-labelledby") || equalsAnyCase(name, "aria-describedby") {
      for (place, word) in bytes[value].split(separator: UInt8(ascii: " ")).enumerated() {
        if place > 0 { append(" ") }
        result.append(contentsOf: prefix)
        quote(word.startIndex..<word.endIndex)
      }
    } else {
      return appendWithLocalReferences(value)
    }
    return true
  }

  /// `url(#name)` gets the prefix; `url` of anything else is refused, and so is what could spell it another way: a
  /// backslash of CSS, or a character reference.
  private mutating func appendWithLocalReferences(_ value: Range<Int>) -> Bool {
    var place = value.lowerBound
    var start = place
    while place < value.upperBound {
      switch bytes[place] {
      case UInt8(ascii: "\\"), UInt8(ascii: "&"): return false
      case UInt8(ascii: "u"), UInt8(ascii: "U"):
        let rest = place..<value.upperBound
        guard rest.count >= 3, equalsAnyCase(rest.prefix(3), "url") else { break }
        guard rest.count >= 5, equals(rest.prefix(5), "url(#") else { return false }
        quote(start..<(place + 5))
        result.append(contentsOf: prefix)
        place += 5
        start = place
        continue
      default: break
      }
      place += 1
    }
    quote(start..<value.upperBound)
    return true
  }

  /// A value between double quotes, whatever quotes it stood between.
  private mutating func quote(_ range: Range<Int>) {
    guard bytes[range].contains(UInt8(ascii: "\"")) else {
      result.append(contentsOf: bytes[range])
      return
    }
    for byte in bytes[range] {
      if byte == UInt8(ascii: "\"") { append("&quot;") } else { result.append(byte) }
    }
  }

  private func holdsChartColour(_ range: Range<Int>) -> Bool {
    range.contains { place in
      range.upperBound - place >= 8 && equals(place..<(place + 8), "--chart-")
    }
  }

  private func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { bytes[range].elementsEqual($0) }
  }

  /// The same whatever the case of its letters.
  private func equalsAnyCase(_ range: Range<Int>, _ lowered: StaticString) -> Bool {
    guard range.count == lowered.utf8CodeUnitCount else { return false }
    return lowered.withUTF8Buffer { wanted in
      zip(bytes[range], wanted).allSatisfy { byte, wanted in
        byte == wanted || (65...90).contains(byte) && byte | 0x20 == wanted
      }
    }
  }
}
