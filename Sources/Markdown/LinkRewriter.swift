/// Changes where the links of a Markdown text lead, and leaves everything else as it stands.
///
/// Links and images with their address in parentheses, addresses between angle brackets and definitions are looked
/// at, outside front matter and code. Of brackets within brackets each pair is looked at, since what is dropped inside
/// may make a link of what is around it.
package enum LinkRewriter {
  package enum Change: Sendable, Hashable {
    case keep
    case replace(String)
    /// Only the link's text stays.
    case drop
  }

  /// Takes time and memory that grow as the text does; a text that is no document stays as it is.
  ///
  /// Where anything is changed, lines end with LF.
  /// - Parameter change: Asked with each address as a reader of Markdown would see it, and whether it is an image's.
  package static func rewritten(
    _ markdown: String, _ change: (_ destination: String, _ isImage: Bool) -> Change
  ) -> String {
    guard let document = try? Document(parsing: markdown, file: "") else { return markdown }
    let text = TextChunks(document)
    var edits: [LinkEdit] = []
    for chunk in text.chunks {
      var scan = LinkScan(text, chunk)
      scan.run(change)
      edits += scan.edits
    }
    guard !edits.isEmpty else { return markdown }
    edits.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    let whole = Document.withLineFeeds(markdown)
    var result = Array(whole.utf8.prefix(whole.utf8.count - text.bytes.count))
    var place = 0
    for edit in edits where edit.range.lowerBound >= place {
      result += text.bytes[place..<edit.range.lowerBound]
      result += edit.text.utf8
      place = edit.range.upperBound
    }
    result += text.bytes[place...]
    return String(decoding: result, as: UTF8.self)
  }
}

/// What takes the place of some bytes.
struct LinkEdit {
  let range: Range<Int>
  let text: String
}

/// One pass over a chunk with a stack of the brackets that are open.
private struct LinkScan {
  private let bytes: [UInt8]
  private let chunk: Range<Int>
  private let spans: [Int: Int]
  private let unclosed: [Int: Int]
  private(set) var edits: [LinkEdit] = []
  /// Where the next definition may begin.
  private var definitions: Int?

  init(_ text: TextChunks, _ chunk: Range<Int>) {
    bytes = text.bytes
    self.chunk = chunk
    (spans, unclosed) = text.codeSpans(chunk)
    definitions = chunk.lowerBound
  }

  mutating func run(_ change: (String, Bool) -> LinkRewriter.Change) {
    var openings: [(place: Int, isImage: Bool)] = []
    var place = chunk.lowerBound
    var mark: Int?
    while place < chunk.upperBound {
      let before = mark
      mark = nil
      switch bytes[place] {
      case UInt8(ascii: "\\"): place += 2
      case UInt8(ascii: "`"): place = max(place + 1, spans[place] ?? unclosed[place] ?? place + 1)
      case UInt8(ascii: "!"):
        mark = place
        place += 1
      case UInt8(ascii: "["):
        openings.append((place, before != nil))
        place += 1
      case UInt8(ascii: "]"):
        let opening = openings.popLast()
        place = opening.map { close($0, at: place, change) } ?? place + 1
      case UInt8(ascii: "<"): place = pointed(at: place, change)
      default: place += 1
      }
    }
  }

  /// The place after what a bracket closes.
  private mutating func close(
    _ opening: (place: Int, isImage: Bool), at place: Int, _ change: (String, Bool) -> LinkRewriter.Change
  ) -> Int {
    if let target = LinkAddress(bytes, place + 1, chunk.upperBound) {
      switch change(target.destination, opening.isImage) {
      case .keep: break
      case .replace(let address):
        edits.append(LinkEdit(range: target.address, text: InlineMarkdown.destination(address)))
      case .drop:
        // A dropped image leaves its text, too.
        edits.append(
          LinkEdit(range: (opening.place - (opening.isImage ? 1 : 0))..<(opening.place + 1), text: ""))
        edits.append(LinkEdit(range: place..<target.end, text: joins(opening.place, target.end) ? "\\" : ""))
      }
      return target.end
    }
    guard let start = definitions, !opening.isImage, opening.place >= start,
      bytes[start..<opening.place].allSatisfy({ " \t\r\n>-+*.)0123456789".utf8.contains($0) }),
      opening.place + 1 < place, bytes[opening.place + 1] != UInt8(ascii: "^"),
      let target = LinkAddress(definition: bytes, place + 1, chunk.upperBound)
    else { return place + 1 }
    definitions = target.end
    switch change(target.destination, false) {
    case .keep: break
    case .replace(let address):
      edits.append(LinkEdit(range: target.address, text: InlineMarkdown.destination(address)))
    case .drop: edits.append(LinkEdit(range: opening.place..<target.end, text: ""))
    }
    return target.end
  }

  /// Whether what stands behind a dropped link could become the address of brackets before it.
  private func joins(_ opening: Int, _ end: Int) -> Bool {
    guard end < chunk.upperBound else { return false }
    if bytes[end] == UInt8(ascii: "(") { return true }
    guard bytes[end] == UInt8(ascii: ":"), opening > chunk.lowerBound else { return false }
    return "[])!".utf8.contains(bytes[opening - 1])
  }

  /// `<scheme:address>`; anything else is passed.
  private mutating func pointed(at place: Int, _ change: (String, Bool) -> LinkRewriter.Change) -> Int {
    var end = place + 1
    while end < chunk.upperBound, bytes[end] > 0x20, bytes[end] != UInt8(ascii: "<"),
      bytes[end] != UInt8(ascii: ">")
    { end += 1 }
    guard end < chunk.upperBound, bytes[end] == UInt8(ascii: ">") else { return place + 1 }
    let address = String(decoding: bytes[(place + 1)..<end], as: UTF8.self)
    guard address.contains(#/^[A-Za-z][A-Za-z0-9+.\-]{1,31}:/#) else { return place + 1 }
    let range = place..<(end + 1)
    switch change(address, false) {
    case .keep: break
    case .replace(let other):
      edits.append(
        LinkEdit(
          range: range,
          text: "[\(InlineMarkdown.plain(address))](\(InlineMarkdown.destination(other)))"))
    case .drop: edits.append(LinkEdit(range: range, text: InlineMarkdown.plain(address).markdown))
    }
    return end + 1
  }
}
