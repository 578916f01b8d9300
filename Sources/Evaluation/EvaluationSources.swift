package import Datasets
package import Diagnostics
package import Scoring
package import Workspace

/// Where an evaluation reads: what stands in the job's target, and what really happened.
///
/// All three give rows of one date at a time; nothing is read before readers are made.
package struct EvaluationSources: Sendable {
  package typealias Dated =
    @Sendable (_ date: CalendarDate, _ commit: CommitRecord) throws(Diagnostic) -> any DatasetSource
  package typealias MaybeDated =
    @Sendable (_ date: CalendarDate, _ commit: CommitRecord) throws(Diagnostic) -> (any DatasetSource)?

  /// Everything that stands in the target for the job.
  package let commits: @Sendable () throws(Diagnostic) -> [CommitRecord]
  /// The champion's predictions: keys and prediction columns.
  package let champion: Dated
  /// The shadows' predictions: keys, `model`, `version` and prediction columns; nil where there are none.
  package let shadows: MaybeDated
  /// Who scores the dates where no job did; nil for a job's predictions.
  package let backtest: Backtest?
  /// Keys and outcomes of a date.
  package let outcomes: @Sendable (_ date: CalendarDate) throws(Diagnostic) -> any DatasetSource
  /// To which day the outcomes' data reach; gives nil where nothing tells.
  package var reach: @Sendable () throws(Diagnostic) -> DataReach? = { () throws(Diagnostic) in nil }

  package init(
    commits: @escaping @Sendable () throws(Diagnostic) -> [CommitRecord], champion: @escaping Dated,
    shadows: @escaping MaybeDated, backtest: Backtest? = nil,
    outcomes: @escaping @Sendable (_ date: CalendarDate) throws(Diagnostic) -> any DatasetSource
  ) {
    self.backtest = backtest
    self.commits = commits
    self.champion = champion
    self.shadows = shadows
    self.outcomes = outcomes
  }

  /// Predictions in a table of a SQLite file, shadows in `TABLE_shadow` beside it.
  package static func sqlite(
    _ target: any OutputTarget, job: String, file: String, table: String,
    outcomes: @escaping @Sendable (CalendarDate) throws(Diagnostic) -> any DatasetSource
  ) -> EvaluationSources {
    @Sendable func rows(_ table: String, _ date: CalendarDate) -> SQLiteSource {
      SQLiteSource(
        name: "\(file)#\(table)", database: .file(file),
        content: .table(table, dateColumn: "date", date: date.description))
    }
    return EvaluationSources(
      commits: { () throws(Diagnostic) in try target.commits(job: job) },
      champion: { date, _ throws(Diagnostic) in rows(table, date) },
      shadows: { date, _ throws(Diagnostic) in
        let shadow = table + "_shadow"
        let found = try SQLiteDatabase(file, .readOnly).rows(
          "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", [.text(shadow)])
        return found.isEmpty ? nil : rows(shadow, date)
      }, outcomes: outcomes)
  }

  /// Predictions in a CSV file for each date, shadows in a file beside it.
  ///
  /// - Parameters:
  ///   - path: the file of a date.
  ///   - shadowPath: the file of the same commit's shadows; nil where there is none.
  package static func csv(
    _ target: any OutputTarget, job: String, path: @escaping @Sendable (CalendarDate) -> String,
    shadowPath: @escaping @Sendable (CalendarDate, CommitRecord) throws(Diagnostic) -> String?,
    outcomes: @escaping @Sendable (CalendarDate) throws(Diagnostic) -> any DatasetSource
  ) -> EvaluationSources {
    // Our own files: a key that reads NA is a key.
    @Sendable func rows(_ file: String) throws(Diagnostic) -> any DatasetSource {
      try CSVSource(name: file, files: [file], dialect: CSVDialect(missingValues: [""]))
    }
    return EvaluationSources(
      commits: { () throws(Diagnostic) in try target.commits(job: job) },
      champion: { date, _ throws(Diagnostic) in try rows(path(date)) },
      shadows: { date, commit throws(Diagnostic) in
        guard let file = try shadowPath(date, commit) else { return nil }
        return try rows(file)
      }, outcomes: outcomes)
  }
}

extension Diagnostic.Identifier {
  package static let evaluationVersion = Self("evaluation-version")
}
