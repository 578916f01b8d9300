package import Book
import Datasets
package import Diagnostics
import Scoring
package import Workspace

/// Asks the SQL of KPIs and enters their values.
///
/// Only whole periods are kept: one that is not over on the morning of `asOf` is left out and counted, and one to whose
/// end the data don't reach is refused, and withdrawn where it is asked for again. An
/// unchanged query is asked from the newest stored period on; a changed one for all periods, and what it does
/// not give any more goes. Doing it twice changes no byte of the book.
package struct KPIUpdater: Sendable {
  /// Before any data: `:from` where all periods are asked for.
  package static let beginning = CalendarDate(daysSinceEpoch: -719_162)

  let book: Book
  /// RFC 3339.
  let now: String
  /// Enters also periods to whose end the data don't reach.
  let takesBeyond: Bool

  package init(book: Book, now: String, takesBeyond: Bool = false) {
    self.book = book
    self.now = now
    self.takesBeyond = takesBeyond
  }

  /// Brings one KPI up to date.
  ///
  /// - Parameters:
  ///   - asOf: the morning it is asked on, `:to`: a command's last date, or today.
  ///   - from: asks again from the period that holds this day, where older data was mended.
  /// **Throws** for a query that fails or gives something else; then the book is as it was.
  package func update(
    _ query: KPIQuery, asOf: CalendarDate, from: CalendarDate? = nil
  ) throws(Diagnostic) -> KPIOutcome {
    let reach = takesBeyond ? nil : try query.reach()
    let stored = try book.kpiValues(of: query.name)
    let digest = ContentDigest.sha256(query.sql.text)
    let isNewQuery = stored.contains { $0.sqlDigest != digest }
    let last = KPIUpdater.latest(stored)
    let newest = stored.map(\.period).filter { !isBeyond($0, query, reach) }.max().flatMap {
      CalendarDate($0)
    }
    let start: CalendarDate =
      if isNewQuery {
        KPIUpdater.beginning
      } else if let from {
        KPIPeriod.start(of: from, query.period)
      } else {
        newest ?? KPIUpdater.beginning
      }
    // Looking back from an earlier day must not take later periods away; a changed query has to be asked for
    // all that is stored, or two definitions would stand in one series.
    let end = isNewQuery ? max(asOf, newest.map { KPIPeriod.end(of: $0, query.period) } ?? asOf) : asOf
    guard start < end else {
      return outcome(query, asOf, periods: 0, unfinished: 0, written: 0, isNewQuery, last, withdrawn: 0)
    }
    let values = try query.values(from: start, to: end)
    let whole = values.filter { $0.period >= start && KPIPeriod.end(of: $0.period, query.period) <= end }
    if let reach, let first = whole.map(\.period).filter({ isBeyond($0.description, query, reach) }).min() {
      throw beyond(first, query, reach)
    }
    let unfinished = Set(values.map(\.period)).count { KPIPeriod.end(of: $0, query.period) > end }
    let dataDigest = ContentDigest.sha256(try query.runner.stamp(query.sql))
    let records = whole.map { value in
      KPIValueRecord(
        kpi: query.name, dimension: value.dimension, period: value.period.description, value: value.value,
        sqlDigest: digest, dataDigest: dataDigest, computedAt: now)
    }
    // Only where it is asked for again: data that are away for a day must not take the past with them.
    let gone: Set<String> =
      from == nil
      ? []
      : Set(
        stored.map(\.period).filter { $0 >= start.description && isBeyond($0, query, reach) })
    var written = try withdraw(gone, of: query)
    written += try book.replaceKPIValues(
      of: query.name, from: isNewQuery ? nil : start.description,
      before: isNewQuery ? nil : KPIPeriod.start(of: end, query.period).description, with: records)
    let kept = KPIUpdater.latest(stored.filter { !gone.contains($0.period) })
    return outcome(
      query, asOf, periods: Set(records.map(\.period)).count, unfinished: unfinished, written: written,
      isNewQuery, KPIUpdater.latest(records) ?? kept, withdrawn: gone.count)
  }

  /// Whether the data don't reach to the end of a period.
  private func isBeyond(_ period: String, _ query: KPIQuery, _ reach: DataReach?) -> Bool {
    guard let reach, let start = CalendarDate(period) else { return false }
    return !reach.holds(KPIPeriod.end(of: start, query.period).adding(days: -1))
  }

  private func beyond(_ first: CalendarDate, _ query: KPIQuery, _ reach: DataReach) -> Diagnostic {
    let end = KPIPeriod.end(of: first, query.period).adding(days: -1)
    return Diagnostic(
      .kpiBeyondData, .notNow, at: Diagnostic.Place(file: query.sql.file),
      "KPI '\(query.name)' would be of data that are not there yet: \(query.period.rawValue) '\(first)'",
      expected: "data up to \(end)", found: reach.words,
      next: reach.advice("Ask again when the data are there"))
  }

  /// Takes out what was entered of data that were not there.
  private func withdraw(_ periods: Set<String>, of query: KPIQuery) throws(Diagnostic) -> Int {
    guard let first = periods.min() else { return 0 }
    return try book.replaceKPIValues(of: query.name, from: first, before: nil, with: [])
  }

  /// The newest value of the whole.
  private static func latest(_ records: [KPIValueRecord]) -> KPIValueRecord? {
    records.filter { $0.dimension == nil }.max { $0.period < $1.period }
  }

  /// Brings several up to date; one that fails does not stop the others.
  package func updateAll(
    _ queries: [KPIQuery], asOf: CalendarDate, from: CalendarDate? = nil
  ) -> (outcomes: [KPIOutcome], problems: Problems) {
    var outcomes: [KPIOutcome] = []
    var problems = Problems()
    for query in queries.sorted(by: { $0.name < $1.name }) {
      do throws(Diagnostic) {
        outcomes.append(try update(query, asOf: asOf, from: from))
      } catch {
        problems.add(error)
      }
    }
    return (outcomes, problems)
  }

  private func outcome(
    _ query: KPIQuery, _ asOf: CalendarDate, periods: Int, unfinished: Int, written: Int, _ isNewQuery: Bool,
    _ latest: KPIValueRecord?, withdrawn: Int
  ) -> KPIOutcome {
    KPIOutcome(
      kpi: query.name, period: query.period.rawValue, asOf: asOf.description, periods: periods,
      unfinished: unfinished, written: written, queryChanged: isNewQuery, latest: latest?.period,
      value: latest?.value, withdrawn: withdrawn)
  }
}
