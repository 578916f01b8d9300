package import Datasets
package import Diagnostics
package import Scoring
package import Workspace

extension Diagnostic.Identifier {
  package static let kpiUnknown = Self("kpi-unknown")
  package static let kpiPeriod = Self("kpi-period")
  package static let kpiValue = Self("kpi-value")
  package static let kpiDimension = Self("kpi-dimension")
  package static let kpiDuplicatePeriod = Self("kpi-duplicate-period")
  package static let kpiBeyondData = Self("kpi-beyond-data")
}

/// The SQL of one KPI and where it is asked.
package struct KPIQuery: Sendable {
  package let name: String
  package let period: Configuration.KPI.Period
  let sql: SQLQuery
  let runner: QueryRunner
  /// To which day the data reach; gives nil where nothing tells.
  let reach: @Sendable () throws(Diagnostic) -> DataReach?

  /// Whether the SQL says NULL where it gives the whole.
  let namesWhole: Bool

  /// - Parameter sql: gives columns `period`, `value` and, for parts, `dimension`; takes `:from` and `:to`, half open.
  package init(
    name: String, period: Configuration.KPI.Period, sql: SQLQuery, runner: QueryRunner,
    reach: @escaping @Sendable () throws(Diagnostic) -> DataReach? = { () throws(Diagnostic) in nil }
  ) {
    self.reach = reach
    namesWhole = SQLWords(sql.text).givesNull
    self.name = name
    self.period = period
    self.sql = sql
    self.runner = runner
  }

  /// A configured KPI. **Throws** for a name that is not configured and a file that can't be read.
  package init(_ name: String, _ catalogue: DatasetCatalogue) throws(Diagnostic) {
    let configuration = catalogue.configuration
    guard let kpi = configuration.kpis[name] else {
      throw Diagnostic(
        .kpiUnknown, .configuration, at: Diagnostic.Place(file: configuration.file),
        "there is no KPI '\(name)'",
        next: nearestName(to: name, among: configuration.kpis.keys).map { "Did you mean '\($0)'?" })
    }
    self.init(
      name: name, period: kpi.period, sql: try catalogue.query(kpi.query, [:]),
      runner: QueryRunner(try catalogue.database(kpi.tables)),
      reach: { () throws(Diagnostic) in try catalogue.reach(of: kpi.tables) })
  }

  /// What the SQL gives for a period, of the whole or of a part of it.
  struct Value: Sendable, Hashable {
    let period: CalendarDate
    /// nil for the whole.
    let dimension: String?
    /// **Missing values:** nil for NULL.
    let value: Double?
  }

  /// Parts of one KPI; more than that is no page that anybody reads.
  static let mostParts = 200

  /// Values of all periods the SQL gives for [from, to), in order of parts, the whole first, and of periods.
  ///
  /// **Throws** for other columns, a period that does not begin a span, one that comes twice for a part, a value that
  /// is no number, and parts that have no name or are too many.
  func values(from: CalendarDate, to: CalendarDate) throws(Diagnostic) -> [Value] {
    struct Place: Hashable {
      let dimension: String
      let period: CalendarDate
    }
    let query = sql.with(parameters: ["from": from.description, "to": to.description])
    let columns = try KPIColumns(try runner.columnNames(query), kpi: name, file: sql.file)
    var values: [Place: Double?] = [:]
    var parts: Set<String> = []
    try runner.forEachRow(query) { row throws(Diagnostic) in
      let period = try period(row[columns.period])
      let dimension =
        try columns.dimension.map { place throws(Diagnostic) in
          try self.dimension(row[place], period)
        } ?? nil
      let value = try value(row[columns.value], period)
      guard values.updateValue(value, forKey: Place(dimension: dimension ?? "", period: period)) == nil else {
        // The part's name comes from rows, and belongs into no log.
        let part = dimension == nil ? "" : " of one part"
        throw Diagnostic(
          .kpiDuplicatePeriod, at: place, "KPI '\(name)' has two values\(part) for period '\(period)'",
          next: columns.dimension == nil
            ? "Let its query give one row for each period: GROUP BY period."
            : "Let its query give one row for each period and part: GROUP BY period, dimension.",
          aside: dimension.map { "dimension: \($0.prefix(200))" })
      }
      if let dimension, parts.insert(dimension).inserted, parts.count > KPIQuery.mostParts {
        throw Diagnostic(
          .kpiDimension, .configuration, at: place, "KPI '\(name)' has too many parts",
          expected: "at most \(KPIQuery.mostParts) values of 'dimension'",
          next: "Group the small ones in its query, as 'other'.")
      }
    }
    return values.map { place, value in
      Value(
        period: place.period, dimension: place.dimension.isEmpty ? nil : place.dimension, value: value)
    }
    .sorted { ($0.dimension ?? "", $0.period) < ($1.dimension ?? "", $1.period) }
  }

  private var place: Diagnostic.Place { Diagnostic.Place(file: sql.file) }

  /// nil, the whole, for NULL.
  ///
  /// **Throws** for NULL, too, where the query does not say so: then it is rows without a part, and no whole.
  private func dimension(_ cell: SQLValue, _ period: CalendarDate) throws(Diagnostic) -> String? {
    switch cell {
    case .null where namesWhole: return nil
    case .null:
      throw Diagnostic(
        .kpiDimension, .configuration, at: place,
        "KPI '\(name)' has rows whose 'dimension' is NULL in period '\(period)', but its query names no whole",
        expected: "a name for each part, and NULL written in the query where a row is the whole",
        found: "NULL",
        next: "Write coalesce(…, 'unknown') AS dimension for rows without a part, or NULL AS dimension for "
          + "the whole.")
    case .integer(let value): return String(value)
    case .text(let text) where !text.isEmpty && text.utf8.count <= 200: return text
    default:
      throw Diagnostic(
        .kpiDimension, .configuration, at: place, "KPI '\(name)' has a part without a usable name",
        expected: "a text of 1 to 200 bytes, a whole number, or NULL for the whole", found: cell.kind,
        next: "Use coalesce(…, 'unknown') in its query.")
    }
  }

  private func period(_ cell: SQLValue) throws(Diagnostic) -> CalendarDate {
    guard case .text(let text) = cell, let date = CalendarDate(text) else {
      throw refused("a period", cell, expected: "a date, YYYY-MM-DD")
    }
    guard KPIPeriod.start(of: date, period) == date else {
      throw Diagnostic(
        .kpiPeriod, .configuration, at: place,
        "KPI '\(name)' gives period '\(date)', which does not begin a \(period.rawValue)",
        expected: KPIPeriod.name(of: period), found: "the nearest is \(KPIPeriod.start(of: date, period))",
        next: period == .week
          ? "A week's Monday is date(day, '-6 days', 'weekday 1')."
          : "Let period be the first day of its \(period.rawValue), or change 'period' of the KPI.")
    }
    return date
  }

  private func value(_ cell: SQLValue, _ period: CalendarDate) throws(Diagnostic) -> Double? {
    if case .null = cell { return nil }
    guard let number = cell.number, number.isFinite else {
      throw Diagnostic(
        .kpiValue, .configuration, at: place, "KPI '\(name)' has no number for period '\(period)'",
        expected: "a finite number or NULL", found: cell.kind, aside: aside(cell))
    }
    return number
  }

  private func refused(_ what: String, _ cell: SQLValue, expected: String) -> Diagnostic {
    Diagnostic(
      .kpiPeriod, .configuration, at: place, "KPI '\(name)' gives something else than \(what)",
      expected: expected, found: cell.kind, next: "Use date(…) in its query.", aside: aside(cell))
  }

  /// What the cell holds, which may be a row's, for a terminal only.
  private func aside(_ cell: SQLValue) -> String? {
    if case .text(let text) = cell { return "found: \(text.prefix(200))" }
    return nil
  }
}

extension SQLValue {
  /// What it is, without what it holds.
  fileprivate var kind: String {
    switch self {
    case .null: "NULL"
    case .blob: "a blob"
    case .text(let text): "a text of \(text.utf8.count) bytes"
    case .integer: "a whole number"
    case .real(let value): value.isFinite ? "a number with a fraction" : "an infinite number"
    }
  }
}
