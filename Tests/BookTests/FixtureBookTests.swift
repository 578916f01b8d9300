import Foundation
import GRDB
import Testing

@testable import Book

/// One book for each schema, written by the program of its time. Set `SCOREBOOK_MAKE_FIXTURES` to make the
/// newest again; a book of a landed schema is never made again.
@Suite("Books of earlier programs")
struct FixtureBookTests {
  @Test("a book of an earlier schema opens and tells what it held", arguments: [1, 2])
  func opens(schema: Int) throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/.scorebook", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Samples.fixture(schema), toPath: scratch.file)
    let book = try scratch.book(.readWrite)
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
    #expect(try book.kpiValues().map(\.value) == [25000.5])
  }

  @Test("the first migration still makes the schema that landed")
  func landed() throws {
    let scratch = try Scratch()
    let fresh = try DatabaseQueue(path: scratch.path + "/fresh.db")
    try BookSchema.migrator.migrate(fresh, upTo: "v1")
    #expect(try Self.schema(fresh) == Self.schema(copy: Samples.fixture(1), in: scratch))
  }

  @Test("an earlier book becomes what a new one is", arguments: [1, 2])
  func same(schema: Int) throws {
    let scratch = try Scratch()
    _ = try scratch.book()
    try DatabaseQueue(path: scratch.file).inDatabase {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try Data(contentsOf: URL(fileURLWithPath: Samples.fixture(schema))).write(
      to: URL(fileURLWithPath: scratch.path + "/old.db"))
    let old = try DatabaseQueue(path: scratch.path + "/old.db")
    try BookSchema.migrator.migrate(old)
    #expect(try Self.schema(old) == Self.schema(copy: scratch.file, in: scratch))
  }

  private static func schema(_ queue: DatabaseQueue) throws -> [String] {
    try queue.read {
      try String.fetchAll($0, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    }
  }

  /// A copy: looking at the fixture must not make files beside it.
  private static func schema(copy path: String, in scratch: Scratch) throws -> [String] {
    let copy = scratch.path + "/copy.db"
    try Data(contentsOf: URL(fileURLWithPath: path)).write(to: URL(fileURLWithPath: copy))
    return try schema(DatabaseQueue(path: copy))
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
    "makes the book of schema 2",
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
        _ = try book.setAlias(
          .init(
            model: "repurchase", alias: "champion", number: number, since: "2026-01-0\(number)T00:00:00Z",
            by: "ada", reason: nil, evidence: nil))
      }
      for number in 1...3 {
        try book.begin(Samples.start("20260102T030405Z-0000000\(number)"))
        if number < 3 {
          try book.finish(
            "20260102T030405Z-0000000\(number)", Samples.committed, profiles: [Samples.profile])
        }
      }
      _ = try book.save([Samples.evaluation("1997-11-02", auc: 0.8, at: "2026-01-02T03:04:05Z")])
      _ = try book.save([
        KPIValueRecord(
          kpi: "revenue", period: "1997-11-03", value: 25000.5, sqlDigest: "q", dataDigest: nil,
          computedAt: "2026-01-02T03:04:05Z")
      ])
    }
    // Only what is in the main file is committed: the log beside it must be empty.
    try DatabaseQueue(path: scratch.file).inDatabase {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try FileManager.default.createDirectory(
      atPath: Samples.root + "/Tests/Fixtures/book/v2", withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: Samples.fixture(2))
    try FileManager.default.copyItem(atPath: scratch.file, toPath: Samples.fixture(2))
  }
}
