import Diagnostics

/// The text of a YAML file, checked for what must not reach the parser, and its lines.
struct YAMLText {
  let file: String
  /// Without a byte order mark.
  let text: String
  private let bytes: [UInt8]
  /// Byte offsets of the lines as people count them: after LF, CR LF and a CR alone.
  private let lines: [Int]
  /// Byte offsets of the lines as libyaml counts them: also after NEL, LS and PS.
  private let parserLines: [Int]
  /// Byte offsets of the bytes that go on with a scalar.
  private let continuations: [Int]

  init(_ raw: [UInt8], file: String) throws(Diagnostic) {
    self.file = file
    guard raw.count <= YAMLDocument.maximumBytes else {
      throw Diagnostic(
        .yamlTooComplex, .configuration, at: Diagnostic.Place(file: file),
        "the file has \(raw.count) bytes", expected: "at most \(YAMLDocument.maximumBytes)")
    }
    bytes = raw.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(raw.dropFirst(3)) : raw
    (lines, parserLines) = Self.lineStarts(bytes)
    continuations = bytes.indices.filter { [bytes] in bytes[$0] & 0xC0 == 0x80 }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let utf16 = raw.starts(with: [0xFF, 0xFE]) || raw.starts(with: [0xFE, 0xFF])
      let offset = Self.firstInvalidOffset(bytes)
      self.text = ""
      throw Diagnostic(
        .yamlSyntax, .configuration, at: place(ofByte: offset), "the file is not UTF-8",
        found: utf16 ? "UTF-16" : nil, next: "Save it as UTF-8.")
    }
    self.text = text
    if let offset = bytes.firstIndex(where: {
      ($0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D) || $0 == 0x7F
    }) {
      throw Diagnostic(
        .yamlSyntax, .configuration, at: place(ofByte: offset), "a control character stands in the text",
        found: quoted(String(UnicodeScalar(bytes[offset]))), next: "Remove it, or write it as \"\\xNN\".")
    }
    if let offset = aliasInKey() {
      throw Diagnostic(
        .yamlTooComplex, .configuration, at: place(ofByte: offset), "a key holds an alias or a whole value",
        expected: "plain text as a key in a file that uses aliases")
    }
  }

  /// The place of a parser's mark; columns come in Unicode scalars and go out in bytes.
  func place(line: Int, column: Int) -> Diagnostic.Place {
    place(ofByte: offset(line: line, column: column))
  }

  func place(ofByte offset: Int) -> Diagnostic.Place {
    var low = 0
    var high = lines.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle] <= offset { low = middle } else { high = middle }
    }
    return Diagnostic.Place(file: file, line: low + 1, column: offset - lines[low] + 1)
  }

  /// The byte that a mark of the parser points at, at most the end of the text.
  func offset(line: Int, column: Int) -> Int {
    guard line >= 1, line <= parserLines.count else { return bytes.count }
    let start = parserLines[line - 1]
    let scalars = max(1, column) - 1
    guard !continuations.isEmpty else { return min(start + scalars, bytes.count) }
    // The first byte with that many scalars begun before it; a long line must not cost its length each time.
    let before = continuationCount(before: start)
    var low = start
    var high = bytes.count
    while low < high {
      let middle = (low + high) / 2
      let begun = middle - start - (continuationCount(before: middle) - before)
      if begun < scalars { low = middle + 1 } else { high = middle }
    }
    while low < bytes.count, bytes[low] & 0xC0 == 0x80 { low += 1 }
    return low
  }

  private func continuationCount(before offset: Int) -> Int {
    var low = 0
    var high = continuations.count
    while low < high {
      let middle = (low + high) / 2
      if continuations[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func byte(at offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

  /// The text with other scalars at some byte offsets: lines and columns stay what they were.
  func text(replacing scalars: [Int: UnicodeScalar]) -> String {
    if scalars.isEmpty { return text }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 2 * scalars.count)
    var offset = 0
    while offset < bytes.count {
      let start = offset
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      if let scalar = scalars[start] {
        result += Array(String(scalar).utf8)
      } else {
        result += bytes[start..<offset]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func lineStarts(_ bytes: [UInt8]) -> (people: [Int], parser: [Int]) {
    var people = [0]
    var parser = [0]
    var offset = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x0A:
        people.append(offset + 1)
        parser.append(offset + 1)
      case 0x0D:
        if offset + 1 < bytes.count, bytes[offset + 1] == 0x0A { offset += 1 }
        people.append(offset + 1)
        parser.append(offset + 1)
      case 0xC2 where offset + 1 < bytes.count && bytes[offset + 1] == 0x85:
        parser.append(offset + 2)
      case 0xE2
      where offset + 2 < bytes.count && bytes[offset + 1] == 0x80
        && (bytes[offset + 2] == 0xA8 || bytes[offset + 2] == 0xA9):
        parser.append(offset + 3)
      default: break
      }
      offset += 1
    }
    return (people, parser)
  }

  private static func firstInvalidOffset(_ bytes: [UInt8]) -> Int {
    var low = 0
    var high = bytes.count
    // The longest valid prefix, give or take the scalar that is cut at its end.
    while high - low > 1 {
      let middle = (low + high) / 2
      var end = middle
      while end > 0, end < bytes.count, bytes[end] & 0xC0 == 0x80, middle - end < 3 { end -= 1 }
      if String(validating: bytes[..<end], as: UTF8.self) != nil { low = middle } else { high = middle }
    }
    while low > 0, low < bytes.count, bytes[low] & 0xC0 == 0x80, bytes[low - 1] & 0x80 != 0 { low -= 1 }
    return low
  }

  /// Where a key is an alias or a collection in a file with aliases: comparing such keys can take time
  /// exponential in the file's size, inside the parser. Reads more as an alias than YAML does, never less.
  private func aliasInKey() -> Int? {
    func isBlank(_ offset: Int) -> Bool {
      offset >= bytes.count || bytes[offset] == 0x20 || bytes[offset] == 0x09 || bytes[offset] == 0x0A
        || bytes[offset] == 0x0D
    }
    func startsToken(_ offset: Int) -> Bool {
      offset == 0 || isBlank(offset - 1) || [0x5B, 0x7B, 0x2C, 0x3A, 0x3F].contains(bytes[offset - 1])
    }
    var hasAlias = false
    var complexKey: Int?
    // Where the last name ends, and the blanks behind it. Names begin inside of names: none is passed twice.
    var end = 0
    var behind = 0
    for (offset, byte) in bytes.enumerated() {
      switch byte {
      case 0x2A where startsToken(offset) && !isBlank(offset + 1):  // *name
        hasAlias = true
        if offset >= end {
          end = offset + 1
          while !isBlank(end), ![0x2C, 0x5D, 0x7D, 0x3A].contains(bytes[end]) { end += 1 }
          behind = end
          while behind < bytes.count, bytes[behind] == 0x20 || bytes[behind] == 0x09 { behind += 1 }
        }
        if behind < bytes.count, bytes[behind] == 0x3A { complexKey = complexKey ?? offset }
      case 0x3F where startsToken(offset):  // ? key
        complexKey = complexKey ?? offset
      case 0x5D, 0x7D:  // ]: or }:
        var next = offset + 1
        while next < bytes.count, isBlank(next) { next += 1 }
        if next < bytes.count, bytes[next] == 0x3A { complexKey = complexKey ?? offset }
      default: break
      }
    }
    return hasAlias ? complexKey : nil
  }
}
