/// How large a picture is, told by its first bytes, so that a page can keep room for it.
enum ImageSize {
  /// **Units:** pixels; for SVG the units of its own drawing, of which only the ratio counts.
  /// **Missing values:** nil of what is no PNG, GIF, JPEG, WebP or SVG, or does not say.
  static func of(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), bytes.count >= 24 {
      return sound(number(bytes[16..<20]), number(bytes[20..<24]))
    }
    if bytes.starts(with: "GIF8".utf8), bytes.count >= 10 {
      return sound(number(bytes[6..<8].reversed()), number(bytes[8..<10].reversed()))
    }
    if bytes.starts(with: [0xFF, 0xD8]) { return jpeg(bytes) }
    if bytes.starts(with: "RIFF".utf8), bytes.count >= 30 { return webP(bytes) }
    return svg(bytes)
  }

  private static func number(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  private static func sound(_ width: Int, _ height: Int) -> (width: Int, height: Int)? {
    (1...100_000).contains(width) && (1...100_000).contains(height) ? (width, height) : nil
  }

  /// **Source:** ITU-T T.81, B.1.1.3 and B.2.2: the frame header follows a marker SOF0 to SOF15, tables aside.
  private static func jpeg(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    var index = 2
    while index + 9 < bytes.count, bytes[index] == 0xFF {
      let marker = bytes[index + 1]
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        return sound(number(bytes[(index + 7)..<(index + 9)]), number(bytes[(index + 5)..<(index + 7)]))
      }
      // A marker may be filled up with further FF; those without a segment stand alone.
      let isAlone = marker == 0xFF || (0xD0...0xD8).contains(marker) || marker == 0x01
      index += isAlone ? (marker == 0xFF ? 1 : 2) : 2 + number(bytes[(index + 2)..<(index + 4)])
    }
    return nil
  }

  /// **Source:** RFC 9649, sections 2.5 to 2.7.
  private static func webP(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    switch String(decoding: bytes[12..<16], as: UTF8.self) {
    case "VP8X":
      return sound(number(bytes[24..<27].reversed()) + 1, number(bytes[27..<30].reversed()) + 1)
    case "VP8 ":
      return sound(
        number(bytes[26..<28].reversed()) & 0x3FFF, number(bytes[28..<30].reversed()) & 0x3FFF)
    case "VP8L":
      let bits = number(bytes[21..<25].reversed())
      return sound(bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
    default: return nil
    }
  }

  /// The view box of the root element, else its width and height where they are plain numbers.
  private static func svg(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
    guard let start = text.firstRange(of: "<svg"), let end = text[start.upperBound...].firstIndex(of: ">")
    else { return nil }
    let tag = text[start.upperBound..<end]
    if let box = attribute("viewBox", tag) {
      let parts = box.split { $0 == " " || $0 == "," || $0 == "\n" }.compactMap { Double($0) }
      if parts.count == 4 { return rounded(parts[2], parts[3]) }
    }
    guard let width = attribute("width", tag).flatMap({ Double($0) }),
      let height = attribute("height", tag).flatMap({ Double($0) })
    else { return nil }
    return rounded(width, height)
  }

  private static func rounded(_ width: Double, _ height: Double) -> (width: Int, height: Int)? {
    guard (1...100_000).contains(width), (1...100_000).contains(height) else { return nil }
    return sound(Int(width.rounded()), Int(height.rounded()))
  }

  private static func attribute(_ name: String, _ tag: Substring) -> Substring? {
    for quote in ["\"", "'"] {
      guard let start = tag.firstRange(of: " \(name)=\(quote)"),
        let end = tag[start.upperBound...].firstRange(of: quote)
      else { continue }
      return tag[start.upperBound..<end.lowerBound]
    }
    return nil
  }
}
