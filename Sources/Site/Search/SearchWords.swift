import Foundation
import Markdown

/// The words of a text as the search knows them: lower case, accents taken away, so that "Über" is found by "uber".
///
/// The script in the page takes a query apart in the same way; both must change together.
enum SearchWords {
  /// Words that tell nothing of a page.
  static let stopWords: [String] =
    """
    a an and are as at be been but by can do does for from had has have how i if in into is it its may more most no \
    not of on only or our so than that the their them then there these they this to was we were what when where \
    which who will with you your
    """.split(separator: " ").map(String.init)
  /// Longer ones are digests, paths or noise.
  private static let longest = 32

  /// By byte: what stands for it in a word, and 0 for one that ends a word.
  private static let letters: [UInt8] = (0...255).map { (byte: UInt8) in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): byte
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case 0x80...: byte
    default: 0
    }
  }

  /// Calls the body with the bytes of each word of the text, in its order.
  static func each(in text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    text.withBytes { text in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { lowered in
        each(of: text, lowered, body)
      }
    }
  }

  /// Calls the body for each word between the tags of rendered HTML; drawings are passed by.
  static func each(inHTML html: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    html.withUnsafeBufferPointer { html in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: html.count) { lowered in
        var start = 0
        while start < html.count {
          let end =
            html[start...].firstIndex { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") } ?? html.count
          each(of: UnsafeBufferPointer(rebasing: html[start..<end]), lowered, body)
          if end == html.count { return }
          let mark = html[end...]
          if mark.first == UInt8(ascii: "&") {
            start = place(after: ";", in: mark)
          } else {
            start = place(after: mark.starts(with: "<svg".utf8) ? "</svg>" : ">", in: mark)
          }
        }
      }
    }
  }

  private static func place(after end: String, in bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    let wanted = end.utf8
    var rest = bytes
    while let place = rest.firstIndex(where: { $0 == wanted.first }) {
      rest = rest[place...]
      if rest.starts(with: wanted) { return place + wanted.count }
      rest = rest.dropFirst()
    }
    return bytes.endIndex
  }

  /// - Parameter lowered: room for as many bytes as the text has.
  private static func each(
    of text: UnsafeBufferPointer<UInt8>, _ lowered: UnsafeMutableBufferPointer<UInt8>,
    _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    letters.withUnsafeBufferPointer { letters in
      var start = 0
      var all: UInt8 = 0
      for place in 0...text.count {
        let letter = place < text.count ? letters[Int(text[place])] : 0
        if letter != 0 {
          lowered[place] = letter
          all |= letter
          continue
        }
        if start < place {
          let word = UnsafeBufferPointer(rebasing: lowered[start..<place])
          if all < 0x80 { body(word) } else { eachFolded(String(decoding: word, as: UTF8.self), body) }
          all = 0
        }
        start = place + 1
      }
    }
  }

  /// Whether a word of running text may be worth finding, if it is no stop word: no number, no digest, nothing endless.
  static func mayTell(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard word.count > 1, word.count <= longest else { return false }
    let digits = word.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits == 0 || (digits * 3 <= word.count && word.count <= 20)
  }

  /// Letters that no decomposition leads to their plain form.
  private static let plain: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i",
  ]

  private static func eachFolded(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var word = ""
    func end() {
      if !word.isEmpty { word.withUTF8(body) }
      word = ""
    }
    for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
      if (0x300...0x36F).contains(scalar.value) { continue }
      if let letters = plain[scalar] {
        word += letters
      } else if scalar == "_" || isPartOfWord(scalar.properties.generalCategory) {
        word.unicodeScalars.append(scalar)
      } else {
        end()
      }
    }
    end()
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
