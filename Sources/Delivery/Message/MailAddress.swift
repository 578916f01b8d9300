package import Diagnostics

extension Diagnostic.Identifier {
  package static let mailAddress = Self("mail-address")
}

/// Who sends or gets a mail: an address, and the name of who is behind it.
///
/// **Source:** RFC 5321, 4.1.2 (mailbox) and RFC 5322, 3.4; addresses are a dot-atom at a host's name, which is what
/// every relay takes: no quoted local parts, no comments, no literals, no groups.
package struct MailAddress: Sendable, Hashable, CustomStringConvertible {
  package let name: String?
  /// `crm@example.com`.
  package let address: String

  /// Reads `crm@example.com` or `Repeat customers <crm@example.com>`; the name may stand in quotes.
  ///
  /// **Throws:** `mail-address`, with what is wrong with it.
  package init(_ text: String, at place: Diagnostic.Place? = nil) throws(Diagnostic) {
    func wrong(_ what: String, next: String? = nil) -> Diagnostic {
      Diagnostic(
        .mailAddress, .configuration, at: place, "'\(Self.shown(text))' is no mail address: \(what)",
        expected: "crm@example.com, or Name <crm@example.com>", next: next ?? "Mend the address.")
    }
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw wrong("it holds a line end or another control character")
    }
    var name: String?
    var address = text[...]
    if let open = text.lastIndex(of: "<") {
      guard text.hasSuffix(">") else { throw wrong("'<' is not closed at its end") }
      address = text[text.index(after: open)...].dropLast()
      name = try Self.name(text[..<open], wrong)
    } else if text.contains(">") {
      throw wrong("'>' has no '<' before it")
    }
    if address.contains(",") || address.contains(";") {
      throw wrong("it is several", next: "Give each recipient an entry of its own.")
    }
    if let problem = Self.problem(address) { throw wrong(problem) }
    self.name = name
    self.address = String(address)
  }

  package var description: String { name.map { "\($0) <\(address)>" } ?? address }

  /// The part after the `@`.
  package var domain: Substring {
    address[address.index(after: address.lastIndex(of: "@") ?? address.startIndex)...]
  }

  private static func name(
    _ text: Substring, _ wrong: (String, String?) -> Diagnostic
  ) throws(Diagnostic) -> String? {
    var name = text.drop { $0 == " " }
    while name.last == " " { name.removeLast() }
    if name.hasPrefix("\"") {
      guard name.count > 1, name.hasSuffix("\"") else { throw wrong("the name's quote is not closed", nil) }
      return unquoted(name.dropFirst().dropLast())
    }
    return name.isEmpty ? nil : String(name)
  }

  private static func unquoted(_ text: Substring) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if character == "\\", !isEscaped {
        isEscaped = true
      } else {
        result.append(character)
        isEscaped = false
      }
    }
    return result
  }

  /// What keeps a text from being an address; nil of one that is.
  private static func problem(_ address: Substring) -> String? {
    guard let at = address.lastIndex(of: "@") else { return "it has no '@'" }
    let local = address[..<at]
    let domain = address[address.index(after: at)...]
    guard address.unicodeScalars.allSatisfy(\.isASCII) else {
      return domain.unicodeScalars.allSatisfy(\.isASCII)
        ? "the part before the '@' is not ASCII, which not every server takes"
        : "the domain is not ASCII; it has a form that begins with 'xn--'"
    }
    if local.isEmpty { return "there is nothing before the '@'" }
    if local.utf8.count > 64 { return "the part before the '@' is longer than 64 bytes" }
    if !isDotAtom(local, Self.isAtomText) { return "the part before the '@' is not made of words and dots" }
    if domain.isEmpty { return "there is nothing after the '@'" }
    if domain.utf8.count > 255 { return "the domain is longer than 255 bytes" }
    let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
    let isHost = labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
        && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }
    return isHost ? nil : "what follows the '@' is no host's name"
  }

  private static func isDotAtom(_ text: Substring, _ isAtom: (UInt8) -> Bool) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy(isAtom)
    }
  }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// Whether a byte may stand in an atom as it is.
  static func isAtomText(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  /// As a message shows it, on one line and not longer than a line.
  private static func shown(_ text: String) -> String {
    let line = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }))
    return line.count > 80 ? line.prefix(80) + "…" : line
  }
}
