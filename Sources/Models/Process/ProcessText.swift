/// Text in answers.
enum ProcessText {
  /// Whether bytes are well-formed UTF-8.
  ///
  /// **Source:** The Unicode Standard, table 3-7.
  static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var position = 0
    func follows(_ range: ClosedRange<UInt8>) -> Bool {
      guard position < bytes.count, range ~= bytes[position] else { return false }
      position += 1
      return true
    }
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      let isWhole =
        switch byte {
        case 0..<0x80: true
        case 0xC2...0xDF: follows(0x80...0xBF)
        case 0xE0: follows(0xA0...0xBF) && follows(0x80...0xBF)
        case 0xED: follows(0x80...0x9F) && follows(0x80...0xBF)
        case 0xE1...0xEF: follows(0x80...0xBF) && follows(0x80...0xBF)
        case 0xF0: follows(0x90...0xBF) && follows(0x80...0xBF) && follows(0x80...0xBF)
        case 0xF1...0xF3: follows(0x80...0xBF) && follows(0x80...0xBF) && follows(0x80...0xBF)
        case 0xF4: follows(0x80...0x8F) && follows(0x80...0xBF) && follows(0x80...0xBF)
        default: false
        }
      if !isWhole { return false }
    }
    return true
  }
}
