import Book

/// Writes a version's record as a metadata file that reads back as the same.
enum MetadataText {
  static func text(of record: VersionRecord, hasCases: Bool, hasProfile: Bool) -> String {
    var lines: [String] = []
    func add(_ key: String, _ value: String?) {
      if let value { lines.append("\(key): \(quoted(value))") }
    }
    add("framework", record.framework)
    if let labels = record.labels { lines.append("labels: [\(labels.map(quoted).joined(separator: ", "))]") }
    add("iterations", record.iterations)
    if let columns = record.columns {
      lines.append("columns: [\(columns.map(quoted).joined(separator: ", "))]")
    }
    if let schema = record.schema {
      lines.append("schema:")
      lines += schema.map {
        "  \(quoted($0.name)): \(quoted(($0.required ? "" : VersionMetadata.optional) + $0.type))"
      }
    }
    add("trained_until", record.trainedUntil)
    if !record.parameters.isEmpty {
      lines.append("parameters:")
      lines += record.parameters.map { "  \(quoted($0.name)): \(quoted($0.value))" }
    }
    if !record.metrics.isEmpty {
      lines.append("metrics:")
      lines += record.metrics.sorted { $0.key < $1.key }.map { "  \(quoted($0.key)): \($0.value)" }
    }
    if let training = record.training {
      lines.append("training:")
      if let rows = training.rows { lines.append("  rows: \(rows)") }
      if let positives = training.positives { lines.append("  positives: \(positives)") }
      add("  dates", training.dates)
      add("  data_sha256", training.dataDigest)
      add("  script", training.script)
      if lines.last == "training:" { lines[lines.count - 1] = "training: {}" }
    }
    add("source_commit", record.sourceCommit)
    if hasCases { add("verification", VersionPackage.cases) }
    if hasProfile { add("profile", VersionPackage.profile) }
    add("note", record.note)
    return lines.isEmpty ? "{}\n" : lines.joined(separator: "\n") + "\n"
  }

  /// A double-quoted YAML scalar: no text can end it or be taken for something else.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: result += "\\\""
      case 0x5C: result += "\\\\"
      case 0x0A: result += "\\n"
      case 0x0D: result += "\\r"
      case 0x09: result += "\\t"
      // What YAML takes for a line end, or does not take at all.
      case 0..<0x20, 0x7F..<0xA1, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
