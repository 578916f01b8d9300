/// Whether a column of a table holds numbers, and so aligns right.
package struct NumericColumn {
  private var hasNumber = false
  private var hasText = false

  init() {}

  /// True where every cell that is not empty is a number, and one is.
  package static func holds(_ cells: [String]) -> Bool {
    var column = NumericColumn()
    for cell in cells {
      cell.withBytes { column.take($0) }
    }
    return column.holdsNumbers
  }

  /// True where every cell so far that is not empty is a number, and one is.
  var holdsNumbers: Bool { hasNumber && !hasText }

  /// Looks at a further cell.
  mutating func take(_ cell: UnsafeBufferPointer<UInt8>) {
    if hasText || Self.isMissing(cell) { return }
    if Self.isNumber(cell) { hasNumber = true } else { hasText = true }
  }

  /// Blank, or one of the marks people put for a missing number.
  private static func isMissing(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    switch cell.count {
    case 0: true
    case 1: cell[0] == UInt8(ascii: "-")
    case 2: cell.elementsEqual("NA".utf8)
    case 3: ["–", "—", "n/a", "NaN"].contains { cell.elementsEqual($0.utf8) }
    default: false
    }
  }

  /// A number with sign, separators, interval, percent sign, currency, or a short unit: `−0.012 (−0.02 – 0.01)`,
  /// `12.5 %`, `$ 1,204`, `3 ms`. A date is none.
  private static func isNumber(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    var hasDigit = false
    var letters = 0
    var previous = UInt8(ascii: " ")
    for byte in cell {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        // A digit after a unit is a code or a version, as in v2.
        if letters > 0, isLetter(previous), previous | 0x20 != UInt8(ascii: "e") { return false }
        hasDigit = true
      case UInt8(ascii: "-"):
        // Between digits a hyphen makes a date or a code.
        if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(previous) { return false }
      case UInt8(ascii: " "), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "'")...UInt8(ascii: ")"),
        UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "<"),
        UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"):
        break
      case 0x80...: return isNumberInUnicode(cell)
      default:
        guard hasDigit, isLetter(byte) else { return false }
        letters += 1
        if letters > 4 { return false }
      }
      previous = byte
    }
    return hasDigit
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// The same where not all is ASCII.
  private static func isNumberInUnicode(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    var hasDigit = false
    var letters = 0
    var previous: Unicode.Scalar = " "
    for scalar in String(decoding: cell, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "0"..."9":
        if letters > 0, previous.properties.isAlphabetic, previous != "e", previous != "E" { return false }
        hasDigit = true
      case "-":
        if ("0"..."9").contains(previous) { return false }
      case "+", "−", "±", "–", "×", ".", ",", "'", "’", "(", ")", "[", "]", "%", "‰", "$", "€", "£", "<", ">",
        "≤", "≥", "≈", "/":
        break
      case " ", "\u{A0}", "\u{2009}", "\u{202F}": break
      default:
        guard hasDigit, scalar.properties.isAlphabetic else { return false }
        letters += 1
        if letters > 4 { return false }
      }
      previous = scalar
    }
    return hasDigit
  }
}
