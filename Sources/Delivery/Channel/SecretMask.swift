/// Tells whether somebody else's words have a secret in them, whole or in pieces, so that they are not repeated.
///
/// Who answers may quote what came as JSON, percent-encoded or in Base64: what stays the same in all of these are
/// runs of letters and digits.
struct SecretMask: Sendable {
  /// A run that is shorter is no secret. **Units:** characters.
  private static let least = 6

  private var words: [String]

  /// - Parameter secrets: Whole, and as they travel where that is another text.
  init(_ secrets: [String]) {
    words = secrets.flatMap { secret in
      [secret]
        + secret.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.filter { $0.count >= Self.least }
        .map(String.init)
    }.filter { !$0.isEmpty }.map { $0.lowercased() }
  }

  /// The pieces of an address alone, since all of it stands nowhere.
  init(address: String, _ secrets: [String]) {
    let pieces = address.dropFirst("https://".count).split { "/?#&=".contains($0) }
    self.init(secrets)
    words += pieces.filter { $0.count >= Self.least }.map { $0.lowercased() }
  }

  func hides(_ text: String) -> Bool {
    let lowered = text.lowercased()
    return words.contains { lowered.contains($0) }
  }
}
