package import Datasets
package import Diagnostics
import Tabular
package import Workspace

extension Diagnostic.Identifier {
  package static let traceKey = Self("trace-key")
}

/// The auditor's question: which rows does a job's output hold for one key, and who wrote them?
package struct Tracer: Sendable {
  /// One row of the output or of its shadows.
  package struct Row: Sendable, Hashable, Encodable {
    package struct Cell: Sendable, Hashable, Encodable {
      package let name: String
      /// nil: missing.
      package let value: String?
    }

    /// ISO date; nil for a job that keeps one result only.
    package let date: String?
    package let isShadow: Bool
    /// In the order of the output.
    package let cells: [Cell]
    /// What the target says about the date it belongs to.
    package let commit: CommitRecord?

    /// What stands in the column of the split's variant; nil where there is none, and in a shadow's row.
    package var variant: String? {
      isShadow ? nil : cells.first { $0.name == SplitPlan.columnName }?.value
    }

    /// Whether the fallback answered in the champion's place.
    package var isFallback: Bool {
      !isShadow && cells.contains { $0.name == FallbackPlan.markName && $0.value == "1" }
    }
  }

  private let configuration: Configuration

  package init(_ configuration: Configuration) { self.configuration = configuration }

  /// Rows of one key, oldest date first, each date's shadows after it.
  ///
  /// - Parameters:
  ///   - key: one value for each key column of the job's input, in its order.
  ///   - date: nil for all dates that stand.
  package func rows(
    of job: Configuration.Job, key: [String], date: CalendarDate?
  ) throws(Diagnostic) -> [Row] {
    let columns = configuration.datasets[job.input]?.key ?? []
    guard columns.count == key.count else {
      throw Diagnostic(
        .traceKey, .configuration,
        "job '\(job.name)' has \(columns.count) key column\(columns.count == 1 ? "" : "s")",
        expected: columns.isEmpty ? "a dataset with a key" : columns.joined(separator: ", "),
        found: "\(key.count) value\(key.count == 1 ? "" : "s")",
        next: "Give --key once for each, in this order.")
    }
    let target = configuration.target(of: job)
    let commits = try target.commits(job: job.name).filter { date == nil || $0.date == date?.description }
    let filter = Array(zip(columns, key))
    switch job.destination {
    case .sqlite(let file, let table):
      return try sqliteRows(configuration.location(of: file), table, filter, commits)
    case .csv(let path):
      return try csvRows(configuration.location(of: path), filter, commits)
    }
  }

  private func sqliteRows(
    _ file: String, _ table: String, _ filter: [(String, String)], _ commits: [CommitRecord]
  ) throws(Diagnostic) -> [Row] {
    guard !commits.isEmpty else { return [] }
    let database = try SQLiteDatabase(file, .readOnly)
    var rows: [Row] = []
    for commit in commits {
      for (name, isShadow) in [(table, false), ("\(table)_shadow", true)] {
        let there = try database.rows(
          "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [.text(name)])
        guard !there.isEmpty else { continue }
        var conditions = filter.map { "\(SQLiteDatabase.quoted($0.0)) = ?" }
        var values = filter.map { SQLValue.text($0.1) }
        if !commit.date.isEmpty {
          conditions.append("date = ?")
          values.append(.text(commit.date))
        }
        let statement = try database.prepare(
          "SELECT * FROM \(SQLiteDatabase.quoted(name)) WHERE \(conditions.joined(separator: " AND "))")
        for (index, value) in values.enumerated() { try statement.bind(index + 1, value) }
        let names = statement.columnNames
        while try statement.step() {
          let cells = zip(names, statement.row()).map { Row.Cell(name: $0, value: $1.text) }
          rows.append(
            Row(
              date: commit.date.isEmpty ? nil : commit.date, isShadow: isShadow, cells: cells, commit: commit)
          )
        }
      }
    }
    return rows
  }

  private func csvRows(
    _ path: String, _ filter: [(String, String)], _ commits: [CommitRecord]
  ) throws(Diagnostic) -> [Row] {
    var rows: [Row] = []
    for commit in commits {
      let file = try CSVFiles.expand(pattern: path, date: commit.date.isEmpty ? nil : commit.date)
      for main in file {
        let stem = main.hasSuffix(".csv") ? String(main.dropLast(4)) : main
        for (name, isShadow) in [(main, false), ("\(stem).shadow.csv", true)] {
          if isShadow, (try? CSVFiles.expand(pattern: name, date: nil)) == nil { continue }
          for cells in try matching(name, filter) {
            rows.append(
              Row(
                date: commit.date.isEmpty ? nil : commit.date, isShadow: isShadow, cells: cells,
                commit: commit))
          }
        }
      }
    }
    return rows
  }

  /// Reads one output file whole: CSV has no index.
  private func matching(_ file: String, _ filter: [(String, String)]) throws(Diagnostic) -> [[Row.Cell]] {
    let source = try CSVSource(name: file, files: [file], dialect: CSVDialect(missingValues: [""]))
    let names = try source.columnNames()
    let layout = Layout(columns: names.map { Column(source: $0, storage: .text) }, capacity: 1024)
    var found: [[Row.Cell]] = []
    var batch = Batch(layout)
    for reader in try source.makeReaders(ReadPlan(layout: layout, readers: 1, digest: false)) {
      var rejects = Rejects()
      while try reader.claim() != nil {
        while true {
          let count = try reader.fill(&batch, rejects: &rejects)
          if count == 0 { break }
          for row in 0..<count {
            let matches = filter.allSatisfy { name, value in
              names.firstIndex(of: name).map { Tracer.text(batch, $0, row) == value } ?? false
            }
            guard matches else { continue }
            found.append(names.indices.map { Row.Cell(name: names[$0], value: Tracer.text(batch, $0, row)) })
          }
        }
      }
    }
    return found
  }

  private static func text(_ batch: borrowing Batch, _ column: Int, _ row: Int) -> String? {
    let slice = batch.slices(column)[row]
    guard !slice.isMissing, let base = batch.textBase else { return nil }
    return String(
      decoding: UnsafeRawBufferPointer(start: base + Int(slice.start), count: Int(slice.length)),
      as: UTF8.self)
  }
}
