import Datasets
package import Diagnostics
package import Workspace

extension Diagnostic.Identifier {
  package static let datasetReaches = Self("dataset-reaches")
}

/// To which day the rows of a dataset reach, as far as they tell.
package struct DataReach: Sendable, Hashable {
  package let dataset: String
  /// The day of the newest row; nil where no row has one.
  package let newest: CalendarDate?
  /// Days without rows behind it that are usual.
  package let quiet: Int

  package init(dataset: String, newest: CalendarDate?, quiet: Int) {
    self.dataset = dataset
    self.newest = newest
    self.quiet = quiet
  }

  /// Whether everything up to a day, that day included, is there.
  package func holds(_ day: CalendarDate) -> Bool {
    guard let newest else { return false }
    return day.daysSinceEpoch <= newest.daysSinceEpoch + quiet
  }

  func reachesLess(than other: DataReach) -> Bool {
    let (own, others) = (lastMorning?.daysSinceEpoch ?? .min, other.lastMorning?.daysSinceEpoch ?? .min)
    return (own, dataset) < (others, other.dataset)
  }

  /// "dataset 'purchases' reaches 1998-06-30"
  package var words: String {
    newest.map { "dataset '\(dataset)' reaches \($0)" } ?? "dataset '\(dataset)' has no row with a day"
  }

  /// What to do about data that are not there yet.
  package func advice(_ again: String) -> String {
    again + ", or " + (lastMorning.map { "as of a morning that they reach: --as-of \($0). " } ?? "")
      + "Say --beyond-data where there is nothing to come."
  }

  /// The first morning on which what is over is not all there any more.
  package var lastMorning: CalendarDate? { newest?.adding(days: quiet + 1) }
}

extension DatasetCatalogue {
  /// Of the dataset that reaches least far, of these and those that their queries read; nil where none says by which
  /// column it can be told.
  ///
  /// - Parameter tables: name in the SQL → dataset, so that what a query has loaded is not loaded again.
  ///
  /// **Throws:** what is wrong with the data, and `dataset-reaches` for a column that is not there or holds no day.
  package func reach(of tables: [String: String]) throws(Diagnostic) -> DataReach? {
    var least: DataReach?
    var seen: Set<String> = []
    var waiting = [tables]
    while let tables = waiting.popLast() {
      for (table, name) in tables.sorted(by: { $0.key < $1.key }) where seen.insert(name).inserted {
        guard let dataset = configuration.datasets[name] else { continue }
        if let column = dataset.reaches {
          let found = DataReach(
            dataset: name, newest: try newestDay(of: name, in: column, as: table, of: tables),
            quiet: dataset.quiet)
          if least.map({ found.reachesLess(than: $0) }) ?? true { least = found }
        } else if case .query(_, let tables) = dataset.kind {
          waiting.append(tables)
        }
      }
    }
    return least
  }

  /// The same of one dataset.
  package func reach(of name: String) throws(Diagnostic) -> DataReach? { try reach(of: ["rows": name]) }

  private func newestDay(
    of name: String, in column: String, as table: String, of tables: [String: String]
  ) throws(Diagnostic) -> CalendarDate? {
    let place = configuration.place(of: "datasets.\(name).reaches")
    let names = try source(name, date: nil).columnNames()
    guard names.contains(column) else {
      throw Diagnostic(
        .datasetReaches, .configuration, at: place, "dataset '\(name)' has no column '\(column)'",
        expected: "one of \(names.joined(separator: ", "))",
        next: nearestName(to: column, among: names).map { "Did you mean '\($0)'?" })
    }
    // Of files that come by date there is none without one.
    let isDated = tables.values.contains { other -> Bool in
      guard case .csv(let path, _)? = configuration.datasets[other]?.kind else { return false }
      return path.contains(":date")
    }
    func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
    // A cell that is no day, such as a word for a missing one, is none of those.
    let day = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*"
    let query = SQLQuery(
      text:
        "SELECT max(CASE WHEN \(quoted(column)) GLOB '\(day)' THEN substr(\(quoted(column)), 1, 10) END), "
        + "count(\(quoted(column))) FROM \(quoted(isDated ? "rows" : table))", file: configuration.file)
    let row = try QueryRunner(try database(isDated ? ["rows": name] : tables)).rows(query).first
    if case .text(let text)? = row?.first, let day = CalendarDate(text) { return day }
    guard case .integer(let count)? = row?.last, count > 0 else { return nil }
    throw Diagnostic(
      .datasetReaches, .configuration, at: place, "column '\(column)' of dataset '\(name)' holds no days",
      expected: "days such as 1997-11-02, with or without a time behind them", found: "something else",
      next: "Name another column, or leave 'reaches' out.")
  }
}
