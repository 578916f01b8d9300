import Book
import Datasets
import Diagnostics
import Foundation
import Models
import Registry
import Scoring
import Synchronization
import Workspace

/// A small workspace in a folder of its own, and the runner over it; clock and randomness are the test's.
final class Bench: Sendable {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path()
  static let lightgbm = root + "Tests/Fixtures/models/lightgbm"

  let path: String
  /// What a person was told.
  let told = Mutex<[String]>([])
  private let runs = Mutex<UInt64>(0)

  /// - Parameter job: keys of job 'night' besides input and model, as lines of YAML.
  init(_ job: String = Bench.dated, yaml: String? = nil, days: Int = 3) throws {
    path = NSTemporaryDirectory() + "/scoring-tests-" + UUID().uuidString
    for folder in ["data", "models"] {
      try FileManager.default.createDirectory(atPath: path + "/" + folder, withIntermediateDirectories: true)
    }
    try write("scorebook.yaml", yaml ?? Bench.workspace(job))
    try write("models/welcome.yaml", Bench.scorecard())
    for day in 0..<days { try write("data/\(Bench.day(day)).csv", Bench.customers(day)) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  // MARK: what is written

  static let dated = """
    every: 1d
    since: 2026-01-01
    outputs: [margin, probability]
    output: {sqlite: _out/s.db, table: scores}
    """

  static func workspace(
    _ job: String, dataset: String = "csv: data/:date.csv", models: String = "", more: String = ""
  ) -> String {
    """
    name: Bench
    timezone: UTC
    datasets:
      customers:
        \(dataset.replacingOccurrences(of: "\n", with: "\n    "))
        key: [id]
    models:
      welcome:
        question: Who answers?
        objective: Write to those who like to hear.
        owner: {team: crm, email: crm@example.com}
        versions: [{artefact: models/welcome.yaml}]
        aliases: {champion: 1}
    \(models)
    jobs:
      night:
        input: customers
        model: welcome@champion
        \(job.replacingOccurrences(of: "\n", with: "\n    "))
    \(more)
    """
  }

  /// A scorecard: 20 base points, `recent` for one input up to 14, 40 up to 60, 10 beyond; `orders` must be there.
  static func scorecard(recent: Int = 60) -> String {
    """
    scorecard:
      labels: ["0", "1"]
      base_points: 20
      scale: {points: 100, odds: 0.1, points_to_double: 20}
      characteristics:
        - input: days
          bins:
            - {up_to: 14, points: \(recent), reason: lately}
            - {up_to: 60, points: 40, reason: two months}
            - {points: 10, reason: long ago}
          missing: {points: 0, reason: never}
        - input: orders
          bins:
            - {up_to: 1, points: 0, reason: at most one}
            - {points: 20, reason: several}

    """
  }

  static func day(_ index: Int) -> String { "2026-01-\(index < 9 ? "0" : "")\(index + 1)" }

  /// Five customers, a little different each day.
  static func customers(_ day: Int) -> String {
    "id,days,orders\n" + (1...5).map { "000\($0),\($0 * 13 + day),\($0 % 3)\n" }.joined()
  }

  func write(_ name: String, _ text: String) throws {
    let url = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func read(_ name: String) -> [UInt8]? {
    (try? Data(contentsOf: URL(filePath: path + "/" + name))).map { Array($0) }
  }

  func text(_ name: String) -> String { String(decoding: read(name) ?? [], as: UTF8.self) }
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

  // MARK: running

  var configuration: Configuration { get throws { try ConfigurationLoader.load(folder: path) } }
  var book: Book { get throws { try Book.open(folder: path, mode: .createIfMissing) } }

  func environment(_ watch: Watch = Watch(), seconds: @escaping @Sendable () -> Double = { 0 })
    -> RunEnvironment
  {
    RunEnvironment(
      now: { "2026-02-01T02:00:00Z" }, seconds: seconds, host: "bench", user: "ada", process: 1,
      program: "scorebook test",
      random: {
        self.runs.withLock { runs in
          runs += 1
          return runs
        }
      }, watch: watch, tell: { line in self.told.withLock { $0.append(line) } })
  }

  func runner(_ watch: Watch = Watch(), seconds: @escaping @Sendable () -> Double = { 0 }) throws -> JobRunner
  {
    let configuration = try self.configuration
    let book = try self.book
    let changes = try Registry(book: book).synchronise(
      configuration, by: "ada", now: "2026-02-01T02:00:00Z")
    let registry = Registry(book: book, broken: changes.broken)
    return JobRunner(
      configuration: configuration, book: book, registry: registry,
      catalogue: DatasetCatalogue(configuration),
      environment: environment(watch, seconds: seconds))
  }

  /// Runs days of job 'night', counted from 2026-01-01; nil for a job without dates.
  @discardableResult
  func run(
    _ days: ClosedRange<Int>?, job: String = "night", options: JobRunner.Options = .init(),
    watch: Watch = Watch(),
    seconds: @escaping @Sendable () -> Double = { 0 }
  ) throws -> [DateResult] {
    let dates = days.map { $0.map { CalendarDate(Bench.day($0)) } } ?? [nil]
    return try runner(watch, seconds: seconds).run(job, dates: dates, options: options)
  }

  // MARK: what stands

  func rows(_ sql: String, in file: String = "_out/s.db") throws -> [[SQLValue]] {
    guard exists(file) else { return [] }
    return try SQLiteDatabase(path + "/" + file, .readOnly).rows(sql)
  }

  func count(_ table: String = "scores", _ day: Int? = nil) throws -> Int {
    guard try !rows("SELECT 1 FROM sqlite_master WHERE name = '\(table)'").isEmpty else { return 0 }
    let condition = day.map { " WHERE date = '\(Bench.day($0))'" } ?? ""
    return try rows("SELECT count(*) FROM \(table)\(condition)").first?.first?.integer ?? 0
  }

  /// Every cell of a date, its commit record and rejects: what must not change when another date fails.
  func standing(_ day: Int) throws -> [[SQLValue]] {
    let condition = "WHERE date = '\(Bench.day(day))' ORDER BY 1, 2, 3"
    return try ["scores", "scorebook_commits", "scorebook_rejects"].flatMap {
      try rows("SELECT * FROM \($0) \(condition)")
    }
  }
}

extension DateResult {
  var failure: Diagnostic? { if case .failed(let diagnostic) = outcome { diagnostic } else { nil } }
  var commit: CommitRecord? { if case .committed(let commit, _, _) = outcome { commit } else { nil } }
  var replaced: CommitRecord? { if case .committed(_, let replaced, _) = outcome { replaced } else { nil } }
  var isSame: Bool { if case .same = outcome { true } else { false } }
  var left: RunDecision.LeaveReason? { if case .left(_, let reason) = outcome { reason } else { nil } }
}
