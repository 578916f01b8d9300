extension Diagnostic {
  /// One JSON object on one line; a field without a value is null.
  ///
  /// **Shape:** `identifier`, `severity`, `exit_code`, `file`, `line`, `column`, `summary`, `expected`,
  /// `found`, `next`, always all of them and in this order.
  package var json: String {
    let fields: [(String, String)] = [
      ("identifier", jsonString(identifier.name)),
      ("severity", jsonString(severity.rawValue)),
      ("exit_code", String(kind.rawValue)),
      ("file", jsonString(place?.file)),
      ("line", place?.line.map { String($0) } ?? "null"),
      ("column", place?.column.map { String($0) } ?? "null"),
      ("summary", jsonString(summary)),
      ("expected", jsonString(expected)),
      ("found", jsonString(found)),
      ("next", jsonString(next)),
    ]
    return "{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
  }
}

extension Problems {
  /// A JSON array, a diagnostic on each line.
  package var json: String {
    list.isEmpty ? "[]" : "[\n" + list.map { "  " + $0.json }.joined(separator: ",\n") + "\n]"
  }

  /// What all of it amounts to: the configuration first, for nothing was started; nil without errors.
  package var kind: Diagnostic.Kind? {
    let kinds = Set(errors.map(\.kind))
    return [.configuration, .failure, .refused, .notNow].first(where: kinds.contains)
  }
}

/// **Source:** RFC 8259 section 7; U+2028 and U+2029 escaped too, so that it may stand in a script.
private func jsonString(_ text: String?) -> String {
  guard let text else { return "null" }
  var json = "\""
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x22: json += "\\\""
    case 0x5C: json += "\\\\"
    case 0x0A: json += "\\n"
    case 0x0D: json += "\\r"
    case 0x09: json += "\\t"
    case 0..<0x20, 0x7F, 0x2028, 0x2029:
      let digits = String(scalar.value, radix: 16)
      json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: json.unicodeScalars.append(scalar)
    }
  }
  return json + "\""
}
