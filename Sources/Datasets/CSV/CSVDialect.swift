package import Diagnostics

/// How the text of a CSV dataset is to be read: the settings of `scorebook.yaml` beside its path.
package struct CSVDialect: Sendable, Hashable {
  /// One ASCII byte between two fields.
  package let delimiter: UInt8
  /// One ASCII byte around a quoted field, doubled inside it; nil where no byte quotes.
  package let quote: UInt8?
  /// Whether the first record names the columns; without it they are `column_1`, `column_2` …
  package let header: Bool
  package let encoding: CSVEncoding
  /// `.` or `,`.
  package let decimal: UInt8
  /// Texts that stand for a missing value, quoted or not, compared byte by byte.
  package let missingValues: [String]

  package init(
    delimiter: UInt8 = 0x2C, quote: UInt8? = 0x22, header: Bool = true, encoding: CSVEncoding = .utf8,
    decimal: UInt8 = 0x2E, missingValues: [String] = ["", "NA"]
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.header = header
    self.encoding = encoding
    self.decimal = decimal
    self.missingValues = missingValues
  }

  /// Refuses settings that cannot be told apart in a file.
  package func check() throws(Diagnostic) {
    func allowed(_ byte: UInt8) -> Bool { byte < 0x80 && byte != 0 && byte != 0x0A && byte != 0x0D }
    guard allowed(delimiter) else {
      throw Diagnostic(
        .csvDialect, .configuration, "the delimiter can't be used",
        expected: "one ASCII character that is not a line end", next: "Set delimiter.")
    }
    guard decimal == 0x2E || decimal == 0x2C else {
      throw Diagnostic(
        .csvDialect, .configuration, "the decimal mark can't be used", expected: "'.' or ','",
        next: "Set decimal.")
    }
    guard let quote else {
      // Quoted numbers can hold the delimiter; without quotes the two can't be told apart.
      guard decimal != delimiter else {
        throw Diagnostic(
          .csvDialect, .configuration,
          "the decimal mark and the delimiter are the same character, and there are no quotes",
          found: "'\(Character(UnicodeScalar(decimal)))' for both", next: "Set delimiter, decimal or quote.")
      }
      return
    }
    guard allowed(quote), quote != delimiter else {
      throw Diagnostic(
        .csvDialect, .configuration, "the quote can't be used",
        expected: "one ASCII character that is neither a line end nor the delimiter", next: "Set quote.")
    }
  }
}

/// The character encoding of CSV files; whatever it is, readers deliver UTF-8.
package enum CSVEncoding: String, Sendable, Hashable, CaseIterable {
  case utf8 = "utf-8"
  /// ISO 8859-1: each byte is the code point of the same number.
  case latin1 = "latin-1"
  /// **Source:** the index of the WHATWG Encoding Standard: the five unassigned bytes are C1 controls.
  case windows1252 = "windows-1252"
  /// Its byte-order mark decides; without one, big-endian if the first byte is zero, else little-endian.
  case utf16 = "utf-16"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
}

extension Diagnostic.Identifier {
  package static let csvDialect = Self("csv-dialect")
}
