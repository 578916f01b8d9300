import Testing

/// Reads a search index from its documented form, as the script in the page does.
struct IndexReader {
  struct Page: Equatable {
    var path: String
    var title: String
    var description: String
  }

  private(set) var pages: [Page] = []
  private(set) var many: Set<Int> = []
  private(set) var headings: [Int: [String]] = [:]
  /// For each word the pages it stands on, with the place: 3 title, 2 heading, 1 description, 0 text.
  private(set) var places: [String: [Int: Int]] = [:]

  private static let digits =
    Array(" !#$%&'()*+,-./0123456789:;=>?@".dropFirst())
    + Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~")
  private static let values = Dictionary(uniqueKeysWithValues: digits.enumerated().map { ($1, $0) })

  init(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    readPages(try Self.literal("pages", text))
    var page = 0
    for gap in Self.numbers(Self.unescaped(try Self.literal("many", text))) {
      page += gap
      many.insert(page)
    }
    page = 0
    for field in try Self.literal("headings", text).split(separator: "\t").map(Self.unescaped) {
      if field.hasPrefix("@") {
        page += Int(field.dropFirst()) ?? 0
        headings[page] = []
      } else {
        headings[page, default: []].append(field)
      }
    }
    readWords(
      Self.unescaped(try Self.literal("words", text)), Self.unescaped(try Self.literal("places", text)))
  }

  private mutating func readPages(_ text: String) {
    var previous = ["", "", ""]
    for (index, field) in text.split(separator: "\t", omittingEmptySubsequences: false).map(Self.unescaped)
      .enumerated()
    {
      let shared = field.first.flatMap { Self.values[$0] } ?? 0
      let start = String(decoding: Array(previous[index % 3].utf16.prefix(shared)), as: UTF16.self)
      previous[index % 3] = start + field.dropFirst()
      if index % 3 == 2 {
        pages.append(Page(path: previous[0], title: previous[1], description: previous[2]))
      }
    }
  }

  private mutating func readWords(_ words: String, _ places: String) {
    var word = ""
    let lists = places.split(separator: " ")
    var index = 0
    for match in words.matches(of: /([A-Z])([^A-Z]*)/) {
      let shared = Int((match.output.1.utf8.first ?? 65) - 65)
      word = String(decoding: Array(word.utf16.prefix(shared)), as: UTF16.self) + match.output.2
      var page = 0
      for number in Self.numbers(String(lists[index])) {
        page += number / 4
        self.places[word, default: [:]][page] = number % 4
      }
      index += 1
    }
  }

  private static func numbers(_ text: String) -> [Int] {
    let digits = text.map { values[$0] ?? 0 }
    let base = values.count
    var numbers: [Int] = []
    var index = 0
    while index < digits.count {
      let first = digits[index]
      if first < 60 {
        numbers.append(first)
        index += 1
      } else if first < 90 {
        numbers.append(60 + (first - 60) * base + digits[index + 1])
        index += 2
      } else {
        numbers.append((digits[index + 1] * base + digits[index + 2]) * base + digits[index + 3])
        index += 4
      }
    }
    return numbers
  }

  /// The literal as it stands, up to the quote that ends it.
  private static func literal(_ name: String, _ text: String) throws -> String {
    let start = try #require(text.firstRange(of: "\n\(name):\"")).upperBound
    var end = start
    while text[end] != "\"" {
      end = text.index(end, offsetBy: text[end] == "\\" ? 2 : 1)
    }
    return String(text[start..<end])
  }

  private static func unescaped(_ text: String) -> String {
    text.replacing(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))/) { match -> String in
      if let code = match.output.1 ?? match.output.2 {
        return UInt32(code, radix: 16).flatMap(Unicode.Scalar.init).map(String.init) ?? ""
      }
      return match.output.3.map(String.init) ?? ""
    }
  }

  private static func unescaped(_ text: Substring) -> String { unescaped(String(text)) }
}
