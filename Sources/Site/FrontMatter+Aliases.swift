extension FrontMatter {
  /// A name that is an anchor, `&name`, and an alias, `*name`, somewhere in the text; the line of the alias.
  ///
  /// With aliases a small text is a huge value, and a key made of them takes time exponential in its depth,
  /// inside the parser. Reads more as an alias than YAML does, never less; an alias without its anchor is left
  /// to the parser, which refuses it.
  static func alias(_ bytes: some Collection<UInt8>) -> (name: String, line: Int)? {
    func isName(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
      default: false
      }
    }
    func names(after mark: UInt8) -> [(name: String, line: Int)] {
      var found: [(name: String, line: Int)] = []
      var line = 1
      for (index, byte) in zip(bytes.indices, bytes) {
        if byte == 0x0A { line += 1 }
        guard byte == mark else { continue }
        let name = bytes[bytes.index(after: index)...].prefix { isName($0) }
        if !name.isEmpty { found.append((String(decoding: name, as: UTF8.self), line)) }
      }
      return found
    }
    let aliases = names(after: 0x2A)
    if aliases.isEmpty { return nil }
    let anchors = Set(names(after: 0x26).map(\.name))
    return aliases.first { anchors.contains($0.name) }
  }
}
