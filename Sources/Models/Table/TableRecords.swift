/// The records of a CSV text, one after the other: comma, quotes doubled inside quotes, LF or CRLF.
///
/// Nothing is copied: a field is a range of the text. It reads tables of ours and verification cases; datasets have
/// a reader of their own, for any dialect.
/// **Source:** RFC 4180; LF alone ends a line too.
package struct TableRecords {
  /// Where a field's text lies, without its quotes.
  package struct Field {
    let start: Int
    let end: Int
    /// Whether quotes stand doubled inside.
    let hasDoubledQuotes: Bool
    let isASCII: Bool
    /// Where it starts, from 1.
    package let line: Int
    /// **Units:** bytes, from 1.
    package let column: Int
  }

  /// Why reading stopped.
  package struct Fault: Error {
    /// One clause: "a quote is never closed".
    package let summary: String
    package let line: Int
    /// **Units:** bytes, from 1.
    package let column: Int
  }

  /// Which records say nothing and are passed over.
  package enum Silent: Sendable, Hashable {
    /// Those in which every field is empty: what a spreadsheet leaves below a table.
    case emptyFields
    /// Lines without any byte; a record of empty fields is one of missing values.
    case emptyLines
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset: Int
  private var line: Int
  private var lineStart: Int
  private let silent: Silent
  /// Of the last record.
  package private(set) var fields: [Field] = []

  /// - Parameters:
  ///   - start: Where the records begin, in bytes.
  ///   - line: The line that this is, from 1.
  package init(
    _ bytes: UnsafeBufferPointer<UInt8>, start: Int, line: Int, silent: Silent = .emptyFields
  ) {
    self.silent = silent
    self.bytes = bytes
    offset = start
    self.line = line
    lineStart = start
  }

  /// Whether there was one more record; its `fields`.
  package mutating func next() throws(Fault) -> Bool {
    while offset < bytes.count {
      let begin = offset
      fields.removeAll(keepingCapacity: true)
      var isEnd = false
      repeat { isEnd = try field() } while !isEnd
      switch silent {
      case .emptyFields where fields.contains { $0.start < $0.end }: return true
      case .emptyLines where fields.count > 1 || fields[0].end > begin: return true
      default: continue
      }
    }
    return false
  }

  /// Reads a field and what ends it; whether that was the end of the record.
  private mutating func field() throws(Fault) -> Bool {
    let (line, column) = (self.line, offset - lineStart + 1)
    var high: UInt8 = 0
    var start = offset
    var end = offset
    var isDoubled = false
    if offset < bytes.count, bytes[offset] == 0x22 {
      start += 1
      offset += 1
      while true {
        guard offset < bytes.count else {
          throw Fault(summary: "a quote is never closed", line: line, column: column)
        }
        let byte = bytes[offset]
        if byte == 0x22 {
          guard offset + 1 < bytes.count, bytes[offset + 1] == 0x22 else { break }
          isDoubled = true
          offset += 2
          continue
        }
        high |= byte
        if byte == 0 { throw fault("there is a NUL") }
        offset += 1
        if byte == 0x0A {
          self.line += 1
          lineStart = offset
        }
      }
      end = offset
      offset += 1
      if offset < bytes.count, bytes[offset] != 0x2C, bytes[offset] != 0x0A, !isCarriageReturn {
        throw fault("a closing quote is followed by more")
      }
    } else {
      while offset < bytes.count {
        let byte = bytes[offset]
        if byte == 0x2C || byte == 0x0A || (byte == 0x0D && isCarriageReturn) { break }
        if byte == 0x22 { throw fault("a quote stands inside a field that has none around it") }
        if byte == 0x0D { throw fault("a carriage return stands alone") }
        if byte == 0 { throw fault("there is a NUL") }
        high |= byte
        offset += 1
      }
      end = offset
    }
    fields.append(
      Field(
        start: start, end: end, hasDoubledQuotes: isDoubled, isASCII: high < 0x80, line: line, column: column)
    )
    guard offset < bytes.count else { return true }
    if bytes[offset] == 0x2C {
      offset += 1
      return false
    }
    offset += bytes[offset] == 0x0D ? 2 : 1
    self.line += 1
    lineStart = offset
    return true
  }

  /// A carriage return at the offset that belongs to a line's end, or ends the text.
  private var isCarriageReturn: Bool {
    bytes[offset] == 0x0D && (offset + 1 == bytes.count || bytes[offset + 1] == 0x0A)
  }

  private func fault(_ summary: String) -> Fault {
    Fault(summary: summary, line: line, column: offset - lineStart + 1)
  }

  /// Appends a field's text to the bytes; false where it is not UTF-8.
  func copy(_ field: Field, to target: inout [UInt8]) -> Bool {
    let range = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
    if !field.isASCII, String(validating: range, as: UTF8.self) == nil { return false }
    guard field.hasDoubledQuotes else {
      target.append(contentsOf: range)
      return true
    }
    var isSecond = false
    for byte in range {
      isSecond = byte == 0x22 && !isSecond
      if !isSecond || byte != 0x22 { target.append(byte) }
    }
    return true
  }

  /// A field as a string; nil where it is not UTF-8.
  package func text(_ field: Field) -> String? {
    var copied: [UInt8] = []
    return copy(field, to: &copied) ? String(decoding: copied, as: UTF8.self) : nil
  }
}
