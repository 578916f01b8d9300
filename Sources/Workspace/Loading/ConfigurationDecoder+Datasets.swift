import Diagnostics

extension ConfigurationDecoder {
  mutating func dataset(_ name: String, _ map: NodeMap) -> Configuration.Dataset? {
    let columns = reader.dictionary(map, "columns", ValueParser<Configuration.ColumnType>.word)
    let key = reader.list(map, "key", .text)
    if let key, key.isEmpty { reader.reportEmpty(map, "key", expected: "at least one column") }
    let kinds = map.has("sqlite") ? ["csv", "sqlite"] : ["csv", "sqlite", "query"]
    guard let told = kind(of: map, among: kinds) else { return nil }
    var kind: Configuration.Dataset.Kind?
    switch told {
    case "csv":
      refuse(["table", "date", "tables"], in: map, of: told)
      let path = reader.required(map, "csv", .dataPath(glob: true))
      let dialect = self.dialect(map)
      if let path { kind = .csv(path: path, dialect: dialect) }
    case "sqlite":
      refuse(Self.csvKeys + ["tables"], in: map, of: told)
      kind = sqliteKind(map)
    default:
      refuse(Self.csvKeys + ["table", "date"], in: map, of: told)
      let query = reader.required(map, "query", .publishedPath(in: root))
      let tables = self.tables(map)
      if let query, let tables { kind = .query(file: query, tables: tables) }
    }
    guard let kind else { return nil }
    let reaches = reader.value(map, "reaches", .text)
    let quiet = reader.value(map, "quiet", .days(in: 0...366))
    if reaches != nil { refuseReach(kind, map) }
    if quiet != nil, reaches == nil {
      reader.report(
        Diagnostic(
          .yamlMissingKey, .configuration, at: reader.valuePlace(of: map.path(to: "quiet")),
          "\(map.what) has 'quiet' without 'reaches'", next: "Name the column that tells the day of a row."))
    }
    return Configuration.Dataset(
      name: name, kind: kind, key: key ?? [], columns: columns ?? [:], reaches: reaches, quiet: quiet ?? 0)
  }

  /// Only what is there without a date can be asked for its newest day.
  private mutating func refuseReach(_ kind: Configuration.Dataset.Kind, _ map: NodeMap) {
    let what: String
    switch kind {
    case .csv(let path, _) where path.contains(":date"): what = "a file for each date"
    case .query, .sqliteQuery: what = "a query"
    default: return
    }
    reader.report(
      Diagnostic(
        .yamlWrongValue, .configuration, at: reader.valuePlace(of: map.path(to: "reaches")),
        "\(map.what) is \(what), of which no newest day can be told",
        next: what == "a query" ? "Give 'reaches' to the datasets that it reads." : "Take 'reaches' out."))
  }

  private static let csvKeys = [
    "columns", "delimiter", "quote", "header", "encoding", "decimal", "missing_values",
  ]

  private mutating func sqliteKind(_ map: NodeMap) -> Configuration.Dataset.Kind? {
    let file = reader.required(map, "sqlite", .dataPath(glob: false))
    guard let told = kind(of: map, among: ["table", "query"]) else { return nil }
    if told == "table" {
      let table = reader.required(map, "table", .text)
      let date = reader.value(map, "date", .text)
      guard let file, let table else { return nil }
      return .sqliteTable(file: file, table: table, dateColumn: date)
    }
    refuse(["date"], in: map, of: told)
    let query = reader.required(map, "query", .publishedPath(in: root))
    guard let file, let query else { return nil }
    return .sqliteQuery(file: file, query: query)
  }

  private mutating func dialect(_ map: NodeMap) -> Configuration.Dialect {
    let standard = Configuration.Dialect()
    let delimiter = reader.value(map, "delimiter", .delimiter) ?? standard.delimiter
    let quote = reader.value(map, "quote", .quote) ?? standard.quote ?? "none"
    let decimal = reader.value(map, "decimal", .decimalMark) ?? standard.decimal
    if delimiter == quote {
      reportClash(map, "quote", "\(map.what) has \(quoted(quote)) as delimiter and as quote")
    } else if delimiter == decimal, quote == "none" {
      reportClash(
        map, "decimal", "\(map.what) has \(quoted(decimal)) as delimiter and as decimal mark, and no quotes")
    }
    let header = reader.value(map, "header", .flag) ?? standard.header
    let encoding = reader.value(map, "encoding", ValueParser<CSVEncoding>.word)?.rawValue ?? standard.encoding
    let missing = reader.list(map, "missing_values", .anyText) ?? standard.missingValues
    return Configuration.Dialect(
      delimiter: delimiter, quote: quote == "none" ? nil : quote, header: header, encoding: encoding,
      decimal: decimal, missingValues: missing)
  }

  private mutating func reportClash(_ map: NodeMap, _ key: String, _ summary: String) {
    let path = map.has(key) ? map.path(to: key) : map.path(to: "delimiter")
    reader.report(
      Diagnostic(
        .yamlWrongValue, .configuration, at: reader.valuePlace(of: path), summary, next: "Choose another."))
  }
}

private enum CSVEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case latin1 = "latin-1"
  case windows1252 = "windows-1252"
  case utf16 = "utf-16"
}

extension ValueParser where Value == String {
  fileprivate static var delimiter: ValueParser {
    ValueParser(expected: "one ASCII character such as \",\" or \"\\t\"") { text throws(ValueMismatch) in
      if isOneASCIICharacter(text) { return text }
      throw ValueMismatch(next: text == "tab" || text == "\\t" ? "Write \"\\t\" in double quotes." : nil)
    }
  }

  fileprivate static var quote: ValueParser {
    ValueParser(expected: "one ASCII character, or none") { text in
      text == "none" || isOneASCIICharacter(text) ? text : nil
    }
  }

  fileprivate static var decimalMark: ValueParser {
    ValueParser(expected: "\".\" or \",\"") { $0 == "." || $0 == "," ? $0 : nil }
  }
}

/// One byte that can't be part of a number, a line end or a name.
private func isOneASCIICharacter(_ text: String) -> Bool {
  guard text.utf8.count == 1, let byte = text.utf8.first else { return false }
  let isLetterOrDigit =
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  return byte == 0x09 || ((0x20..<0x7F).contains(byte) && !isLetterOrDigit && byte != 0x2D && byte != 0x2E)
}
