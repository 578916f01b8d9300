/// Changes where the links of a Markdown text lead, and leaves everything else as it stands.
///
/// Links and images with their address in parentheses are looked at, outside code.
package enum LinkRewriter {
  package enum Change: Sendable, Hashable {
    case keep
    case replace(String)
    /// Only the link's text stays.
    case drop
  }

  /// - Parameter change: Asked with each address as a reader of Markdown would see it, and whether it is an image's.
  package static func rewritten(
    _ markdown: String, _ change: (_ destination: String, _ isImage: Bool) -> Change
  ) -> String {
    var fence: (mark: Character, length: Int)?
    var lines: [String] = []
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      let mark = Self.fence(line)
      if let open = fence {
        if let mark, mark.mark == open.mark, mark.length >= open.length, mark.isBare { fence = nil }
        lines.append(String(line))
      } else if let mark {
        fence = (mark.mark, mark.length)
        lines.append(String(line))
      } else {
        lines.append(rewritten(line: Array(line), change))
      }
    }
    return lines.joined(separator: "\n")
  }

  /// A line that opens or closes a code fence, also within quotes.
  private static func fence(_ line: Substring) -> (mark: Character, length: Int, isBare: Bool)? {
    let text = line.drop { $0 == " " || $0 == ">" }
    guard let mark = text.first, mark == "`" || mark == "~" else { return nil }
    let length = text.prefix { $0 == mark }.count
    let rest = text.dropFirst(length)
    guard length >= 3, mark == "~" || !rest.contains("`") else { return nil }
    return (mark, length, rest.allSatisfy { $0.isWhitespace })
  }

  private static func rewritten(line: [Character], _ change: (String, Bool) -> Change) -> String {
    var result = ""
    var place = 0
    while place < line.count {
      switch line[place] {
      case "\\" where place + 1 < line.count:
        result.append(contentsOf: line[place...(place + 1)])
        place += 2
      case "`":
        let end = endOfCode(line, place)
        result.append(contentsOf: line[place..<end])
        place = end
      case "[":
        guard let link = Link(line, at: place) else { fallthrough }
        let isImage = place > 0 && line[place - 1] == "!" && !isEscaped(line, place - 1)
        let text = rewritten(line: Array(line[link.text]), change)
        switch change(link.destination, isImage) {
        case .keep: result += "[\(text)](" + String(line[link.target]) + ")"
        case .replace(let address):
          result += "[\(text)](\(InlineMarkdown.destination(address))\(link.rest(line)))"
        case .drop: result += text
        }
        place = link.end
      default:
        result.append(line[place])
        place += 1
      }
    }
    return result
  }

  private static func isEscaped(_ line: [Character], _ place: Int) -> Bool {
    var count = 0
    var before = place - 1
    while before >= 0, line[before] == "\\" {
      count += 1
      before -= 1
    }
    return count % 2 == 1
  }

  /// The place after a code span; after its back-quotes where nothing closes them.
  fileprivate static func endOfCode(_ line: [Character], _ start: Int) -> Int {
    let length = line[start...].prefix { $0 == "`" }.count
    var place = start + length
    while place < line.count {
      guard line[place] == "`" else {
        place += 1
        continue
      }
      let other = line[place...].prefix { $0 == "`" }.count
      place += other
      if other == length { return place }
    }
    return start + length
  }
}

/// `[text](address "title")` in a line.
private struct Link {
  let text: Range<Int>
  /// All between the parentheses.
  let target: Range<Int>
  private let afterAddress: Int
  let destination: String
  let end: Int

  /// **Source:** CommonMark 0.31, sections 6.3 and 6.4.
  init?(_ line: [Character], at start: Int) {
    var depth = 0
    var place = start
    var close: Int?
    scan: while place < line.count {
      switch line[place] {
      case "\\": place += 1
      case "`": place = LinkRewriter.endOfCode(line, place) - 1
      case "[": depth += 1
      case "]":
        depth -= 1
        if depth == 0 {
          close = place
          break scan
        }
      default: break
      }
      place += 1
    }
    guard let close, close + 1 < line.count, line[close + 1] == "(" else { return nil }
    var parentheses = 0
    var address = ""
    place = close + 2
    let first = place
    let isPointed = place < line.count && line[place] == "<"
    if isPointed { place += 1 }
    while place < line.count {
      let character = line[place]
      if character == "\\", place + 1 < line.count, line[place + 1].isPunctuation || line[place + 1].isSymbol
      {
        address.append(line[place + 1])
        place += 2
        continue
      }
      if isPointed ? character == ">" : character == " " { break }
      if !isPointed {
        if character == ")", parentheses == 0 { break }
        parentheses += character == "(" ? 1 : character == ")" ? -1 : 0
      }
      address.append(character)
      place += 1
    }
    if isPointed { place += 1 }
    afterAddress = place
    var quote: Character?
    while place < line.count {
      let character = line[place]
      if character == "\\" {
        place += 2
        continue
      }
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == ")" {
        break
      }
      place += 1
    }
    guard place < line.count else { return nil }
    text = (start + 1)..<close
    target = first..<place
    destination = address
    end = place + 1
  }

  /// The title with the blank before it.
  func rest(_ line: [Character]) -> String { String(line[afterAddress..<target.upperBound]) }
}
