import Foundation

/// JSON of a card: keys sorted, the same bytes for the same content.
enum CardJSON {
  static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Texts and nothing else: there is no number that could not be encoded.
    guard let data = try? encoder.encode(value) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// RFC 3339 in UTC, as the book writes it.
  static func isTime(_ text: String) -> Bool {
    text.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/#) != nil
  }

  /// SHA-256 in hexadecimal.
  static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  static func isWebAddress(_ text: String) -> Bool {
    text.wholeMatch(of: #/https?:\/\/[A-Za-z0-9.\-]+(:\d+)?(\/[A-Za-z0-9._~!$&'()*+,;=:@%\/?#\-]*)?/#) != nil
  }
}
