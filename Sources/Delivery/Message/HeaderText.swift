/// The text of headers as it travels: in ASCII, folded, and unable to begin another header.
///
/// **Source:** RFC 5322, 2.2.3 (folding) and 3.2.5; RFC 2047 (encoded words); RFC 2231 (parameters).
enum HeaderText {
  /// A line should not be longer, its end left out.
  private static let lineLength = 76
  /// An encoded word may be 75 characters long; shorter ones leave room for the header's name.
  private static let wordLength = 64

  /// `Name: value` on as many lines as it takes, with the last line's end.
  ///
  /// It is folded at blanks alone; a word that is longer than a line stands on one of its own. The value must be ASCII
  /// without control characters.
  static func folded(_ name: String, _ value: String) -> String {
    var lines = ""
    var line = name + ":"
    for word in value.split(separator: " ", omittingEmptySubsequences: true) {
      if line.utf8.count + 1 + word.utf8.count > lineLength, line != name + ":", !line.isEmpty {
        lines += line + "\r\n"
        line = ""
      }
      line += " " + word
    }
    return lines + line + "\r\n"
  }

  /// Text of any script: as it is where it is printable ASCII, else as encoded words with a blank between them.
  ///
  /// Control characters become blanks. Of the words of a reader's line only whole ones are encoded, since blanks
  /// between two encoded words are not shown.
  static func unstructured(_ text: String) -> String {
    let line = oneLine(text)
    return isPlain(line) && !line.contains("=?") && fits(line) ? line : encodedWords(line)
  }

  /// A name before an address: as it is, in quotes, or as encoded words.
  static func phrase(_ text: String) -> String {
    let line = oneLine(text)
    guard isPlain(line), !line.contains("=?"), fits(line) else { return encodedWords(line) }
    let isAtoms = line.utf8.allSatisfy { MailAddress.isAtomText($0) || $0 == UInt8(ascii: " ") }
    return isAtoms ? line : quoted(line)
  }

  /// `name="value"` with what a reader of ASCII sees, and `name*=` with the whole where that is not the same.
  ///
  /// A long value is continued in `name*0*`, `name*1*` and so on.
  static func parameter(_ name: String, _ value: String) -> [String] {
    let line = oneLine(value)
    if isPlain(line), line.utf8.count <= 60 { return ["\(name)=\(quoted(line))"] }
    var pieces: [String] = []
    var piece = ""
    for byte in line.utf8 {
      let part = isAttributeCharacter(byte) ? String(UnicodeScalar(byte)) : percent(byte)
      if piece.utf8.count + part.utf8.count > 55 {
        pieces.append(piece)
        piece = ""
      }
      piece += part
    }
    pieces.append(piece)
    let start = "UTF-8''"
    if pieces.count == 1 { return ["\(name)*=\(start)\(pieces[0])"] }
    return pieces.enumerated().map { number, piece in
      "\(name)*\(number)*=\(number == 0 ? start : "")\(piece)"
    }
  }

  /// Without line ends and other control characters, and with one blank between words.
  ///
  /// What turns the direction of the text behind it is left out: it could show another word than stands there.
  static func oneLine(_ text: String) -> String {
    let scalars = text.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
      switch scalar.value {
      case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029: " "
      case 0x202A...0x202E, 0x2066...0x2069: nil
      default: scalar
      }
    }
    return String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
  }

  private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20...0x7E).contains($0) } }

  /// Whether each word fits into a line.
  private static func fits(_ text: String) -> Bool {
    text.split(separator: " ").allSatisfy { $0.utf8.count <= lineLength - 2 }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text.unicodeScalars {
      if character == "\"" || character == "\\" { result += "\\" }
      result.unicodeScalars.append(character)
    }
    return result + "\""
  }

  /// Encoded words in base 64, cut between characters so that each can be read alone.
  private static func encodedWords(_ text: String) -> String {
    let most = (wordLength - "=?utf-8?b??=".utf8.count) / 4 * 3
    var words: [String] = []
    var part: [UInt8] = []
    func end() {
      words.append("=?utf-8?b?\(Base64.text(part))?=")
      part = []
    }
    for character in text {
      let whole = Array(String(character).utf8)
      // What a person sees as one character may be longer than a word: then between its scalars.
      let pieces = whole.count <= most ? [whole] : character.unicodeScalars.map { Array(String($0).utf8) }
      for piece in pieces {
        if part.count + piece.count > most { end() }
        part += piece
      }
    }
    if !part.isEmpty { end() }
    return words.joined(separator: " ")
  }

  /// RFC 2231's attribute-char: no blank, control character, `*`, `'`, `%` and nothing that ends a token.
  private static func isAttributeCharacter(_ byte: UInt8) -> Bool {
    MailAddress.isLetterOrDigit(byte) || "!#$&+-.^_`{|}~".utf8.contains(byte)
  }

  private static func percent(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "%" + (digits.count == 1 ? "0" : "") + digits
  }
}
