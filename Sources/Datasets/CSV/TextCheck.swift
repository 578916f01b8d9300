/// What a text cell must be: UTF-8 without NUL.
enum TextCheck {
  enum Fault { case nul, notUTF8 }

  /// Whether there is no fault; behind the text eight more bytes can be read.
  @inline(__always)
  static func isSound(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var position = 0
    while position < count {
      var word = UInt64(littleEndian: UnsafeRawPointer(start + position).loadUnaligned(as: UInt64.self))
      if count - position < 8 {
        let keep = (1 &<< UInt64((count - position) * 8)) &- 1 as UInt64
        word = word & keep | 0x0101_0101_0101_0101 & ~keep
      }
      // A byte below 1 borrows into its high bit.
      if (word | word &- 0x0101_0101_0101_0101) & 0x8080_8080_8080_8080 != 0 {
        return fault(start, count) == nil
      }
      position += 8
    }
    return true
  }

  /// nil for sound text.
  static func fault(_ start: UnsafePointer<UInt8>, _ count: Int) -> Fault? {
    var position = 0
    var fault: Fault?
    while position < count {
      let byte = start[position]
      if byte < 0x80 {
        if byte == 0 { return .nul }
        position += 1
        continue
      }
      guard let width = sequence(start + position, count - position) else {
        // A NUL further on would still be told first, wherever the reader looks from.
        fault = .notUTF8
        break
      }
      position += width
    }
    guard fault != nil else { return nil }
    while position < count {
      if start[position] == 0 { return .nul }
      position += 1
    }
    return fault
  }

  /// Bytes of the well-formed sequence at the front; nil if there is none.
  /// **Source:** The Unicode Standard, table 3-7.
  private static func sequence(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    func isTail(_ index: Int) -> Bool { p[index] & 0xC0 == 0x80 }
    switch p[0] {
    case 0xC2...0xDF: return count >= 2 && isTail(1) ? 2 : nil
    case 0xE0...0xEF:
      guard count >= 3, isTail(1), isTail(2) else { return nil }
      if p[0] == 0xE0, p[1] < 0xA0 { return nil }
      if p[0] == 0xED, p[1] > 0x9F { return nil }
      return 3
    case 0xF0...0xF4:
      guard count >= 4, isTail(1), isTail(2), isTail(3) else { return nil }
      if p[0] == 0xF0, p[1] < 0x90 { return nil }
      if p[0] == 0xF4, p[1] > 0x8F { return nil }
      return 4
    default: return nil
    }
  }
}
