/// Names and values as a browser sends a form.
///
/// **Source:** WHATWG, URL, 5.2 (`application/x-www-form-urlencoded` serializing).
enum FormEncoding {
  static let mediaType = "application/x-www-form-urlencoded"

  private static let digits = Array("0123456789ABCDEF".utf8)

  /// ASCII.
  static func bytes(_ fields: [(name: String, value: String)]) -> [UInt8] {
    Array(fields.map { encoded($0.name) + "=" + encoded($0.value) }.joined(separator: "&").utf8)
  }

  /// UTF-8, in which a blank is `+` and all but letters, digits and `*-._` is `%` with two digits.
  static func encoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: " "): bytes.append(UInt8(ascii: "+"))
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
