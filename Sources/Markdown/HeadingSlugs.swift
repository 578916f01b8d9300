/// Identifiers for headings, each given once on a page.
package struct HeadingSlugs {
  private let reserved: Set<String>
  private var taken = Set<String>(minimumCapacity: 16)
  private var counts: [String: Int] = [:]

  init(reserved: Set<String>) { self.reserved = reserved }

  /// Lower case, letters and digits kept, blanks to hyphens, the rest left out; a number where it is taken.
  mutating func next(for text: String) -> String {
    let slug = Self.slug(text)
    var candidate = slug
    while reserved.contains(candidate) || !taken.insert(candidate).inserted {
      let count = counts[slug, default: 0] + 1
      counts[slug] = count
      candidate = "\(slug)-\(count)"
    }
    return candidate
  }

  package static func slug(_ text: String) -> String {
    if let plain = plainSlug(text) { return plain }
    var slug = ""
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isWhitespace {
        if !slug.isEmpty, slug.unicodeScalars.last != "-" { slug += "-" }
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "-_".unicodeScalars.contains(scalar)
      {
        slug.unicodeScalars.append(scalar)
      }
    }
    while slug.unicodeScalars.last == "-" { slug.unicodeScalars.removeLast() }
    return slug.isEmpty ? "section" : slug
  }

  /// The same for text in ASCII, where a letter is seen by its byte; nil for any other.
  private static func plainSlug(_ text: String) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case 0x80...: return nil
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        bytes.append(byte)
      case 0x09...0x0D, UInt8(ascii: " "):
        if let last = bytes.last, last != UInt8(ascii: "-") { bytes.append(UInt8(ascii: "-")) }
      default: break
      }
    }
    while bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
    return bytes.isEmpty ? "section" : String(decoding: bytes, as: UTF8.self)
  }
}
