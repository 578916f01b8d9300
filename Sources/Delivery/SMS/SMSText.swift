package import Diagnostics

extension Diagnostic.Identifier {
  package static let smsTooLong = Self("sms-too-long")
}

/// The text of one SMS, and how much of its room it takes.
///
/// **Source:** 3GPP TS 23.038, 6.2.1 (the default alphabet and its extension table) and 6.2.3 (UCS-2); 23.040, 9.2.3.24:
/// 140 octets are 160 septets or 70 units of UCS-2.
package struct SMSText: Sendable, Hashable {
  package enum Alphabet: String, Sendable, Hashable {
    case gsm7 = "GSM-7"
    case ucs2 = "UCS-2"

    package var most: Int { self == .gsm7 ? 160 : 70 }
  }

  private static let basic = Set(
    ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
      + "abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)
  /// Each takes the place of two.
  private static let extended = Set("\u{0C}^{}\\[~]|€".unicodeScalars)

  package let text: String
  package let alphabet: Alphabet
  /// **Units:** septets of GSM-7, or 16-bit units of UCS-2.
  package let count: Int
  /// The first character that GSM-7 has not.
  package let foreign: Character?

  /// - Parameter text: Line ends and other control characters become blanks.
  package init(_ text: String) {
    let line = HeaderText.oneLine(text)
    self.text = line
    foreign = line.first { character in
      !character.unicodeScalars.allSatisfy { Self.basic.contains($0) || Self.extended.contains($0) }
    }
    alphabet = foreign == nil ? .gsm7 : .ucs2
    count =
      foreign == nil
      ? line.unicodeScalars.reduce(0) { $0 + (Self.extended.contains($1) ? 2 : 1) } : line.utf16.count
  }

  package var fits: Bool { count <= alphabet.most }

  /// **Throws:** `sms-too-long`, with the count.
  package func check(at place: Diagnostic.Place? = nil) throws(Diagnostic) {
    guard !fits else { return }
    let why = foreign.map { ", since GSM-7 has no “\($0)”" } ?? ""
    throw Diagnostic(
      .smsTooLong, .failure, at: place, "the SMS has \(count) units of \(alphabet.rawValue)\(why)",
      expected: "at most \(alphabet.most), so that it is one message",
      next: "Give the audience detail: line, or the report a shorter title.")
  }
}
