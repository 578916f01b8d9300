/// Where `:date` stands in a path: one rule for what is read and what is written.
///
/// It is one where no `a` to `z` and no underscore follows; `:dates` is another name, and stands for itself.
/// The configuration reads names after a colon in the same way.
package struct DatePlaceholder: Sendable, Hashable {
  /// The texts between the placeholders: one more than there are placeholders.
  package let parts: [String]
  package var isPresent: Bool { parts.count > 1 }

  package init(_ path: String) {
    let bytes = Array(path.utf8)
    let word = Array(":date".utf8)
    var parts: [[UInt8]] = [[]]
    var index = 0
    while index < bytes.count {
      let next = index + word.count
      if bytes[index...].starts(with: word), next == bytes.count || !DatePlaceholder.isNamePart(bytes[next]) {
        parts.append([])
        index = next
      } else {
        parts[parts.count - 1].append(bytes[index])
        index += 1
      }
    }
    self.parts = parts.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The path of one date.
  package func path(date: String) -> String { parts.joined(separator: date) }

  private static func isNamePart(_ byte: UInt8) -> Bool { byte == 0x5F || (0x61...0x7A).contains(byte) }
}
