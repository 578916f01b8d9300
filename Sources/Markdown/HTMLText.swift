/// Text put into HTML so that it stays text.
package enum HTMLText {
  /// Escapes what means something in content and in quoted attributes.
  package static func escape(_ text: String) -> String {
    var html = HTMLBytes()
    html.escape(text)
    return String(decoding: html.bytes, as: UTF8.self)
  }

  /// Percent-encodes what may not stand in an address, and leaves what is encoded already.
  ///
  /// **Source:** RFC 3986, sections 2.2 and 2.3.
  package static func address(_ text: String) -> String {
    let plain = plain
    if text.withBytes({ bytes in bytes.allSatisfy(plain.contains) }) { return text }
    var result = ""
    for byte in text.utf8 {
      if plain.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%" + hexadecimal(byte >> 4) + hexadecimal(byte & 15)
      }
    }
    return result
  }

  private static let plain: TextCleaning.Marks =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&()*+,;=%"

  private static func hexadecimal(_ digit: UInt8) -> String {
    String(digit, radix: 16, uppercase: true)
  }
}
