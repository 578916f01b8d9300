extension CodeScanner {
  /// **Source:** the tokens and keywords of SQLite's SQL.
  mutating func scanSQL() {
    while !isAtEnd {
      let byte = peek()
      if isAt("--") {
        lineComment()
      } else if isAt("/*") {
        blockComment()
      } else if byte == .singleQuote {
        quoted(escapes: false, doubles: true)
      } else if byte == .doubleQuote || byte == .backquote {
        quoted(escapes: false, doubles: true, as: .name)
      } else if [.colon, UInt8(ascii: "@"), .dollar].contains(byte), peek(1).isLetter {
        let start = position
        position += 1
        _ = word()
        keep(.name, from: start)
      } else if byte.isDigit || (byte == .dot && peek(1).isDigit) {
        number()
      } else if byte.isLetter {
        sqlWord()
      } else {
        position += 1
      }
    }
  }

  private mutating func blockComment() {
    let start = position
    position += 2
    while !isAtEnd, !isAt("*/") { position += 1 }
    position = min(end, position + 2)
    keep(.comment, from: start)
  }

  private mutating func sqlWord() {
    let start = position
    let upper = String(decoding: word(), as: UTF8.self).uppercased()
    if Self.sqlKeywords.contains(upper) {
      keep(.keyword, from: start)
    } else if peek() == .openParenthesis {
      keep(.name, from: start)
    }
  }

  private static let sqlKeywords: Set<String> = [
    "ABORT", "ALL", "ALTER", "ANALYZE", "AND", "AS", "ASC", "ATTACH", "BEGIN", "BETWEEN", "BY", "CASCADE",
    "CASE",
    "CAST", "CHECK", "COLLATE", "COLUMN", "COMMIT", "CONFLICT", "CONSTRAINT", "CREATE", "CROSS", "CURRENT",
    "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "DATABASE", "DEFAULT", "DELETE", "DESC", "DETACH",
    "DISTINCT", "DO", "DROP", "EACH", "ELSE", "END", "ESCAPE", "EXCEPT", "EXCLUDE", "EXISTS", "EXPLAIN",
    "FILTER",
    "FIRST", "FOLLOWING", "FOR", "FOREIGN", "FROM", "FULL", "GLOB", "GROUP", "GROUPS", "HAVING", "IF", "IN",
    "INDEX", "INNER", "INSERT", "INTERSECT", "INTO", "IS", "ISNULL", "JOIN", "LAST", "LEFT", "LIKE", "LIMIT",
    "MATERIALIZED", "NATURAL", "NOT", "NOTHING", "NOTNULL", "NULL", "NULLS", "OFFSET", "ON", "OR", "ORDER",
    "OUTER", "OVER", "PARTITION", "PRAGMA", "PRECEDING", "PRIMARY", "RANGE", "RECURSIVE", "REFERENCES",
    "REGEXP",
    "RENAME", "RETURNING", "RIGHT", "ROLLBACK", "ROW", "ROWS", "SELECT", "SET", "STRICT", "TABLE", "THEN",
    "TIES",
    "TO", "TRANSACTION", "TRIGGER", "UNBOUNDED", "UNION", "UNIQUE", "UPDATE", "USING", "VACUUM", "VALUES",
    "VIEW",
    "VIRTUAL", "WHEN", "WHERE", "WINDOW", "WITH", "WITHOUT",
  ]
}
