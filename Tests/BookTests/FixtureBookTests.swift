import Book
import Foundation
import GRDB
import Testing

/// One book for each schema, written by the program of its time. Set `SCOREBOOK_MAKE_FIXTURES` to make the
/// newest again; a book of a landed schema is never made again.
@Suite("Books of earlier programs")
struct FixtureBookTests {
  @Test("the book of schema 1 opens and tells what it held")
  func one() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/.scorebook", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Samples.fixture, toPath: scratch.file)
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
    _ = try scratch.book()
    func schema(_ path: String) throws -> [String] {
      // A copy: looking at the fixture must not make files beside it.
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      let copy = scratch.path + "/copy.db"
      try bytes.write(to: URL(fileURLWithPath: copy))
      return try DatabaseQueue(path: copy).read {
        try String.fetchAll($0, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
      }
    }
    try DatabaseQueue(path: scratch.file).inDatabase {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    #expect(try schema(scratch.file) == schema(Samples.fixture))
  }

  @Test(
    "makes the book of schema 1",
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
      atPath: Samples.root + "/Tests/Fixtures/book/v1", withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: Samples.fixture)
    try FileManager.default.copyItem(atPath: scratch.file, toPath: Samples.fixture)
  }
}
