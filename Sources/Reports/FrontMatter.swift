/// Front matter as YAML: keys in the order they are given, texts between double quotes, so that nothing in them
/// is read as markup or as another type.
struct FrontMatter: Sendable {
  indirect enum Value: Sendable {
    case text(String)
    case integer(Int)
    case number(Double)
    case list([Value])
    case map([Entry])

    static func texts(_ texts: [String]) -> Self { .list(texts.map { .text($0) }) }
  }

  struct Entry: Sendable {
    let key: String
    let value: Value

    init(_ key: String, _ value: Value) {
      self.key = key
      self.value = value
    }
  }

  private(set) var entries: [Entry] = []

  mutating func add(_ key: String, _ value: Value) { entries.append(Entry(key, value)) }

  /// Adds a text where there is one.
  mutating func add(_ key: String, _ text: String?) {
    if let text, !text.isEmpty { add(key, .text(text)) }
  }

  var yaml: String { Self.lines(.map(entries), indent: "").joined(separator: "\n") + "\n" }

  private static func lines(_ value: Value, indent: String) -> [String] {
    switch value {
    case .text(let text): return [indent + quoted(text)]
    case .integer(let value): return [indent + String(value)]
    case .number(let value): return [indent + (value.isFinite ? decimal(value) : quoted("\(value)"))]
    case .list(let items):
      guard !items.isEmpty else { return [indent + "[]"] }
      return items.flatMap { item in
        let lines = lines(item, indent: indent + "  ")
        return [indent + "- " + lines[0].dropFirst(indent.utf8.count + 2)] + lines.dropFirst()
      }
    case .map(let entries):
      guard !entries.isEmpty else { return [indent + "{}"] }
      return entries.flatMap { entry in
        let key = indent + quotedKey(entry.key) + ":"
        return isNested(entry.value)
          ? [key] + lines(entry.value, indent: indent + "  ")
          : [key + " " + lines(entry.value, indent: "")[0]]
      }
    }
  }

  /// The shortest text that is read as the same number; with a point also before an exponent, since YAML 1.1
  /// takes `5e-05` for a text.
  static func decimal(_ value: Double) -> String {
    let text = "\(value)"
    guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  private static func isNested(_ value: Value) -> Bool {
    switch value {
    case .list(let items): !items.isEmpty
    case .map(let entries): !entries.isEmpty
    case .text, .integer, .number: false
    }
  }

  private static func quotedKey(_ key: String) -> String {
    let isPlain = key.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
    return isPlain && key.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F }
      ? key : quoted(key)
  }

  /// **Source:** YAML 1.2, section 7.3.1: double-quoted style.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        let isControl =
          scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
          || scalar.value == 0x2029 || scalar.value == 0xFEFF || (scalar.value & 0xFFFF) >= 0xFFFE
        if isControl {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          let width = scalar.value > 0xFFFF ? 8 : 4
          result +=
            (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
