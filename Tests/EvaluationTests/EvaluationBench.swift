import Book
import Datasets
import Diagnostics
import Evaluation
import Foundation
import Synchronization
import Workspace

/// A workspace for one test: a book, a target with predictions, a database with outcomes.
final class EvaluationBench: Sendable {
  struct Row {
    let key: String
    let score: Double?
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  let path: String
  let book: Book
  /// What stands, by date; a test may replace it.
  let commits = Mutex<[String: CommitRecord]>([:])
  /// How often predictions of a champion were read.
  let championReads = Mutex(0)
  let outcomeReads = Mutex(0)

  init() throws {
    path = NSTemporaryDirectory() + "/evaluation-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    book = try Book.open(folder: path, mode: .createIfMissing)
    try target.execute(
      """
      CREATE TABLE scores (date TEXT, customer_id TEXT, probability REAL, run_id TEXT);
      CREATE TABLE scores_shadow (date TEXT, customer_id TEXT, model TEXT, version INTEGER, probability REAL,
        run_id TEXT)
      """)
    try actuals.execute("CREATE TABLE actuals (date TEXT, customer_id TEXT, bought ANY)")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var target: SQLiteDatabase { get throws { try database("target.db") } }
  var actuals: SQLiteDatabase { get throws { try database("actuals.db") } }

  private func database(_ name: String) throws -> SQLiteDatabase {
    let database = try SQLiteDatabase(path + "/" + name, .readWrite)
    // What a test writes may be lost with the machine.
    try database.execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")
    return database
  }

  func plan(
    baseline: EvaluatedVersion? = nil, champion: EvaluatedVersion? = nil, maturesAfter: Int = 28,
    metrics: [Configuration.Evaluation.Metric] = Configuration.Evaluation.Metric.standard,
    correction: Configuration.Evaluation.Correction = .holm, by: [String] = [], worstSlices: Int = 0,
    quantile: Double? = nil
  ) -> EvaluationPlan {
    EvaluationPlan(
      name: "repurchase", job: "nightly", actuals: "repurchases", keys: ["customer_id"], outcome: "bought",
      maturesAfter: maturesAfter, metrics: metrics, baseline: baseline, champion: champion,
      correction: correction, by: by,
      worstSlices: worstSlices, quantile: quantile)
  }

  func note(_ date: String, champion: String, run: String) {
    let record = CommitRecord(
      job: "nightly", date: date, runID: run, model: champion, modelDigest: "m", planDigest: "p",
      inputDigest: "i", sourceStamp: "s", rowsIn: 0, rowsOut: 0, rejects: 0,
      committedAt: "2026-01-01T00:00:00Z")
    commits.withLock { $0[date] = record }
  }

  func write(_ date: String, champion: String, run: String, _ rows: [Row]) throws {
    note(date, champion: champion, run: run)
    let database = try target
    try database.transaction { () throws(Diagnostic) in
      _ = try database.rows("DELETE FROM scores WHERE date = ?", [.text(date)])
      for row in rows {
        _ = try database.rows(
          "INSERT INTO scores VALUES (?, ?, ?, ?)",
          [.text(date), .text(row.key), row.score.map { .real($0) } ?? .null, .text(run)])
      }
    }
  }

  func writeShadow(_ date: String, _ model: String, _ version: Int, run: String, _ rows: [Row]) throws {
    let database = try target
    try database.transaction { () throws(Diagnostic) in
      for row in rows {
        _ = try database.rows(
          "INSERT INTO scores_shadow VALUES (?, ?, ?, ?, ?, ?)",
          [
            .text(date), .text(row.key), .text(model), .integer(Int64(version)),
            row.score.map { .real($0) } ?? .null, .text(run),
          ])
      }
    }
  }

  func writeOutcomes(_ date: String, _ outcomes: [(String, SQLValue)]) throws {
    let database = try actuals
    try database.transaction { () throws(Diagnostic) in
      _ = try database.rows("DELETE FROM actuals WHERE date = ?", [.text(date)])
      for (key, value) in outcomes {
        _ = try database.rows("INSERT INTO actuals VALUES (?, ?, ?)", [.text(date), .text(key), value])
      }
    }
  }

  /// A night of ten customers that has both classes.
  func writeNight(_ date: String, champion: String = "repurchase@1", run: String) throws {
    try write(
      date, champion: champion, run: run, (0..<10).map { Row(key: "c\($0)", score: Double($0) / 10 + 0.05) })
    try writeOutcomes(date, (0..<10).map { ("c\($0)", .integer($0 % 3 == 2 ? 1 : 0)) })
  }

  var sources: EvaluationSources {
    let sqlite = EvaluationSources.sqlite(
      StubTarget(bench: self), job: "nightly", file: path + "/target.db", table: "scores",
      outcomes: { [path] date in
        SQLiteSource(
          name: "repurchases", database: .file(path + "/actuals.db"),
          content: .table("actuals", dateColumn: "date", date: date.description))
      })
    return EvaluationSources(
      commits: sqlite.commits,
      champion: { date, commit throws(Diagnostic) in
        self.championReads.withLock { $0 += 1 }
        return try sqlite.champion(date, commit)
      }, shadows: sqlite.shadows, outcomes: sqlite.outcomes)
  }

  func evaluate(
    _ asOf: String, plan: EvaluationPlan? = nil, sources: EvaluationSources? = nil, now: String = "t1",
    memory: Int? = nil
  ) throws -> EvaluationOutcome {
    let day = CalendarDate(asOf) ?? CalendarDate(daysSinceEpoch: 0)
    let evaluator = Evaluator(
      plan ?? self.plan(), sources: sources ?? self.sources, book: book, now: now, memory: memory)
    return try evaluator.evaluate(asOf: day)
  }

  /// Registers a version; the book gives it the number.
  func register(_ model: String, digest: Character, bands: [Double]?, trainedUntil: String?) throws {
    let signature = SignatureRecord(
      task: .binary, labels: ["0", "1"], inputs: [],
      outputs: [.init(name: "probability", kind: .number, labels: nil)])
    let record = VersionRecord(
      model: model, number: 0, digest: String(repeating: digest, count: 64), format: "lightgbm", size: 1,
      fileName: "model.txt", signature: signature, labels: nil, parameters: [], metrics: [:], framework: nil,
      training: nil, sourceCommit: nil, trainedUntil: trainedUntil, bands: bands, facts: [], importance: [],
      verification: .unverified, registeredAt: "t0", registeredBy: "ada", note: nil)
    _ = try book.addVersion(record, profile: nil, numbering: .next)
  }
}

/// A target of which only the commits are asked.
struct StubTarget: OutputTarget {
  let bench: EvaluationBench
  var name: String { "stub" }

  func recover(job: String) throws(Diagnostic) {}

  func standing(job: String, date: String?) throws(Diagnostic) -> CommitRecord? {
    bench.commits.withLock { $0[date ?? ""] }
  }

  func commits(job: String) throws(Diagnostic) -> [CommitRecord] {
    bench.commits.withLock { $0.values.sorted { $0.date < $1.date } }
  }

  func stage(_ plan: OutputPlan) throws(Diagnostic) -> any OutputStage {
    throw Diagnostic(.outputNoKey, .failure, "nothing is written here")
  }
}

/// The diagnostic that a body throws.
func problem(_ body: () throws -> Void) -> Diagnostic? {
  do {
    try body()
    return nil
  } catch {
    return error as? Diagnostic
  }
}
