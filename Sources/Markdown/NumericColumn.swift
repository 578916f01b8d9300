/// Whether a column of a table holds numbers, and so aligns right.
package enum NumericColumn {
  /// True where every cell that is not empty is a number, and one is.
  package static func holds(_ cells: [String]) -> Bool {
    let filled = cells.filter { !isMissing($0) }
    return !filled.isEmpty && filled.allSatisfy(isNumber)
  }

  /// Blank, or one of the marks people put for a missing number.
  private static func isMissing(_ cell: String) -> Bool {
    ["", "-", "–", "—", "n/a", "NA", "NaN"].contains(cell)
  }

  /// A number with sign, separators, interval, percent sign, currency, or a short unit: `−0.012 (−0.02 – 0.01)`,
  /// `12.5 %`, `$ 1,204`, `3 ms`. A date is none.
  static func isNumber(_ cell: String) -> Bool {
    var hasDigit = false
    var letters = 0
    var previous: Unicode.Scalar = " "
    for scalar in cell.unicodeScalars {
      switch scalar {
      case "0"..."9":
        // A digit after a unit is a code or a version, as in v2.
        if letters > 0, previous.properties.isAlphabetic, previous != "e", previous != "E" { return false }
        hasDigit = true
      case "-":
        // Between digits a hyphen makes a date or a code.
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
