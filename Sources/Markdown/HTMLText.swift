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
    var text = text
    let isPlain = isPlain
    if text.withUTF8({ bytes in bytes.allSatisfy { isPlain[Int($0)] } }) { return text }
    var result = ""
    for byte in text.utf8 {
      if isPlain[Int(byte)] {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%" + hexadecimal(byte >> 4) + hexadecimal(byte & 15)
      }
    }
    return result
  }

  /// By byte: whether it stands for itself in an address.
  static let isPlain: [Bool] = {
    let plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&()*+,;=%"
    var table = Array(repeating: false, count: 256)
    for byte in plain.utf8 { table[Int(byte)] = true }
    return table
  }()

  private static func hexadecimal(_ digit: UInt8) -> String {
    String(digit, radix: 16, uppercase: true)
  }
}
