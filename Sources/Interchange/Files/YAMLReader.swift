import Yams

/// Reads one YAML document of a foreign store; bounded depth and count, anchors refused.
enum YAMLReader {
  static let deepest = 64
  static let mostValues = 200_000

  /// An empty document is null. **Throws** for what is no YAML, or more than one document.
  static func read(_ bytes: [UInt8]) throws(Unreadable) -> PlainValue {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Unreadable(reason: "text that is not UTF-8")
    }
    // What an alias stands for is copied wherever it is named: few bytes could mean any amount.
    guard !hasAnchors(bytes) else { throw Unreadable(reason: "anchors ('&name') are not read here") }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text, .basic)
    } catch {
      throw Unreadable(reason: "no YAML: \(String("\(error)".prefix(200)))")
    }
    guard let root else { return .null }
    var count = 0
    return try value(root, depth: 0, count: &count)
  }

  private static func value(_ node: Node, depth: Int, count: inout Int) throws(Unreadable) -> PlainValue {
    count += 1
    guard depth < deepest, count <= mostValues else {
      throw Unreadable(reason: "more than \(deepest) levels or \(mostValues) values")
    }
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style != .plain && scalar.style != .any
      if !isQuoted, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .null }
      return .scalar(scalar.string, isQuoted: isQuoted)
    case .sequence(let sequence):
      var items: [PlainValue] = []
      for item in sequence { items.append(try value(item, depth: depth + 1, count: &count)) }
      return .list(items)
    case .mapping(let mapping):
      var entries: [PlainValue.Entry] = []
      for (key, inner) in mapping {
        guard case .scalar(let name) = key else { throw Unreadable(reason: "a key that is no text") }
        entries.append(
          PlainValue.Entry(key: name.string, value: try value(inner, depth: depth + 1, count: &count)))
      }
      return .map(entries)
    case .alias: throw Unreadable(reason: "an alias that stands for nothing")
    }
  }

  /// Whether an anchor and an alias may be in it: `&` and `*` where a value begins, a name behind them.
  private static func hasAnchors(_ bytes: [UInt8]) -> Bool {
    var found = (anchor: false, alias: false)
    var before: UInt8 = 0x0A
    for (position, byte) in bytes.enumerated() {
      if byte == 0x26 || byte == 0x2A, [0x0A, 0x0D, 0x20, 0x09, 0x2C, 0x3A, 0x5B, 0x7B].contains(before),
        position + 1 < bytes.count, bytes[position + 1] > 0x20
      {
        if byte == 0x26 { found.anchor = true } else { found.alias = true }
      }
      before = byte
    }
    return found.anchor && found.alias
  }
}
