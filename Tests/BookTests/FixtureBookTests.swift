@testable import Book
import Diagnostics
import Foundation
import GRDB
import Testing

/// One book for each schema, written by the program of its time. Set `SCOREBOOK_MAKE_FIXTURES` to make the
/// newest again; a book of a landed schema is never made again.
@Suite("Books of earlier programs")
struct FixtureBookTests {
  /// A copy of a fixture, opened: looking at the fixture itself must not make files beside it.
  private func open(_ version: Int, _ scratch: Scratch) throws -> Book {
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/.scorebook", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Samples.fixture(version), toPath: scratch.file)
    return try scratch.book(.readWrite)
  }

  @Test("the book of each schema opens and tells what it held", arguments: 1...Samples.schema)
  func opens(_ version: Int) throws {
    let scratch = try Scratch()
    let book = try open(version, scratch)
    #expect(try book.versions().map(\.reference) == ["repurchase@1", "repurchase@2"])
    let version = try #require(try book.version(model: "repurchase", number: 1))
    #expect(version.metrics == ["auc": 0.75])
    #expect(version.parameters == [.init(name: "num_leaves", value: "31")])
    #expect(version.trainedUntil == "1997-11-01")
    #expect(version.verification.state == .unverified)
    #expect(try book.trainingProfile(model: "repurchase", number: 1)?.rows == 3)
    #expect(try book.aliasHistory().map(\.number) == [1, 2])
    #expect(
      try book.runs().map(\.id) == [
        "20260102T030405Z-00000003", "20260102T030405Z-00000002", "20260102T030405Z-00000001",
      ])
    #expect(try book.runs().map(\.state) == [.running, .committed, .committed])
    #expect(try book.run("20260102T030405Z-00000002")?.replaces == "20260102T030405Z-00000001")
    #expect(try book.profile(ofRun: "20260102T030405Z-00000001")?.inputs.count == 2)
    #expect(try book.evaluations().map(\.rows) == [100])
    #expect(try book.kpiValues().first?.value == 25000.5)
  }

  @Test("a book of schema 2 knows the rows of a fallback, and an older one that it does not")
  func fallbacks() throws {
    #expect(try open(1, Scratch()).runs().allSatisfy { $0.fallbacks == nil })
    let runs = try open(2, Scratch()).runs()
    #expect(runs.map(\.fallbacks) == [nil, Samples.fallbacks, nil])
  }

  @Test(
    "a book of schema 4 knows how often a version's program was restarted, and an older one that it does not")
  func restarts() throws {
    #expect(try open(3, Scratch()).runs().flatMap(\.versions).allSatisfy { $0.restarts == nil })
    let runs = try open(4, Scratch()).runs()
    #expect(runs.map { $0.versions.map(\.restarts) } == [[nil, nil], [nil, 2], [nil, nil]])
  }

  @Test("a book of schema 5 knows experiments, trials and foreign models")
  func experiments() throws {
    #expect(try open(4, Scratch()).experiments() == [])
    let book = try open(5, Scratch())
    #expect(try book.experiments() == [Samples.experiment])
    #expect(try book.trials(of: "depth") == [Samples.trial])
    let points = try book.points(ofTrial: "deep", origin: "log", experiment: "depth", metric: "loss")
    #expect(points.map(\.step) == [1, 2, 3])
    #expect(points[0].value.isNaN && points[1].value == 0.25 && points[2].value == .infinity)
    #expect(try book.foreignModels(of: "mlflow:mlruns.db") == [Samples.foreignModel])
  }

  @Test("a book of schema 6 knows parts of KPIs, and the values of an older one are wholes")
  func parts() throws {
    #expect(try open(5, Scratch()).kpiValues().map(\.dimension) == [nil])
    #expect(try open(6, Scratch()).kpiValues().map(\.dimension) == [nil, "books"])
  }

  @Test("a book of schema 6 knows what a shadow left unanswered, and an older one that it does not")
  func unanswered() throws {
    #expect(try open(5, Scratch()).runs().flatMap(\.versions).allSatisfy { $0.unanswered == nil })
    let runs = try open(6, Scratch()).runs()
    #expect(runs.map { $0.versions.map(\.unanswered) } == [[nil, nil], [nil, 5], [nil, nil]])
  }

  @Test("a book of schema 6 knows comparisons and slices, and an older one that it has none")
  func comparisons() throws {
    let older = try open(5, Scratch())
    #expect(try older.comparisons() == [] && older.slices() == [])
    let book = try open(6, Scratch())
    #expect(try book.comparisons() == [Samples.comparison])
    #expect(try book.slices(name: "repurchase") == [Samples.slice])
    #expect(try book.slices(name: "other") == [])
  }

  @Test("a book of schema 6 knows a run's split, and an older one that it does not")
  func splits() throws {
    #expect(try open(5, Scratch()).runs().allSatisfy { $0.split == nil })
    let book = try open(6, Scratch())
    #expect(
      try book.runs().map(\.split) == [Samples.split(nil), Samples.split([51, 47]), Samples.split(nil)])
    #expect(try book.newestSplit("winter_mail", ofJob: "nightly") == Samples.split([51, 47]))
    #expect(try book.newestSplit("winter_mail", ofJob: "other") == nil)
    #expect(try book.newestSplit("spring_mail", ofJob: "nightly") == nil)
  }

  @Test("a book of schema 7 knows attempts at a gate, and an older one that it has none")
  func attempts() throws {
    #expect(try open(6, Scratch()).gateAttempts() == [])
    let book = try open(7, Scratch())
    #expect(try book.gateAttempts() == Samples.attempts)
    #expect(try book.aliasHistory().map(\.since) == ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"])
  }

  @Test("a book of schema 7 knows what splits had shown, and an older one that it has nothing")
  func readouts() throws {
    #expect(try open(6, Scratch()).readouts() == [])
    let book = try open(7, Scratch())
    #expect(try book.readouts() == [Samples.readout])
    #expect(try book.readouts(name: "winter_mail") == [Samples.readout])
    #expect(try book.readouts(name: "other") == [])
    // The same figures at another time change nothing; other figures do.
    var later = Samples.readout
    later.computedAt = "2026-01-03T00:00:00Z"
    #expect(try !book.save(later))
    #expect(try book.readouts() == [Samples.readout])
    later.sentence = "winter_mail: nothing else."
    #expect(try book.save(later))
    #expect(try book.readouts() == [later])
    // A look of that morning under another plan stands beside it; the one that was taken last is the last.
    var other = later
    other.planDigest = "another"
    other.computedAt = "2026-01-04T00:00:00Z"
    #expect(try book.save(other))
    #expect(try book.readouts() == [later, other])
    later.computedAt = "2026-01-05T00:00:00Z"
    #expect(try book.save(later))
    #expect(try book.readouts() == [other, later])
    var again = later
    again.computedAt = "2026-01-06T00:00:00Z"
    #expect(try !book.save(again))
    #expect(try book.readouts() == [other, later])
  }

  @Test("a book of schema 8 knows what was sent to whom, and an older one that nothing was")
  func deliveries() throws {
    #expect(try open(7, Scratch()).deliveries() == [])
    let book = try open(8, Scratch())
    var delivery = Samples.delivery
    delivery.state = .uncertain
    delivery.answer = "no answer"
    delivery.endedAt = "2026-01-05T07:30:09Z"
    #expect(try book.deliveries() == [delivery])
    #expect(try book.deliveries(report: "weekly", period: "week 2025-12-29") == [delivery])
    #expect(try book.deliveries(report: "weekly", period: "week 2026-01-05") == [])
    // Who did not know of an attempt does not begin another.
    #expect(problem { _ = try book.begin(Samples.delivery, after: 0) }?.identifier == .bookDeliveryTaken)
    let second = try book.begin(Samples.delivery, after: 1)
    #expect(second.attempt == 2 && second.state == .sending)
    try book.end(second, .sent, answer: "250 OK", at: "2026-01-05T07:31:00Z")
    #expect(try book.deliveries().map(\.state) == [.uncertain, .sent])
  }

  @Test("the migrations still make the schemas that landed", arguments: 1...Samples.schema)
  func landed(_ version: Int) throws {
    func schema(_ file: String) throws -> [String] {
      try DatabaseQueue(path: file).read {
        try String.fetchAll($0, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
      }
    }
    let (fresh, older) = (try Scratch(), try Scratch())
    _ = try fresh.book()
    _ = try open(version, older)
    #expect(try schema(older.file) == schema(fresh.file))
    // The newest as it was committed, too: no migration was edited since.
    let copy = fresh.path + "/copy.db"
    try FileManager.default.copyItem(atPath: Samples.fixture(Samples.schema), toPath: copy)
    #expect(try schema(copy) == schema(fresh.file))
  }

  @Test("labels of an earlier book tell versions apart as those of today do")
  func labels() throws {
    let scratch = try Scratch()
    let old = try DatabaseQueue(path: scratch.path + "/old.db")
    try BookSchema.migrator.migrate(old, upTo: "v1")
    try old.inDatabase { database in
      try database.execute(
        sql: """
          INSERT INTO model VALUES ('m', 3, 't');
          INSERT INTO artefact VALUES ('d', 1, 't'), ('e', 1, 't');
          INSERT INTO version VALUES ('m', 1, 'd', '{"labels":["no / \\"x\\"","yes é"]}', NULL, 't');
          INSERT INTO version VALUES ('m', 2, 'e', '{}', NULL, 't');
          """)
    }
    try BookSchema.migrator.migrate(old)
    let options = try old.read {
      try String.fetchAll($0, sql: "SELECT options FROM version ORDER BY number")
    }
    #expect(try options == [VersionRecord.Options(labels: ["no / \"x\"", "yes é"]).key, ""])
  }

  @Test(
    "makes the book of the newest schema",
    .enabled(if: ProcessInfo.processInfo.environment["SCOREBOOK_MAKE_FIXTURES"] != nil))
  func make() throws {
    let scratch = try Scratch()
    do {
      let book = try scratch.book()
      for letter in ["a", "b"] {
        _ = try book.addVersion(
          Samples.version("repurchase", digest: String(repeating: letter, count: 64)),
          profile: Samples.profile,
          numbering: .next)
      }
      for number in [1, 2] {
        if number == 2 { try book.enter(Samples.attempts[0]) }
        _ = try book.setAlias(
          .init(
            model: "repurchase", alias: "champion", number: number, since: "2026-01-0\(number)T00:00:00Z",
            by: "ada", reason: nil, evidence: nil), by: number == 2 ? Samples.attempts[1] : nil)
      }
      for number in 1...3 {
        try book.begin(Samples.start("20260102T030405Z-0000000\(number)"))
        if number < 3 {
          try book.finish(
            "20260102T030405Z-0000000\(number)",
            number == 2 ? Samples.committedWithFallbacks : Samples.committed, profiles: [Samples.profile])
        }
      }
      _ = try book.save(Samples.readout)
      let delivery = try book.begin(Samples.delivery, after: 0)
      try book.end(delivery, .uncertain, answer: "no answer", at: "2026-01-05T07:30:09Z")
      _ = try book.replaceEvaluations(
        of: "repurchase", with: [Samples.evaluation("1997-11-02", auc: 0.8, at: "2026-01-02T03:04:05Z")],
        comparisons: [Samples.comparison], slices: [Samples.slice])
      _ = try book.save([
        KPIValueRecord(
          kpi: "revenue", period: "1997-11-03", value: 25000.5, sqlDigest: "q", dataDigest: nil,
          computedAt: "2026-01-02T03:04:05Z"),
        KPIValueRecord(
          kpi: "revenue", dimension: "books", period: "1997-11-03", value: 5000, sqlDigest: "q",
          dataDigest: nil, computedAt: "2026-01-02T03:04:05Z"),
      ])
      try Samples.enterTrial(in: book)
      _ = try book.replaceForeignModels(of: "mlflow:mlruns.db", with: [Samples.foreignModel])
    }
    // Only what is in the main file is committed: the log beside it must be empty.
    try DatabaseQueue(path: scratch.file).inDatabase {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try FileManager.default.createDirectory(
      atPath: Samples.root + "/Tests/Fixtures/book/v\(Samples.schema)", withIntermediateDirectories: true)
    let fixture = Samples.fixture(Samples.schema)
    try? FileManager.default.removeItem(atPath: fixture)
    try FileManager.default.copyItem(atPath: scratch.file, toPath: fixture)
  }
}
