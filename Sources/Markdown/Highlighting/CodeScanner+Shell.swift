extension CodeScanner {
  /// **Source:** POSIX.1-2017, shell command language, sections 2.2 to 2.4, and bash's `$'…'`.
  mutating func scanShell() {
    var isAtWordStart = true
    /// The ends of here-documents that begin after this line.
    var waiting: [(end: [UInt8], stripsTabs: Bool)] = []
    while !isAtEnd {
      let byte = peek()
      let beganWord = isAtWordStart
      isAtWordStart = false
      if byte == .hash, beganWord {
        lineComment()
      } else if byte == .backslash {
        position = min(end, position + 2)
      } else if byte == .singleQuote {
        quoted(escapes: false)
      } else if byte == .doubleQuote {
        shellQuoted()
      } else if byte == .dollar {
        shellExpansion()
      } else if isAt("<<"), !isAt("<<<"), let document = hereDocument() {
        waiting.append(document)
      } else if byte == .lineFeed {
        position += 1
        for document in waiting { hereDocumentBody(document) }
        waiting = []
        isAtWordStart = true
      } else if byte.isBlank || ";&|()<>".utf8.contains(byte) {
        position += 1
        isAtWordStart = true
      } else {
        let start = position
        while !isAtEnd, !peek().isBlank, !"\n;&|()<>\"'$\\".utf8.contains(peek()) { position += 1 }
        let word = String(decoding: text[start..<position], as: UTF8.self)
        if beganWord, Self.shellKeywords.contains(word) { keep(.keyword, from: start) }
        if position == start { position += 1 }
      }
    }
  }

  /// A text in double quotes, in which variables keep their meaning.
  private mutating func shellQuoted() {
    var start = position
    position += 1
    while !isAtEnd {
      let byte = peek()
      if byte == .backslash {
        position = min(end, position + 2)
      } else if byte == .dollar, peek(1) != .singleQuote {
        keep(.string, from: start)
        shellExpansion()
        start = position
      } else {
        position += 1
        if byte == .doubleQuote { break }
      }
    }
    keep(.string, from: start)
  }

  /// `$name`, `${…}`, `$1`, `$?`; `$(` is left to what follows it, and `$'` to the quote.
  private mutating func shellExpansion() {
    let start = position
    position += 1
    if peek() == UInt8(ascii: "{") {
      var depth = 0
      while !isAtEnd {
        let byte = peek()
        if byte == .lineFeed { break }
        position += 1
        if byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "}") {
          depth -= 1
          if depth == 0 { break }
        }
      }
      keep(.name, from: start)
    } else if peek() == .singleQuote {
      quoted(escapes: true)
    } else if peek().isLetter {
      _ = word()
      keep(.name, from: start)
    } else if peek().isDigit || "?!#@*$-".utf8.contains(peek()), !isAtEnd {
      position += 1
      keep(.name, from: start)
    }
  }

  private mutating func hereDocument() -> (end: [UInt8], stripsTabs: Bool)? {
    var place = position + 2
    let stripsTabs = place < end && text[place] == .minus
    if stripsTabs { place += 1 }
    while place < end, text[place].isBlank { place += 1 }
    var word: [UInt8] = []
    while place < end,
      text[place].isWordByte || [.singleQuote, .doubleQuote, .backslash].contains(text[place])
    {
      if text[place].isWordByte { word.append(text[place]) }
      place += 1
    }
    guard !word.isEmpty, !word[0].isDigit else { return nil }
    let start = position
    position = place
    keep(.string, from: start)
    return (word, stripsTabs)
  }

  private mutating func hereDocumentBody(_ document: (end: [UInt8], stripsTabs: Bool)) {
    let start = position
    while !isAtEnd {
      let close = lineEnd(from: position)
      var line = text[position..<close]
      if document.stripsTabs { line = line.drop { $0 == 0x09 } }
      if line.elementsEqual(document.end) { break }
      position = min(end, close + 1)
    }
    position = lineEnd(from: position)
    keep(.string, from: start)
  }

  private static let shellKeywords: Set<String> = [
    "if", "then", "elif", "else", "fi", "for", "in", "do", "done", "while", "until", "case", "esac",
    "function",
  ]

  /// A session: commands behind `$ `, each going on after a trailing backslash; the rest is what was answered.
  mutating func scanConsole() {
    while !isAtEnd {
      let start = position
      guard isAt("$ ") || isAt("# ") else {
        position = lineEnd(from: position)
        keep(.output, from: start)
        position = min(end, position + 1)
        continue
      }
      position += 1
      keep(.prompt, from: start)
      var close = lineEnd(from: position)
      while close < end, close > start, text[close - 1] == .backslash { close = lineEnd(from: close + 1) }
      var command = CodeScanner(text, position..<close)
      command.scanShell()
      keep(contentsOf: command)
      position = min(end, close + 1)
    }
  }
}
