package import Diagnostics

/// The columns of a file, from its first record.
enum CSVHeader {
  /// Names the columns. **Throws** for a header that is not UTF-8 or names a column twice.
  static func names(_ fields: RecordFields, dialect: CSVDialect, file: String, line: Int) throws(Diagnostic)
    -> [String]
  {
    guard dialect.header else { return (1...max(1, fields.count)).map { "column_\($0)" } }
    let place = Diagnostic.Place(file: file, line: line)
    if let malformed = fields.malformed {
      throw Diagnostic(
        .csvHeader, at: place, "field \(malformed + 1) of the header goes on after its closing quote",
        next: "Double a quote that belongs to a name.")
    }
    var names: [String] = []
    var seen: [String: Int] = [:]
    for index in 0..<fields.count {
      guard let name = fields.string(index), !name.utf8.contains(0) else {
        throw Diagnostic(
          .csvHeaderEncoding, at: place, "the name of column \(index + 1) is not UTF-8 text",
          next: "Set encoding, for example windows-1252 or latin-1.")
      }
      if let first = seen[name] {
        throw Diagnostic(
          .csvDuplicateColumn, at: place,
          "the header names column '\(name)' twice, as columns \(first + 1) and \(index + 1)",
          next: "Rename one of them.")
      }
      seen[name] = index
      names.append(name)
    }
    return names
  }

  /// Refuses a file whose columns are not those of the dataset's first file; their order may differ.
  static func compare(_ names: [String], file: String, with expected: [String], of first: String)
    throws(Diagnostic)
  {
    let place = Diagnostic.Place(file: file)
    if let absent = expected.first(where: { !names.contains($0) }) {
      throw Diagnostic(
        .csvHeaderMismatch, at: place, "column '\(absent)' of '\(first)' is not in this file",
        expected: "the same columns in all files of a dataset",
        next: nearestName(to: absent, among: names).map { "Did you mean '\($0)'?" })
    }
    if let extra = names.first(where: { !expected.contains($0) }) {
      throw Diagnostic(
        .csvHeaderMismatch, at: place, "column '\(extra)' is not in '\(first)'",
        expected: "the same columns in all files of a dataset",
        next: nearestName(to: extra, among: expected).map { "Did you mean '\($0)'?" })
    }
  }

  /// What to say about a column that is wanted and not there.
  static func missing(_ column: String, among names: [String], file: String, dataset: String) -> Diagnostic {
    let shown = names.prefix(40).map { "'\($0)'" }.joined(separator: ", ")
    let all = names.count > 40 ? "\(shown) and \(names.count - 40) more" : shown
    let near = nearestName(to: column, among: names).map { "Did you mean '\($0)'? " } ?? ""
    return Diagnostic(
      .csvMissingColumn, .configuration, at: .init(file: file),
      "dataset '\(dataset)' has no column '\(column)'", next: "\(near)It has \(all).")
  }
}

extension Diagnostic.Identifier {
  package static let csvHeader = Self("csv-header")
  package static let csvHeaderEncoding = Self("csv-header-encoding")
  package static let csvDuplicateColumn = Self("csv-duplicate-column")
  package static let csvHeaderMismatch = Self("csv-header-mismatch")
  package static let csvMissingColumn = Self("csv-missing-column")
}
