/// How a table model's file is written, told by its content alone.
///
/// The YAML form has one key at its top, the kind: `lookup:`. The CSV form begins with the line
/// `# scorebook lookup`, further lines with `#` that hold what the YAML form has under its key, and then records.
enum TableFile {
  enum Form { case yaml, csv }

  /// Lines of settings before the records, at most.
  private static let settingsLimit = 1000

  /// The form of a file that starts so; nil for what is no table of this kind.
  ///
  /// - Parameter keys: Keys below the kind, one of which must be there: other programs write `rules:` too.
  static func form(_ prefix: some Collection<UInt8>, kind: String, keys: [String]) -> Form? {
    let text = withoutMark(prefix)
    let lines = text.split(maxSplits: 4000, whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    if let first = lines.first, settings(first).elementsEqual(" scorebook \(kind)".utf8) { return .csv }
    let rest = lines.drop { isSilent($0) || $0.starts(with: "---".utf8) }
    guard let top = rest.first, top.starts(with: "\(kind):".utf8) else { return nil }
    let inside = top.dropFirst(kind.utf8.count + 1).drop { $0 == 0x20 }
    if inside.first == 0x7B { return keys.contains { starts(inside.dropFirst(), $0) } ? .yaml : nil }
    let isOurs = rest.dropFirst().prefix { isSilent($0) || $0.first == 0x20 }
      .contains { line in line.first == 0x20 && keys.contains { starts(line, $0) } }
    return isOurs ? .yaml : nil
  }

  /// The settings of a CSV form as YAML, line for line and column for column, and where its records begin.
  static func settings(_ bytes: [UInt8]) -> (yaml: [UInt8], isEmpty: Bool, start: Int, line: Int) {
    var yaml: [UInt8] = []
    var isEmpty = true
    var start = hasMark(bytes) ? 3 : 0
    var line = 1
    while start < bytes.count, line <= settingsLimit {
      let isHash =
        bytes[start] == 0x23 || (bytes[start] == 0x22 && start + 1 < bytes.count && bytes[start + 1] == 0x23)
      guard isHash else { break }
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      // The first line is the mark of the format, and says nothing more.
      let text = line == 1 ? [] : Array(settings(bytes[start..<end]))
      if text.contains(where: { $0 != 0x20 }) { isEmpty = false }
      if line > 1 { yaml.append(0x20) }
      yaml += text
      yaml.append(0x0A)
      start = min(end + 1, bytes.count)
      line += 1
    }
    return (yaml, isEmpty, start, line)
  }

  /// What follows the `#` of a line, as it was before a spreadsheet quoted its cells and filled it up with commas.
  private static func settings(_ line: some Collection<UInt8>) -> [UInt8] {
    var text = line.filter { $0 != 0x0D }
    while let last = text.last, last == 0x2C || last == 0x20 { text.removeLast() }
    if text.first == 0x22 {
      // A cell as a spreadsheet quotes it, which is the whole line.
      var cell: [UInt8] = []
      var quotes = 0
      for byte in text {
        if byte == 0x22 { quotes += 1 }
        if byte != 0x22 || (quotes > 1 && quotes % 2 == 1) { cell.append(byte) }
      }
      text = cell
    }
    return text.first == 0x23 ? Array(text.dropFirst()) : []
  }

  static func hasMark(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

  private static func withoutMark<Bytes: Collection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
    bytes.dropFirst(hasMark(bytes) ? 3 : 0)
  }

  private static func isSilent(_ line: some Collection<UInt8>) -> Bool {
    let text = line.drop { $0 == 0x20 || $0 == 0x09 }
    return text.isEmpty || text.first == 0x23
  }

  private static func starts(_ line: some Collection<UInt8>, _ key: String) -> Bool {
    line.drop { $0 == 0x20 }.starts(with: "\(key):".utf8)
  }
}
