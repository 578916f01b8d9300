package import Diagnostics

extension Diagnostic.Identifier {
  package static let sqlSyntax = Self("sql-syntax")
  package static let sqlNotOneSelect = Self("sql-not-one-select")
  package static let sqlCurrentTime = Self("sql-current-time")
  package static let sqlRefused = Self("sql-refused")
  package static let sqlParameter = Self("sql-parameter")
  package static let sqlTimeLimit = Self("sql-time-limit")
}

extension SQLQuery {
  /// File, line and column of one byte of the text.
  func place(ofByte offset: Int) -> Diagnostic.Place {
    var line = firstLine
    var column = 1
    for byte in text.utf8.prefix(offset) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return Diagnostic.Place(file: file, line: line, column: column)
  }

  /// Where some text stands first.
  func place(of needle: String) -> Diagnostic.Place {
    let bytes = Array(text.utf8)
    let sought = Array(needle.utf8)
    let starts = 0..<max(bytes.count - sought.count + 1, 0)
    return place(ofByte: starts.first { bytes[$0...].starts(with: sought) } ?? 0)
  }

  /// The first byte from there on that is neither blank nor a line end.
  func start(of bytes: [UInt8], from offset: Int) -> Int {
    bytes[offset...].firstIndex { $0 > 0x20 } ?? offset
  }
}

extension Diagnostic {
  /// The same, found while a workspace's query ran: what SQLite said, at the query.
  func inQuery(_ place: Place) -> Diagnostic {
    guard identifier == .sqlFailed else { return self }
    return Diagnostic(
      identifier, kind, at: place, "query failed", expected: expected, found: found, next: next)
  }
}
