/// What follows the text of a link: `(address "title")`; or of a definition: `: address "title"`.
///
/// **Source:** CommonMark 0.31, sections 4.7, 6.3 and 6.4.
struct LinkAddress {
  /// As cmark has it; more is no link.
  private static let mostParentheses = 32

  /// With its angle brackets.
  let address: Range<Int>
  /// As a reader sees it.
  let destination: String
  private(set) var end: Int

  init?(_ bytes: [UInt8], _ place: Int, _ limit: Int) {
    guard place < limit, bytes[place] == UInt8(ascii: "(") else { return nil }
    self.init(bytes, from: place + 1, limit, isEmptyTaken: true)
    guard end < limit, bytes[end] == UInt8(ascii: ")") else { return nil }
    end += 1
  }

  init?(definition bytes: [UInt8], _ place: Int, _ limit: Int) {
    guard place < limit, bytes[place] == UInt8(ascii: ":") else { return nil }
    self.init(bytes, from: place + 1, limit, isEmptyTaken: false)
    let line =
      bytes[address.upperBound..<end].contains(0x0A) || bytes[address.upperBound..<end].contains(0x0D)
    guard end >= limit || line || bytes[end] == 0x0A || bytes[end] == 0x0D else { return nil }
    // The end of the line stays, where it was passed.
    while end > address.upperBound, [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ">")].contains(bytes[end - 1]) {
      end -= 1
    }
  }

  private init?(_ bytes: [UInt8], from start: Int, _ limit: Int, isEmptyTaken: Bool) {
    let first = Self.skipBlanks(bytes, start, limit)
    var place = first
    var text: [UInt8] = []
    var parentheses = 0
    let isPointed = first < limit && bytes[first] == UInt8(ascii: "<")
    if isPointed { place += 1 }
    scan: while place < limit {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\\"), place + 1 < limit, Self.isPunctuation(bytes[place + 1]) {
        text.append(bytes[place + 1])
        place += 2
        continue
      }
      if isPointed {
        if byte == UInt8(ascii: ">") { break }
        if byte == UInt8(ascii: "<") || byte == 0x0A || byte == 0x0D { return nil }
      } else {
        if byte <= 0x20 || byte == 0x7F { break }
        if byte == UInt8(ascii: "(") {
          parentheses += 1
          if parentheses > Self.mostParentheses { return nil }
        } else if byte == UInt8(ascii: ")") {
          if parentheses == 0 { break scan }
          parentheses -= 1
        }
      }
      text.append(byte)
      place += 1
    }
    if isPointed {
      guard place < limit else { return nil }
      place += 1
    }
    guard parentheses == 0, isEmptyTaken || place > first else { return nil }
    address = first..<place
    // Entities are resolved by the reader, so that `javascript&#58;` is told as what it is.
    let raw = String(decoding: text, as: UTF8.self)
    destination =
      raw.contains("&") ? Self.resolved(String(decoding: bytes[first..<place], as: UTF8.self)) ?? raw : raw
    end = place
    let next = Self.skipBlanks(bytes, place, limit)
    if next > place, let title = Self.endOfTitle(bytes, next, limit) {
      end = Self.skipBlanks(bytes, title, limit)
    } else {
      end = next
    }
  }

  private static func resolved(_ address: String) -> String? {
    let text = "[a](\(address))"
    return (try? Document(parsing: text, file: ""))?.links.first?.destination
  }

  /// Blanks, ends of lines, and the marks of quotes after those.
  private static func skipBlanks(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> Int {
    var place = start
    var isNewLine = false
    while place < limit {
      switch bytes[place] {
      case 0x0A, 0x0D: isNewLine = true
      case 0x20, 0x09: break
      case UInt8(ascii: ">") where isNewLine: break
      default: return place
      }
      place += 1
    }
    return place
  }

  private static func endOfTitle(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> Int? {
    guard start < limit, let quote = [0x22: 0x22, 0x27: 0x27, 0x28: 0x29][bytes[start]] as UInt8? else {
      return nil
    }
    var place = start + 1
    while place < limit {
      if bytes[place] == UInt8(ascii: "\\") {
        place += 2
        continue
      }
      if bytes[place] == quote { return place + 1 }
      if quote == 0x29, bytes[place] == 0x28 { return nil }
      place += 1
    }
    return nil
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    (0x21...0x2F).contains(byte) || (0x3A...0x40).contains(byte) || (0x5B...0x60).contains(byte)
      || (0x7B...0x7E).contains(byte)
  }
}
