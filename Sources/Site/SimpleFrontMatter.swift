import Markdown

/// Front matter as nearly all pages have it: a key of ours on each line with a plain or quoted text, or a list of
/// words in brackets. It is read without the YAML reader, which takes as long as the rest of a page.
///
/// Only what YAML can mean in one way is taken; all else, and all that is wrong, is left to the YAML reader.
struct SimpleFrontMatter {
  fileprivate enum Value {
    case text(String)
    case list([String])

    var text: String? { if case .text(let text) = self { text } else { nil } }

    var list: [String] {
      switch self {
      case .text(let text): [text]
      case .list(let texts): texts
      }
    }
  }

  private static let newline = UInt8(ascii: "\n")
  private static let blank = UInt8(ascii: " ")
  private static let apostrophe = UInt8(ascii: "'")
  private static let quote = UInt8(ascii: "\"")

  /// Letters, digits and marks that mean nothing inside a plain text, and what may stand between quotes besides.
  private static let isWord = table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
  private static let isPlain = table(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;-_/()+?!'=%")
  private static let isQuoted = table(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;-_/()+?!=%:#@<>|~^$`*")
  private static let isListed = table(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .-_/")

  private static func table(_ letters: String) -> [Bool] {
    var table = Array(repeating: false, count: 256)
    for byte in letters.utf8 { table[Int(byte)] = true }
    return table
  }

  /// Nil where it is not that simple.
  static func read(_ yaml: String) -> FrontMatter? {
    return yaml.withBytes { read($0) }
  }

  private static func read(_ yaml: UnsafeBufferPointer<UInt8>) -> FrontMatter? {
    var matter = FrontMatter()
    var seen: [String] = []
    // The first line of the YAML is the second of the file.
    var number = 1
    for line in yaml.split(separator: newline, omittingEmptySubsequences: false) {
      number += 1
      if line.isEmpty {
        if line.endIndex == yaml.endIndex { continue }
        return nil
      }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), line.endIndex - colon > 2,
        line[colon + 1] == blank
      else { return nil }
      let name = String(decoding: line[..<colon], as: UTF8.self)
      guard !seen.contains(name), let value = value(line[(colon + 2)...]),
        matter.set(name, value, line: number)
      else { return nil }
      seen.append(name)
    }
    return matter
  }

  private static func value(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Value? {
    guard let first = bytes.first, let last = bytes.last else { return nil }
    if first == apostrophe || first == quote {
      let inside = bytes.dropFirst().dropLast()
      guard bytes.count > 2, last == first else { return nil }
      let other = first == quote ? apostrophe : quote
      guard inside.allSatisfy({ isQuoted[Int($0)] || $0 == other }) else { return nil }
      return .text(String(decoding: inside, as: UTF8.self))
    }
    if first == UInt8(ascii: "[") {
      guard bytes.count > 2, last == UInt8(ascii: "]") else { return nil }
      var texts: [String] = []
      let words = bytes.dropFirst().dropLast().split(
        separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      for (place, word) in words.enumerated() {
        let text = place > 0 && word.first == blank ? word.dropFirst() : word
        guard let text = self.text(text, isListed) else { return nil }
        texts.append(text)
      }
      return .list(texts)
    }
    return text(bytes, isPlain).map { .text($0) }
  }

  /// A text without quotes; it begins and ends with a letter or digit, or ends with a mark that closes a sentence.
  private static func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ allowed: [Bool]) -> String? {
    guard let first = bytes.first, isWord[Int(first)], bytes.last != blank,
      bytes.allSatisfy({ allowed[Int($0)] })
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return FrontMatter.isNull(text) ? nil : text
  }
}

extension FrontMatter {
  /// False where the key is none of ours or the value is not what it takes.
  fileprivate mutating func set(_ name: String, _ value: SimpleFrontMatter.Value, line: Int) -> Bool {
    switch (name, value.text) {
    case ("title", let text?):
      guard !text.allSatisfy(\.isWhitespace) else { return false }
      title = text
    case ("description", let text?): description = text
    case ("date", let text?):
      guard PageDate.isValid(text) else { return false }
      date = text
    case ("weight", let text?):
      guard let number = Int(text) else { return false }
      weight = number
    case ("draft", "true"): isDraft = true
    case ("draft", "false"): isDraft = false
    case ("layout", let text?):
      guard let known = PageLayout(rawValue: text) else { return false }
      layout = known
    case ("aliases", _): aliases = value.list
    case ("tags", let text):
      guard text?.contains(",") != true, text?.allSatisfy(\.isWhitespace) != true else { return false }
      tags = value.list
    case ("navigation", _):
      navigation = value.list
      navigationLine = line
    default: return false
    }
    return true
  }
}
