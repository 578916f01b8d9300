import Crypto

/// What a web-hook knows by that a payload is ours, whole and of now.
///
/// **Source:** HMAC-SHA256 (RFC 2104, FIPS 180-4) over the time stamp in decimal digits, a dot, and the body's bytes.
enum WebhookSignature {
  /// `sha256=` and 64 lower-case hexadecimal digits.
  ///
  /// - Parameter timestamp: **Units:** seconds since 1970.
  static func text(timestamp: Int64, body: [UInt8], key: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("\(timestamp).".utf8) + body, using: SymmetricKey(data: Array(key.utf8)))
    return "sha256="
      + code.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }
}
