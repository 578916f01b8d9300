import Crypto
import Foundation

/// SHA-256 as 64 lower-case hexadecimal digits: how artefacts, cases and plans are named.
package enum ContentDigest {
  package static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

  package static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

  /// SHA-256 in base 64, as a Content-Security-Policy names a script.
  package static func sha256InBase64(_ text: String) -> String {
    Data(SHA256.hash(data: Array(text.utf8))).base64EncodedString()
  }

  /// SHA-1, which other platforms name artefacts by; it proves nothing against a forger.
  package static func sha1(_ bytes: [UInt8]) -> String { hexadecimal(Insecure.SHA1.hash(data: bytes)) }

  /// Whether a text has the form of a digest: nothing else may become part of a path.
  package static func isWellFormed(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static func hexadecimal(_ digest: some Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
