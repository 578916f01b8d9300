/// Numbers as tables and verification cases spell them.
package enum DecimalNumber {
  /// A correctly rounded decimal number; nil for anything else, hexadecimal, `nan` and `inf` included.
  package static func parse(_ text: some StringProtocol) -> Double? {
    var hasDigit = false
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39: hasDigit = true
      case 0x2B, 0x2D, 0x2E, 0x45, 0x65: continue
      default: return nil
      }
    }
    return hasDigit ? Double(text) : nil
  }
}
