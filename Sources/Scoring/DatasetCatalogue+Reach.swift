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

  /// "dataset 'purchases' reaches 1998-06-30"
  package var words: String {
    newest.map { "dataset '\(dataset)' reaches \($0)" } ?? "dataset '\(dataset)' has no row with a day"
  }

  /// The first morning on which what is over is not all there any more.
  package var lastMorning: CalendarDate? { newest?.adding(days: quiet + 1) }
}

extension DatasetCatalogue {
  /// Of the dataset that reaches least far, of these and those that their queries read; nil where none says by which
  /// column it can be told.
  ///
  /// **Throws:** what is wrong with the data, and `dataset-reaches` for a column that is not there or holds no day.
  package func reach(of names: some Sequence<String>) throws(Diagnostic) -> DataReach? {
    var least: DataReach?
    var seen: Set<String> = []
    var waiting = Array(names)
    while let name = waiting.popLast() {
      guard seen.insert(name).inserted, let dataset = configuration.datasets[name] else { continue }
      if let column = dataset.reaches {
        let found = DataReach(
          dataset: name, newest: try newestDay(of: name, in: column), quiet: dataset.quiet)
        if (found.lastMorning?.daysSinceEpoch ?? .min, name)
          < (least.map { $0.lastMorning?.daysSinceEpoch ?? .min } ?? .max, least?.dataset ?? "")
        {
          least = found
        }
      } else if case .query(_, let tables) = dataset.kind {
        waiting += tables.values
      }
    }
    return least
  }

  private func newestDay(of name: String, in column: String) throws(Diagnostic) -> CalendarDate? {
    let place = configuration.place(of: "datasets.\(name).reaches")
    let names = try source(name, date: nil).columnNames()
    guard names.contains(column) else {
      throw Diagnostic(
        .datasetReaches, .configuration, at: place, "dataset '\(name)' has no column '\(column)'",
        expected: "one of \(names.joined(separator: ", "))",
        next: nearestName(to: column, among: names).map { "Did you mean '\($0)'?" })
    }
    let quoted = "\"" + column.replacing("\"", with: "\"\"") + "\""
    let query = SQLQuery(
      text: "SELECT max(substr(\(quoted), 1, 10)), count(\(quoted)) FROM rows", file: configuration.file)
    let row = try QueryRunner(try database(["rows": name])).rows(query).first
    if case .text(let text)? = row?.first, let day = CalendarDate(text) { return day }
    guard case .integer(let count)? = row?.last, count > 0 else { return nil }
    throw Diagnostic(
      .datasetReaches, .configuration, at: place, "column '\(column)' of dataset '\(name)' holds no days",
      expected: "days such as 1997-11-02, with or without a time behind them", found: "something else",
      next: "Name another column, or leave 'reaches' out.")
  }
}
