import Book
import Datasets
import Diagnostics
import Evaluation
import Scoring
import Synchronization
import Workspace

/// A split with its outcomes for one test: rows of a job with variants, and what keys did.
struct ReadoutBench {
  struct Key {
    let name: String
    let variant: String
    var before: Double? = nil
  }

  let bench: EvaluationBench

  init() throws {
    bench = try EvaluationBench()
    try bench.target.execute(
      "ALTER TABLE scores ADD COLUMN variant TEXT; ALTER TABLE scores ADD COLUMN money_before REAL")
    try bench.actuals.execute(
      "CREATE TABLE done (date TEXT, customer_id TEXT, bought ANY, spent ANY, orders ANY)")
  }

  static let halves = [("control", "50%"), ("treatment", "50%")]

  /// Commits a night of the split, in place of the one that stood; the book knows its shares.
  ///
  /// - Parameters:
  ///   - committed: when, where it is not the time of all others.
  ///   - isKnown: whether the book has its run.
  func night(
    _ date: String, _ keys: [Key], shares: [(String, String)] = halves, split: String? = "mail",
    salt: String = "d", committed: String? = nil, isKnown: Bool = true
  ) throws {
    let run = "r" + date + (committed ?? "")
    bench.note(date, champion: "repurchase@1", run: run)
    if let committed {
      bench.commits.withLock { commits in
        commits[date] = commits[date].map {
          CommitRecord(
            job: $0.job, date: $0.date, runID: $0.runID, model: $0.model, modelDigest: $0.modelDigest,
            planDigest: $0.planDigest, inputDigest: $0.inputDigest, sourceStamp: $0.sourceStamp,
            rowsIn: $0.rowsIn, rowsOut: $0.rowsOut, rejects: $0.rejects, committedAt: committed)
        }
      }
    }
    let database = try bench.target
    try database.transaction { () throws(Diagnostic) in
      _ = try database.rows("DELETE FROM scores WHERE date = ?", [.text(date)])
      for key in keys {
        _ = try database.rows(
          "INSERT INTO scores VALUES (?, ?, 0.5, ?, ?, ?)",
          [
            .text(date), .text(key.name), .text(run), .text(key.variant),
            key.before.map { .real($0) } ?? .null,
          ])
      }
    }
    guard isKnown else { return }
    let version = RunRecord.Version(role: .champion, model: "repurchase", number: 1, digest: "a")
    try bench.book.begin(
      RunStart(
        id: run, job: "nightly", date: date, startedAt: "t0", versions: [version], planDigest: "p",
        target: "stub", threads: 1, process: ProcessIdentity(host: "h", pid: 1, start: "s"),
        program: "test",
        split: split.map { name in
          RunRecord.Split(
            name: name, saltDigest: salt,
            variants: shares.map {
              .init(name: $0.0, share: $0.1, model: "repurchase", number: 1, rows: nil)
            })
        }))
  }

  func outcomes(_ date: String, _ rows: [(String, SQLValue, SQLValue, SQLValue)]) throws {
    let database = try bench.actuals
    try database.transaction { () throws(Diagnostic) in
      for row in rows {
        _ = try database.rows(
          "INSERT INTO done VALUES (?, ?, ?, ?, ?)", [.text(date), .text(row.0), row.1, row.2, row.3])
      }
    }
  }

  /// So many keys of each variant on a date, of whom the first `buyers` of each buy for 10.
  func simple(
    _ date: String, each: Int, buyers: [Int] = [20, 20], first: Int = 0,
    shares: [(String, String)] = halves, committed: String? = nil
  ) throws {
    var keys: [Key] = []
    var rows: [(String, SQLValue, SQLValue, SQLValue)] = []
    for (place, variant) in ["control", "treatment"].enumerated() {
      for number in 0..<each {
        let name = "\(variant)\(first + number)"
        let isBuyer = number < buyers[place]
        keys.append(Key(name: name, variant: variant, before: Double(number % 7)))
        rows.append(
          (name, .integer(isBuyer ? 1 : 0), .real(isBuyer ? 10 : 0), .integer(isBuyer ? 2 : 1)))
      }
    }
    try night(date, keys, shares: shares, committed: committed)
    try outcomes(date, rows)
  }

  static let conversion = Configuration.Readout.Metric(name: "conversion", measure: .proportion("bought"))
  static let revenue = Configuration.Readout.Metric(name: "revenue", measure: .mean("spent"))

  static func plan(
    metrics: [Configuration.Readout.Metric] = [conversion], maturesAfter: Int = 28,
    looks: Configuration.Readout.Looks = .sequential, plannedKeys: Int? = nil, until: String? = nil,
    since: String? = nil, covariate: String? = nil, control: String? = nil,
    withoutOutcome: Configuration.Readout.Absence = .leaveOut, kept: [String] = ["money_before"],
    variants: [String] = ["control", "treatment"], split: String = "mail", salt: String = "d",
    sourceText: String = ""
  ) -> ReadoutPlan {
    ReadoutPlan(
      Configuration.Readout(
        name: "mail", job: "nightly", split: split, actuals: "done", maturesAfter: maturesAfter,
        since: since.flatMap { CalendarDate($0) }, until: until.flatMap { CalendarDate($0) },
        plannedKeys: plannedKeys, control: control, metrics: metrics, covariate: covariate, looks: looks,
        withoutOutcome: withoutOutcome), keys: ["customer_id"], input: "customers", kept: kept,
      variants: variants, saltDigest: salt, sourceText: sourceText)
  }

  func take(
    _ asOf: String = "1998-06-28", _ plan: ReadoutPlan = plan(), now: String = "t1",
    reach: DataReach? = nil, takesBeyond: Bool = false
  ) throws -> ReadoutOutcome {
    let path = bench.path
    var rows = EvaluationSources.sqlite(
      StubTarget(bench: bench), job: "nightly", file: path + "/target.db", table: "scores",
      outcomes: { date in
        SQLiteSource(
          name: "done", database: .file(path + "/actuals.db"),
          content: .table("done", dateColumn: "date", date: date.description))
      })
    rows.reach = { () throws(Diagnostic) in reach }
    let sources = ReadoutSources(
      rows: rows,
      input: { date in
        SQLiteSource(
          name: "customers", database: .file(path + "/target.db"),
          content: .table("customers", dateColumn: "date", date: date.description))
      })
    return try ReadoutTaker(plan, sources: sources, book: bench.book, now: now, takesBeyond: takesBeyond)
      .take(asOf: CalendarDate(asOf) ?? CalendarDate(daysSinceEpoch: 0))
  }
}
