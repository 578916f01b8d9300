extension CodeScanner {
  /// The header's names, numbers, and fields in quotes; `,`, `;` and tab set fields apart.
  mutating func scanCSV() {
    var isHeader = true
    while !isAtEnd {
      let start = position
      if peek() == .doubleQuote {
        quoted(escapes: false, doubles: true, as: isHeader ? .name : .string)
      } else {
        while !isAtEnd, !",;\t\n".utf8.contains(peek()) { position += 1 }
        let field = text[start..<position].filter { !$0.isBlank }
        if isHeader {
          keep(.name, from: start)
        } else if let first = field.first,
          first.isDigit || first == .minus || first == .plus || first == .dot,
          Double(String(decoding: field, as: UTF8.self)) != nil
        {
          keep(.number, from: start)
        }
      }
      if peek() == .lineFeed { isHeader = false }
      if !isAtEnd, ",;\t\n".utf8.contains(peek()) { position += 1 }
    }
  }
}
