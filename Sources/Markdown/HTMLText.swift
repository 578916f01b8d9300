/// Text put into HTML so that it stays text.
package enum HTMLText {
  /// Escapes what means something in content and in quoted attributes.
  package static func escape(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\0": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Percent-encodes what may not stand in an address, and leaves what is encoded already.
  ///
  /// **Source:** RFC 3986, sections 2.2 and 2.3.
  package static func address(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      if plainAddressBytes.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%" + hexadecimal(byte >> 4) + hexadecimal(byte & 15)
      }
    }
    return result
  }

  private static let plainAddressBytes = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&()*+,;=%".utf8)

  private static func hexadecimal(_ digit: UInt8) -> String {
    String(digit, radix: 16, uppercase: true)
  }
}
