import Foundation

/// Base 64 as mail wants it.
enum Base64 {
  /// On one line.
  static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// In lines of 76 characters, each with its end. **Source:** RFC 2045, 6.8.
  static func lines(_ bytes: [UInt8]) -> [UInt8] {
    let encoded = Data(bytes).base64EncodedData(options: [
      .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
    ])
    return encoded.isEmpty ? [] : Array(encoded) + [0x0D, 0x0A]
  }
}
