/// The files that a path of the configuration can mean: `*`, `?`, `[…]` and `:date` taken into account.
///
/// Reads a set `[…]` as any character, so it says "can be the same" once too often rather than once too little.
struct PathPattern: Sendable, Hashable {
  private enum Token: Sendable, Hashable {
    case byte(UInt8)
    case digit
    /// Any byte but `/`.
    case any
    /// Any number of bytes but `/`.
    case anyNumber
  }

  private let tokens: [Token]

  /// - Parameter glob: Whether `*`, `?` and `[` are wildcards, as in a dataset's path.
  init(_ path: String, root: String, glob: Bool) {
    let bytes = Array(normalizedPath(path.hasPrefix("/") ? path : "\(root)/\(path)").utf8)
    let date = Array(":date".utf8)
    var tokens: [Token] = []
    var offset = 0
    while offset < bytes.count {
      let next = offset + date.count
      if bytes[offset...].starts(with: date), next == bytes.count || !Self.isNamePart(bytes[next]) {
        tokens += (0..<10).map { $0 == 4 || $0 == 7 ? .byte(0x2D) : .digit }
        offset = next
        continue
      }
      switch bytes[offset] {
      case 0x2A where glob: tokens.append(.anyNumber)
      case 0x3F where glob: tokens.append(.any)
      case 0x5B where glob:
        if let end = bytes[(offset + 1)...].dropFirst().firstIndex(of: 0x5D) {
          tokens.append(.any)
          offset = end
        } else {
          tokens.append(.byte(0x5B))
        }
      case let byte: tokens.append(.byte(byte))
      }
      offset += 1
    }
    self.tokens = tokens
  }

  /// `:dates` is another name and stands for itself, as where files are read and written.
  private static func isNamePart(_ byte: UInt8) -> Bool { byte == 0x5F || (0x61...0x7A).contains(byte) }

  /// Whether one file can be meant by both.
  func overlaps(_ other: PathPattern) -> Bool {
    let a = tokens
    let b = other.tokens
    // reach[j]: whether the first i tokens of a and the first j of b can stand for the same text.
    var reach = [Bool](repeating: false, count: b.count + 1)
    reach[0] = true
    for j in 0..<b.count where b[j] == .anyNumber { reach[j + 1] = reach[j] }
    for token in a {
      var next = [Bool](repeating: false, count: b.count + 1)
      next[0] = token == .anyNumber && reach[0]
      for j in 0..<b.count {
        let other = b[j]
        if token == .anyNumber {
          // Stands for nothing, or for the other's next token too.
          next[j + 1] = reach[j + 1] || (Self.isInsideName(other) && next[j])
        }
        if other == .anyNumber {
          next[j + 1] = next[j + 1] || next[j] || (Self.isInsideName(token) && reach[j + 1])
        }
        if token != .anyNumber, other != .anyNumber {
          next[j + 1] = reach[j] && Self.canBeEqual(token, other)
        }
      }
      reach = next
    }
    return reach[b.count]
  }

  private static func isInsideName(_ token: Token) -> Bool { token != .byte(0x2F) }

  private static func canBeEqual(_ a: Token, _ b: Token) -> Bool {
    switch (a, b) {
    case (.byte(let x), .byte(let y)): x == y
    case (.byte(let x), .digit), (.digit, .byte(let x)): (0x30...0x39).contains(x)
    case (.byte(let x), .any), (.any, .byte(let x)): x != 0x2F
    default: true
    }
  }
}
