import Book
import Glibc

/// What one KPI's update gave, for a command to print.
package struct KPIOutcome: Sendable, Hashable, Codable {
  package let kpi: String
  /// day, week or month.
  package let period: String
  /// ISO date: the morning on which it was asked.
  package let asOf: String
  /// Whole periods that the query gave.
  package let periods: Int
  /// Periods that were not over on `asOf`: left out.
  package let unfinished: Int
  /// Values of the book that are new, differ or went.
  package let written: Int
  /// Whether the SQL is another than that of the stored values, so that all of them were asked for again.
  package let queryChanged: Bool
  /// The newest period and its value.
  package let latest: String?
  package let value: Double?
  /// Periods that the book had and to whose end the data don't reach: taken out.
  package let withdrawn: Int

  enum CodingKeys: String, CodingKey {
    case kpi
    case period
    case asOf = "as_of"
    case periods
    case unfinished
    case written
    case queryChanged = "query_changed"
    case latest
    case value
    case withdrawn
  }

  package init(
    kpi: String, period: String, asOf: String, periods: Int, unfinished: Int, written: Int,
    queryChanged: Bool, latest: String?, value: Double?, withdrawn: Int
  ) {
    self.withdrawn = withdrawn
    self.kpi = kpi
    self.period = period
    self.asOf = asOf
    self.periods = periods
    self.unfinished = unfinished
    self.written = written
    self.queryChanged = queryChanged
    self.latest = latest
    self.value = value
  }

  package static func table(_ outcomes: [KPIOutcome]) -> ResultTable {
    ResultTable(
      headings: ["KPI", "period", "asked", "not over", "written", "latest", "value", ""],
      numeric: [false, false, true, true, true, false, true, false],
      rows: outcomes.map { outcome in
        [
          outcome.kpi, outcome.period, String(outcome.periods), String(outcome.unfinished),
          String(outcome.written), outcome.latest ?? "–",
          outcome.value.map { ResultTable.rounded($0, digits: digits($0)) } ?? "–",
          [
            outcome.queryChanged ? "the query changed" : nil,
            outcome.withdrawn > 0 ? "\(outcome.withdrawn) withdrawn" : nil,
          ].compactMap(\.self).joined(separator: ", "),
        ]
      })
  }

  /// Decimals of a value in a table: none of a whole number, two of others, more of one that two would round away.
  package static func digits(_ value: Double) -> Int {
    guard value.isFinite, value != value.rounded() else { return 0 }
    guard value.magnitude < 0.1 else { return 2 }
    return min(12, 2 - Int(log10(value.magnitude).rounded(.down)))
  }

  /// `--json`.
  package static func json(_ outcomes: [KPIOutcome]) throws -> String {
    try RecordJSON.text(outcomes, pretty: true)
  }
}
