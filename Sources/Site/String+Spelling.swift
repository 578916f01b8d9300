import Glibc
import Markdown

extension String {
  /// Whether two texts that are equal have the same bytes, too. For Swift, `é` in one code point equals `e` with an
  /// accent behind it; for the file system they are two names.
  func isSpelled(as other: String) -> Bool {
    withBytes { own in
      other.withBytes { other in
        guard own.count == other.count else { return false }
        guard let start = own.baseAddress, let others = other.baseAddress else { return true }
        return memcmp(start, others, own.count) == 0
      }
    }
  }

  /// What tells two texts apart that print alike: `with U+00E9 here and U+0065 U+0301 there`.
  func unlike(_ other: String) -> String {
    var own = Array(unicodeScalars)[...]
    var others = Array(other.unicodeScalars)[...]
    while let first = own.first, first == others.first {
      own.removeFirst()
      others.removeFirst()
    }
    while let last = own.last, last == others.last {
      own.removeLast()
      others.removeLast()
    }
    return "with \(Self.codePoints(own)) here and \(Self.codePoints(others)) there"
  }

  private static func codePoints(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    scalars.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
    }.joined(separator: " ")
  }
}
