import Markdown

/// Sentences that the book keeps, as a terminal shows them, set as pages are: a true minus sign, "95%", and counts with
/// their thousands apart.
enum SentenceText {
  private static let counted = ["keys", "rows", "predictions", "runs"]

  static func set(_ sentence: String) -> String {
    let bytes = Array(sentence.utf8)
    var set: [UInt8] = []
    set.reserveCapacity(bytes.count + 8)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      let isFirst =
        place == 0 || bytes[place - 1] == UInt8(ascii: " ") || bytes[place - 1] == UInt8(ascii: "(")
      let follows = place + 1 < bytes.count ? bytes[place + 1] : 0
      if byte == UInt8(ascii: "-"), isFirst, isDigit(follows) {
        set += "−".utf8
      } else if byte == UInt8(ascii: " "), follows == UInt8(ascii: "%"), set.last.map(isDigit) == true {
        // The sign stands at its number.
      } else if isDigit(byte), isFirst {
        let digits = bytes[place...].prefix(while: isDigit)
        set += isCount(digits, in: bytes) ? Array(grouped(digits).utf8) : Array(digits)
        place += digits.count - 1
      } else {
        set.append(byte)
      }
      place += 1
    }
    return String(decoding: set, as: UTF8.self)
  }

  /// The first part of a sentence, up to its colon or its end, strong: what a reader in a hurry takes along.
  static func headed(_ sentence: String) -> InlineMarkdown {
    let text = set(sentence)
    let ends = [text.firstRange(of: ": "), text.firstRange(of: ". ")].compactMap { $0 }
    guard let end = ends.min(by: { $0.lowerBound < $1.lowerBound }) else { return .strong(.plain(text)) }
    let place = text.index(after: end.lowerBound)
    let rest = text[text.index(after: place)...]
    return "\(.strong(.plain(String(text[..<place])))) \(.plain(String(rest)))"
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Four digits or more, and after them what is counted.
  private static func isCount(_ digits: ArraySlice<UInt8>, in bytes: [UInt8]) -> Bool {
    guard (4...15).contains(digits.count), digits.endIndex < bytes.count else { return false }
    return counted.contains { noun in
      let rest = bytes[digits.endIndex...]
      guard rest.starts(with: " \(noun)".utf8) else { return false }
      // Not where the word goes on.
      return rest.dropFirst(noun.utf8.count + 1).first.map { !(0x61...0x7A).contains($0) } ?? true
    }
  }

  private static func grouped(_ digits: ArraySlice<UInt8>) -> String {
    let text = String(decoding: digits, as: UTF8.self)
    return Int(text).map { NumberText.count($0) } ?? text
  }
}
