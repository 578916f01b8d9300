package import Datasets
package import Diagnostics
package import Scoring
package import Workspace

extension Diagnostic.Identifier {
  package static let kpiUnknown = Self("kpi-unknown")
  package static let kpiColumns = Self("kpi-columns")
  package static let kpiPeriod = Self("kpi-period")
  package static let kpiValue = Self("kpi-value")
  package static let kpiDuplicatePeriod = Self("kpi-duplicate-period")
}

/// The SQL of one KPI and where it is asked.
package struct KPIQuery: Sendable {
  package let name: String
  package let period: Configuration.KPI.Period
  let sql: SQLQuery
  let runner: QueryRunner

  /// - Parameter sql: gives columns `period` and `value`; takes `:from` and `:to`, half open.
  package init(name: String, period: Configuration.KPI.Period, sql: SQLQuery, runner: QueryRunner) {
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
      runner: QueryRunner(try catalogue.database(kpi.tables)))
  }

  /// Values of all periods the SQL gives for [from, to), in order of their periods.
  ///
  /// **Missing values:** nil for NULL. **Throws** for other columns, a period that does not begin a span, one
  /// that comes twice, and a value that is no number.
  func values(from: CalendarDate, to: CalendarDate) throws(Diagnostic) -> [(
    period: CalendarDate, value: Double?
  )] {
    let query = sql.with(parameters: ["from": from.description, "to": to.description])
    let columns = try places(of: try runner.columnNames(query))
    var values: [CalendarDate: Double?] = [:]
    try runner.forEachRow(query) { row throws(Diagnostic) in
      let period = try period(row[columns.period])
      let value = try value(row[columns.value], period)
      guard values.updateValue(value, forKey: period) == nil else {
        throw Diagnostic(
          .kpiDuplicatePeriod, at: place, "KPI '\(name)' has two values for period '\(period)'",
          next: "Let its query give one row for each period: GROUP BY period.")
      }
    }
    return values.sorted { $0.key < $1.key }.map { (period: $0.key, value: $0.value) }
  }

  private var place: Diagnostic.Place { Diagnostic.Place(file: sql.file) }

  private func places(of names: [String]) throws(Diagnostic) -> (period: Int, value: Int) {
    guard names.count == 2, let period = names.firstIndex(of: "period"),
      let value = names.firstIndex(of: "value")
    else {
      throw Diagnostic(
        .kpiColumns, .configuration, at: place, "the query of KPI '\(name)' gives other columns",
        expected: "period, value", found: names.joined(separator: ", "),
        next: "Name its two columns with AS.")
    }
    return (period, value)
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
        expected: "a finite number or NULL", found: shown(cell))
    }
    return number
  }

  private func refused(_ what: String, _ cell: SQLValue, expected: String) -> Diagnostic {
    Diagnostic(
      .kpiPeriod, .configuration, at: place, "KPI '\(name)' gives something else than \(what)",
      expected: expected, found: shown(cell), next: "Use date(…) in its query.")
  }

  private func shown(_ cell: SQLValue) -> String {
    switch cell {
    case .null: "NULL"
    case .blob: "a blob"
    case .text(let text): "'\(text.prefix(40))'"
    case .integer(let value): String(value)
    case .real(let value): value.description
    }
  }
}
