import Diagnostics

/// Verification cases: a small CSV file with inputs and `expected_…` columns.
///
/// **Source:** RFC 4180; lines end with LF or CR LF, quoted fields may hold both.
struct CasesFile: Sendable, Hashable {
  static let largest = 64 << 20

  let header: [String]
  /// **Shape:** each row has as many fields as the header.
  let rows: [[String]]

  /// **Throws** for text that is no UTF-8, ragged rows, unclosed quotes and a column that stands twice.
  init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
    var scanner = CasesScanner(
      bytes: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], file: file)
    guard let first = try scanner.record() else {
      throw Diagnostic(
        .registryCases, .configuration, at: .init(file: file), "the verification cases are empty")
    }
    header = first.fields
    var rows: [[String]] = []
    var names: Set<String> = []
    for name in header where !names.insert(name).inserted {
      throw Diagnostic(
        .registryCases, .configuration, at: .init(file: file, line: 1),
        "the verification cases have a column twice", found: "'\(name)'")
    }
    while let record = try scanner.record() {
      guard record.fields.count == header.count else {
        throw Diagnostic(
          .registryCases, .configuration, at: .init(file: file, line: record.line),
          "a row of the verification cases has another number of fields than the header",
          expected: "\(header.count)", found: "\(record.fields.count)")
      }
      rows.append(record.fields)
    }
    self.rows = rows
  }
}

private struct CasesScanner {
  let bytes: ArraySlice<UInt8>
  let file: String
  var position: Int
  var line = 1

  init(bytes: ArraySlice<UInt8>, file: String) {
    self.bytes = bytes
    self.file = file
    position = bytes.startIndex
  }

  /// The next record; nil at the end. A line without any byte is no record.
  mutating func record() throws(Diagnostic) -> (fields: [String], line: Int)? {
    while position < bytes.endIndex, bytes[position] == 0x0A || bytes[position] == 0x0D { newline() }
    guard position < bytes.endIndex else { return nil }
    let start = line
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard position < bytes.endIndex else { return (fields, start) }
      if bytes[position] == 0x2C {
        position += 1
      } else {
        newline()
        return (fields, start)
      }
    }
  }

  private mutating func newline() {
    if bytes[position] == 0x0D, position + 1 < bytes.endIndex, bytes[position + 1] == 0x0A { position += 1 }
    position += 1
    line += 1
  }

  private mutating func field() throws(Diagnostic) -> String {
    guard position < bytes.endIndex, bytes[position] == 0x22 else {
      let start = position
      while position < bytes.endIndex, ![0x2C, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
      return try text(Array(bytes[start..<position]))
    }
    let opened = line
    position += 1
    var content: [UInt8] = []
    while true {
      guard position < bytes.endIndex else {
        throw Diagnostic(
          .registryCases, .configuration, at: .init(file: file, line: opened),
          "a quote in the verification cases is not closed")
      }
      let byte = bytes[position]
      position += 1
      if byte == 0x22 {
        guard position < bytes.endIndex, bytes[position] == 0x22 else { break }
        position += 1
      }
      if byte == 0x0A { line += 1 }
      content.append(byte)
    }
    guard position == bytes.endIndex || [0x2C, 0x0A, 0x0D].contains(bytes[position]) else {
      throw Diagnostic(
        .registryCases, .configuration, at: .init(file: file, line: line),
        "text follows a closed quote in the verification cases")
    }
    return try text(content)
  }

  private func text(_ bytes: [UInt8]) throws(Diagnostic) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic(
        .registryCases, .configuration, at: .init(file: file, line: line),
        "the verification cases are not UTF-8",
        next: "Save them as UTF-8.")
    }
    return text
  }
}
