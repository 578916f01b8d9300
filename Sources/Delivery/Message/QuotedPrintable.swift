/// Text that stays readable in ASCII lines of at most 76 characters.
///
/// **Source:** RFC 2045, 6.7.
enum QuotedPrintable {
  private static let most = 76
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// The text with CRLF at each line's end; any line end of it counts.
  static func encoded(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    var line: [UInt8] = []
    let bytes = Array(text.utf8)
    func end() {
      // A blank at a line's end would be lost on the way.
      if let last = line.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") {
        line.removeLast()
        append([UInt8(ascii: "=")] + hexadecimal(last))
      }
      result += line + [0x0D, 0x0A]
      line.removeAll(keepingCapacity: true)
    }
    func append(_ piece: [UInt8]) {
      // One place is left for the mark that the line goes on.
      if line.count + piece.count > most - 1 {
        result += line + [UInt8(ascii: "="), 0x0D, 0x0A]
        line.removeAll(keepingCapacity: true)
      }
      // A dot alone on its line ends a message for a server, and `From ` begins one in a mailbox.
      if line.isEmpty, piece == [UInt8(ascii: ".")] || piece == [UInt8(ascii: "F")] {
        line = [UInt8(ascii: "=")] + hexadecimal(piece[0])
      } else {
        line += piece
      }
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x0D:
        if index < bytes.count, bytes[index] == 0x0A { index += 1 }
        end()
      case 0x0A: end()
      case UInt8(ascii: "="): append([UInt8(ascii: "=")] + hexadecimal(byte))
      case 0x20...0x7E, UInt8(ascii: "\t"): append([byte])
      default: append([UInt8(ascii: "=")] + hexadecimal(byte))
      }
    }
    if !line.isEmpty { end() }
    return result
  }

  private static func hexadecimal(_ byte: UInt8) -> [UInt8] {
    [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }
}
