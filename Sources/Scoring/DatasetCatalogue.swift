package import Datasets
package import Diagnostics
import Synchronization
package import Workspace

/// The datasets of a workspace, opened: one for all dates of a command, so that tables are loaded once.
package final class DatasetCatalogue: Sendable {
  package let configuration: Configuration
  private let caches = Mutex<[String: TableCache]>([:])

  package init(_ configuration: Configuration) { self.configuration = configuration }

  /// The rows of a dataset, as known on the morning of a date.
  ///
  /// - Parameter date: what `:date` stands for; nil where the command has none.
  package func source(_ name: String, date: CalendarDate?) throws(Diagnostic) -> any DatasetSource {
    switch try opened(name, date: date) {
    case .csv(let source): return source
    case .sqlite(let source): return source
    }
  }

  /// The columns of a dataset where no date is asked for: files named by date are shown by the last one there
  /// is, since the first night's may not have come yet, or be gone.
  package func sampleColumns(of name: String, date: CalendarDate?) throws(Diagnostic) -> [String] {
    if case .csv(let path, _)? = configuration.datasets[name]?.kind, path.contains(":date") {
      let pattern = configuration.location(of: path.replacing(":date", with: "????-??-??"))
      if let last = try? CSVFiles.expand(pattern: pattern, date: nil).last {
        return try csv(name, files: [last]).columnNames()
      }
    }
    return try source(name, date: date).columnNames()
  }

  private enum Opened {
    case csv(CSVSource)
    case sqlite(SQLiteSource)
  }

  private func opened(_ name: String, date: CalendarDate?) throws(Diagnostic) -> Opened {
    let dataset = try dataset(name)
    switch dataset.kind {
    case .csv(let path, _):
      let pattern = configuration.location(of: path)
      return .csv(try csv(name, files: try CSVFiles.expand(pattern: pattern, date: date?.description)))
    case .sqliteTable(let file, let table, let dateColumn):
      return .sqlite(
        SQLiteSource(
          name: name, database: .file(configuration.location(of: file)),
          content: .table(table, dateColumn: dateColumn, date: date?.description)))
    case .sqliteQuery(let file, let path):
      return .sqlite(
        SQLiteSource(
          name: name, database: .file(configuration.location(of: file)),
          content: .query(try query(path, parameters(date)))))
    case .query(let path, let tables):
      return .sqlite(
        SQLiteSource(
          name: name, database: try database(tables, date: date),
          content: .query(try query(path, parameters(date)))))
    }
  }

  private func csv(_ name: String, files: [String]) throws(Diagnostic) -> CSVSource {
    let dataset = try dataset(name)
    guard case .csv(_, let dialect) = dataset.kind else { throw unknown(name) }
    return try CSVSource(
      name: name, files: files, dialect: try CSVDialect(dialect),
      declared: dataset.columns.sorted { $0.key < $1.key }.map {
        DeclaredColumn(name: $0.key, kind: DeclaredColumn.Kind($0.value))
      })
  }

  /// A SQL file of the workspace with its parameters bound; `:date`, `:from`, `:to` by name.
  package func query(_ path: String, _ parameters: [String: String]) throws(Diagnostic) -> SQLQuery {
    let location = configuration.location(of: path)
    return SQLQuery(text: try SourceText.read(location), file: location, parameters: parameters)
  }

  /// What a query over datasets asks: CSV files loaded into a cache under `.scorebook/`.
  package func database(
    _ tables: [String: String], date: CalendarDate? = nil
  ) throws(Diagnostic) -> QueryDatabase {
    var dated = false
    for name in tables.values { dated = try isDated(name) || dated }
    let key =
      tables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
      + (dated ? " \(date?.description ?? "")" : "")
    if let cache = caches.withLock({ $0[key] }) { return .tables(cache) }
    var cached: [CachedTable] = []
    for (name, dataset) in tables.sorted(by: { $0.key < $1.key }) {
      switch try opened(dataset, date: date) {
      case .csv(let source): cached.append(CachedTable(name: name, csv: source))
      case .sqlite(let source): cached.append(CachedTable(name: name, sqlite: source))
      }
    }
    let cache = TableCache(folder: configuration.location(of: ".scorebook/cache"), tables: cached)
    caches.withLock { $0[key] = cache }
    return .tables(cache)
  }

  private func dataset(_ name: String) throws(Diagnostic) -> Configuration.Dataset {
    guard let dataset = configuration.datasets[name] else { throw unknown(name) }
    return dataset
  }

  private func unknown(_ name: String) -> Diagnostic {
    Diagnostic(
      .datasetUnknown, .configuration, at: .init(file: configuration.file), "there is no dataset '\(name)'",
      next: nearestName(to: name, among: configuration.datasets.keys).map { "Did you mean '\($0)'?" })
  }

  private func isDated(_ name: String) throws(Diagnostic) -> Bool {
    guard case .csv(let path, _) = try dataset(name).kind else { return false }
    return path.contains(":date")
  }

  private func parameters(_ date: CalendarDate?) -> [String: String] {
    date.map { ["date": $0.description] } ?? [:]
  }
}

extension Diagnostic.Identifier {
  package static let datasetUnknown = Self("dataset-unknown")
}

extension CSVDialect {
  init(_ dialect: Configuration.Dialect) throws(Diagnostic) {
    self.init(
      delimiter: dialect.delimiter.utf8.first ?? 0x2C, quote: dialect.quote.flatMap(\.utf8.first),
      header: dialect.header, encoding: CSVEncoding(rawValue: dialect.encoding) ?? .utf8,
      decimal: dialect.decimal.utf8.first ?? 0x2E, missingValues: dialect.missingValues)
    try check()
  }
}

extension DeclaredColumn.Kind {
  init(_ type: Configuration.ColumnType) {
    self =
      switch type {
      case .text: .text
      case .number: .number
      case .integer: .integer
      case .date: .date
      case .boolean: .boolean
      }
  }
}
