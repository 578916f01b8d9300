/// The texts that stand for a missing value, in the form that cells are compared with.
struct MissingTexts: Sendable {
  private let texts: [[UInt8]]
  /// Bit n: one of them has n bytes.
  let lengths: UInt64
  private let longest: Int
  /// Whether one of them could be read as a number, so that numbers must be compared first.
  let looksNumeric: Bool

  init(_ texts: [String]) {
    self.texts = texts.map { Array($0.utf8) }
    lengths = self.texts.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
    longest = self.texts.map(\.count).max() ?? -1
    looksNumeric = self.texts.contains { text in
      guard let first = text.first(where: { $0 != 0x20 && $0 != 0x09 }) else { return false }
      return (0x30...0x39).contains(first) || [0x2B, 0x2C, 0x2D, 0x2E].contains(first)
    }
  }

  @inline(__always)
  func contains(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard lengths &>> UInt64(min(count, 63)) & 1 == 1 else { return false }
    return compare(start, count)
  }

  @inline(never)
  private func compare(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard count <= longest else { return false }
    return texts.contains { text in
      guard text.count == count else { return false }
      for index in 0..<count where text[index] != start[index] { return false }
      return true
    }
  }
}
