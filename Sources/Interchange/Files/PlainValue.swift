/// A value of a JSON or YAML file: what was written, no implicit typing beyond quoted or not.
enum PlainValue: Sendable, Hashable {
  case null
  /// A number, a flag or a text; quoted ones are texts whatever they look like.
  case scalar(String, isQuoted: Bool)
  case list([PlainValue])
  case map([Entry])

  struct Entry: Sendable, Hashable {
    let key: String
    let value: PlainValue
  }

  var text: String? { if case .scalar(let text, _) = self { text } else { nil } }
  var words: String? { text.flatMap { $0.isEmpty ? nil : $0 } }
  var list: [PlainValue]? { if case .list(let list) = self { list } else { nil } }
  var map: [Entry]? { if case .map(let map) = self { map } else { nil } }

  subscript(_ key: String) -> PlainValue? {
    guard case .map(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  var integer: Int? { text.flatMap { Int($0) } }

  /// A number that is not in quotes, NaN and infinities among them as Python, JSON 5 and YAML write them; `true`
  /// and `false` are none.
  var number: Double? {
    guard case .scalar(let text, false) = self else { return nil }
    return PlainValue.number(text)
  }

  static func number(_ text: some StringProtocol) -> Double? {
    switch text {
    case "NaN", "nan", ".nan", ".NaN", ".NAN": return .nan
    case "Infinity", "inf", "+inf", ".inf", "+.inf", ".Inf", ".INF", "+Infinity": return .infinity
    case "-Infinity", "-inf", "-.inf", "-.Inf", "-.INF": return -.infinity
    default:
      // No hexadecimal.
      let isDecimal = text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0)
      }
      return isDecimal && !text.isEmpty && text.utf8.count <= 400 ? Double(text) : nil
    }
  }

  /// One line of JSON, as a parameter's value is kept.
  var json: String {
    switch self {
    case .null: "null"
    case .scalar(let text, let isQuoted): isQuoted ? PlainValue.quoted(text) : text
    case .list(let items): "[" + items.map(\.json).joined(separator: ", ") + "]"
    case .map(let entries):
      "{" + entries.map { "\(PlainValue.quoted($0.key)): \($0.value.json)" }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case "\r": json += "\\r"
      case "\t": json += "\\t"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          json.unicodeScalars.append(scalar)
        }
      }
    }
    return json + "\""
  }

  /// The leaves by their path, joined with points; a list is one leaf, written as JSON.
  ///
  /// **Source:** `dvc metrics show` and `dvc params diff` name nested values so.
  func leaves(_ prefix: String = "") -> [(name: String, value: PlainValue)] {
    guard case .map(let entries) = self else { return [(prefix, self)] }
    return entries.flatMap { $0.value.leaves(prefix.isEmpty ? $0.key : "\(prefix).\($0.key)") }
  }
}

/// Why a file could not be read as what it is.
struct Unreadable: Error, Sendable {
  let reason: String
}
