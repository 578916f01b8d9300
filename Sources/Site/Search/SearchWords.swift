import Foundation

/// The words of a text as the search knows them: lower case, accents taken away, so that "Über" is found by "uber".
///
/// The script in the page takes a query apart in the same way; both must change together.
enum SearchWords {
  /// Words that tell nothing of a page.
  static let stopWords: Set<String> = Set(
    """
    a an and are as at be been but by can do does for from had has have how i if in into is it its may more most no \
    not of on only or our so than that the their them then there these they this to was we were what when where \
    which who will with you your
    """.split(separator: " ").map(String.init))
  /// Longer ones are digests, paths or noise.
  private static let longest = 32

  /// Calls the body for each word of the text, in its order.
  static func each(in text: String, _ body: (String) -> Void) {
    var collector = Collector()
    for byte in text.utf8 { collector.take(byte, body) }
    collector.finish(body)
  }

  /// Calls the body for each word between the tags of rendered HTML; drawings are passed by.
  static func each(inHTML html: some Collection<UInt8>, _ body: (String) -> Void) {
    var collector = Collector()
    var index = html.startIndex
    while index < html.endIndex {
      let byte = html[index]
      if byte == UInt8(ascii: "<") {
        collector.finish(body)
        let tag = html[index...]
        let end = tag.starts(with: "<svg".utf8) ? "</svg>" : ">"
        index = position(after: end, in: tag)
        continue
      }
      if byte == UInt8(ascii: "&") {
        collector.finish(body)
        index = position(after: ";", in: html[index...])
        continue
      }
      collector.take(byte, body)
      index = html.index(after: index)
    }
    collector.finish(body)
  }

  private static func position<Bytes: Collection<UInt8>>(after end: String, in bytes: Bytes) -> Bytes.Index {
    let wanted = end.utf8
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == wanted.first, bytes[index...].starts(with: wanted) {
        return bytes.index(index, offsetBy: wanted.count)
      }
      index = bytes.index(after: index)
    }
    return index
  }

  /// The bytes of the word that is being read.
  private struct Collector {
    private var word: [UInt8] = []
    private var isASCII = true

    mutating func take(_ byte: UInt8, _ body: (String) -> Void) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        word.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
      case 0x80...:
        word.append(byte)
        isASCII = false
      default: finish(body)
      }
    }

    mutating func finish(_ body: (String) -> Void) {
      if word.isEmpty { return }
      let text = String(decoding: word, as: UTF8.self)
      if isASCII { body(text) } else { SearchWords.eachFolded(text, body) }
      word.removeAll(keepingCapacity: true)
      isASCII = true
    }
  }

  /// Whether a word of running text is worth finding: no number, no digest, nothing endless.
  static func tells(_ word: String) -> Bool {
    let bytes = word.utf8
    guard bytes.count > 1, bytes.count <= longest, !stopWords.contains(word) else { return false }
    let digits = bytes.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits == 0 || (digits * 3 <= bytes.count && bytes.count <= 20)
  }

  /// Letters that no decomposition leads to their plain form.
  private static let plain: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i",
  ]

  fileprivate static func eachFolded(_ text: String, _ body: (String) -> Void) {
    var word = ""
    for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
      if (0x300...0x36F).contains(scalar.value) { continue }
      if let letters = plain[scalar] {
        word += letters
      } else if scalar == "_" || isPartOfWord(scalar.properties.generalCategory) {
        word.unicodeScalars.append(scalar)
      } else {
        if !word.isEmpty { body(word) }
        word = ""
      }
    }
    if !word.isEmpty { body(word) }
  }

  private static func isPartOfWord(_ category: Unicode.GeneralCategory) -> Bool {
    switch category {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }
}
