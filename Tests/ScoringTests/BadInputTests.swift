import Book
import Datasets
import Diagnostics
import Foundation
import Glibc
import Scoring
import Testing
import Workspace

/// Each spoils the second day of a workspace whose first day stands.
@Suite("Bad input")
struct BadInputTests {
  /// Runs the second day, expects it to fail and the first to be as it was, to the last cell.
  private func refused(
    _ bench: Bench, _ identifier: Diagnostic.Identifier, _ kind: Diagnostic.Kind,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Diagnostic {
    let old = try bench.standing(0)
    #expect(!old.isEmpty, sourceLocation: sourceLocation)
    var failure: Diagnostic?
    do {
      failure = try bench.run(1...1)[0].failure
    } catch let problems as Problems {
      failure = problems.errors.first
    } catch let diagnostic as Diagnostic {
      failure = diagnostic
    }
    let told = try #require(failure, sourceLocation: sourceLocation)
    #expect(told.identifier == identifier, "\(told)", sourceLocation: sourceLocation)
    #expect(told.kind == kind, sourceLocation: sourceLocation)
    #expect(try bench.standing(0) == old, sourceLocation: sourceLocation)
    #expect(try bench.count("scores", 1) == 0, sourceLocation: sourceLocation)
    #expect(staged(bench).isEmpty, sourceLocation: sourceLocation)
    return told
  }

  private func staged(_ bench: Bench) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: bench.path + "/.scorebook/staging")) ?? []
  }

  /// A workspace whose first day stands and whose second day holds this.
  private func bench(_ secondDay: String, _ job: String = Bench.dated) throws -> Bench {
    let bench = try Bench(job)
    #expect(try bench.run(0...0)[0].commit != nil)
    try bench.write("data/2026-01-02.csv", secondDay)
    return bench
  }

  @Test("a column that is missing is named, with the nearest one")
  func missingColumn() throws {
    let failure = try refused(bench("id,dayz,orders\n1,2,3\n"), .bindingMissingColumn, .configuration)
    #expect(failure.description.contains("'days'") && failure.description.contains("dayz"), "\(failure)")
  }

  @Test("a column that is missing on a later date of the same command")
  func missingLater() throws {
    let bench = try Bench()
    try bench.write("data/2026-01-02.csv", "id,days,order\n1,2,3\n")
    let results = try bench.run(0...1)
    #expect(results[0].commit != nil)
    let failure = try #require(results[1].failure)
    #expect(failure.description.contains("'orders'") && failure.description.contains("'order'"), "\(failure)")
    #expect(try bench.count() == 5)
  }

  @Test("text in a numeric column is a reject with line and column")
  func textInNumber() throws {
    let bench = try bench("id,days,orders\n0001,3,1\n0002,soon,1\n")
    let failure = try refused(bench, .runTooManyRejects, .refused)
    #expect(failure.description.contains("2026-01-02.csv:3"), "\(failure)")
    #expect(
      failure.description.contains("1 of 2 rows") && failure.description.contains("max_rejects"), "\(failure)"
    )
    let run = try #require(try bench.book.runs(.init(date: "2026-01-02")).first)
    #expect(run.state == .refused && run.rowsIn == 2 && run.rowsOut == 1 && run.rejects == 1)
  }

  @Test("a ragged row is a reject; the row after it is not lost", arguments: ["0002,3", "0002,3,1,9"])
  func ragged(_ row: String) throws {
    let bench = try bench("id,days,orders\n0001,3,1\n\(row)\n0003,5,1\n", Bench.dated + "\nmax_rejects: 1")
    let commit = try #require(try bench.run(1...1)[0].commit)
    #expect(commit.rowsIn == 3 && commit.rowsOut == 2 && commit.rejects == 1)
    let rejects = try bench.rows("SELECT line, row FROM scorebook_rejects")
    #expect(rejects == [[.integer(3), .text(row)]])
    #expect(
      try bench.rows("SELECT id FROM scores WHERE date = '2026-01-02'") == [[.text("0001")], [.text("0003")]])
  }

  @Test("an input that a model needs and a row lacks makes it a reject of that column")
  func missingRequired() throws {
    let bench = try bench("id,days,orders\n0001,,1\n0002,3,\n", Bench.dated + "\nmax_rejects: 1")
    let commit = try #require(try bench.run(1...1)[0].commit)
    #expect(commit.rowsIn == 2 && commit.rowsOut == 1 && commit.rejects == 1)
    let rejects = try bench.rows("SELECT \"column\", line, row FROM scorebook_rejects")
    #expect(rejects == [[.text("orders"), .integer(3), .text("0002,3,")]])
  }

  @Test("a quote that is never closed")
  func unclosedQuote() throws {
    let failure = try refused(
      bench("id,days,orders\n0001,3,1\n\"0002,3,1\n0003,3,1\n"), .csvUnclosedQuote, .failure)
    #expect(failure.place?.line == 3, "\(failure)")
  }

  @Test("a key that stands twice is refused, and both records are named")
  func duplicateKey() throws {
    let failure = try refused(
      bench("id,days,orders\n0001,3,1\n0002,3,1\n0001,4,1\n"), .outputDuplicateKey, .refused)
    #expect(failure.description.contains("1") && failure.description.contains("3"), "\(failure)")
    #expect(!failure.description.contains("0001"), "\(failure)")
  }

  @Test("a date without rows, and one without a file")
  func nothing() throws {
    let empty = try bench("id,days,orders\n")
    let failure = try refused(empty, .runNoRows, .refused)
    #expect(failure.description.contains("no rows for 2026-01-02"), "\(failure)")
    try empty.remove("data/2026-01-02.csv")
    _ = try refused(empty, .csvNoMatch, .failure)
  }

  @Test("bytes that are no text, and an empty file", arguments: [[0xFF, 0xFE, 0x00], []] as [[UInt8]])
  func bytes(_ bytes: [UInt8]) throws {
    let bench = try bench("")
    try Data(bytes).write(to: URL(filePath: bench.path + "/data/2026-01-02.csv"))
    let old = try bench.standing(0)
    do {
      #expect(try bench.run(1...1)[0].failure != nil)
    } catch {
      #expect(error is Problems || error is Diagnostic)
    }
    #expect(try bench.standing(0) == old)
  }

  @Test(
    "a query that fails, writes or attaches is refused",
    arguments: [
      ("SELECT id, days, orders FRM c", "sql"), ("DELETE FROM c", "sql"),
      ("ATTACH 'other.db' AS other", "sql"), ("SELECT id, days, missing AS orders FROM c", "sql"),
      ("SELECT id, days, orders FROM c; SELECT 1", "sql"),
      ("SELECT id, days, json_extract('{', '$') AS orders FROM c", "sql"),
    ])
  func query(_ text: String, _ area: String) throws {
    let yaml = Bench.workspace(
      Bench.dated, dataset: "query: q.sql\ntables: {c: raw}"
    ).replacingOccurrences(
      of: "datasets:",
      with: "datasets:\n  raw:\n    csv: raw.csv\n    columns: {days: number, orders: number}")
    let bench = try Bench("", yaml: yaml, days: 0)
    try bench.write("raw.csv", Bench.customers(0))
    try bench.write("q.sql", "SELECT id, days, orders FROM c WHERE :date = :date")
    #expect(try bench.run(0...0)[0].commit?.rowsOut == 5)
    let old = try bench.standing(0)
    try bench.write("q.sql", text)
    var failure: Diagnostic?
    do { failure = try bench.run(1...1)[0].failure } catch let problems as Problems {
      failure = problems.list.first
    }
    let told = try #require(failure)
    #expect(told.identifier.name.hasPrefix(area), "\(told)")
    #expect(told.place?.file.hasSuffix("q.sql") == true, "\(told)")
    #expect(try bench.standing(0) == old)
    #expect(!bench.exists("other.db"))
    #expect(try bench.count() == 5)
  }

  @Test("a model cut off in the middle is found out before a row is scored")
  func truncatedModel() throws {
    let bench = try bench(Bench.customers(1))
    let model = bench.text("models/welcome.yaml")
    try bench.write("models/two.yaml", String(model.prefix(model.count / 2)))
    try bench.write(
      "scorebook.yaml",
      bench.text("scorebook.yaml").replacingOccurrences(
        of: "[{artefact: models/welcome.yaml}]",
        with: "[{artefact: models/welcome.yaml}, {artefact: models/two.yaml}]"))
    let old = try bench.standing(0)
    // Nobody needs it yet.
    #expect(try bench.run(0...0, options: .init(dryRun: true)).count == 1)
    try bench.write(
      "scorebook.yaml",
      bench.text("scorebook.yaml").replacingOccurrences(of: "welcome@champion", with: "welcome@2"))
    #expect(throws: Problems.self) { try bench.run(1...1) }
    #expect(try bench.standing(0) == old)
    #expect(try bench.count() == 5)
  }

  @Test("an artefact changed in the store is found out before a row is scored")
  func changedModel() throws {
    let bench = try bench(Bench.customers(1))
    let store = try #require(FileManager.default.enumerator(atPath: bench.path + "/.scorebook"))
    let artefacts = store.compactMap { $0 as? String }.filter {
      bench.text(".scorebook/" + $0).contains("scorecard:")
    }
    let artefact = try #require(artefacts.first)
    chmod(bench.path + "/.scorebook/" + artefact, 0o600)
    try bench.write(".scorebook/" + artefact, Bench.scorecard(recent: 61))
    let old = try bench.standing(0)
    let problems = try #require(throws: Problems.self) { try bench.run(1...1) }
    #expect(problems.errors.first?.description.contains("changed") == true, "\(problems.list)")
    #expect(try bench.standing(0) == old)
    #expect(try bench.count() == 5)
  }

  @Test("a locked database")
  func lockedDatabase() throws {
    let bench = try bench(Bench.customers(1))
    let target = SQLiteTarget(
      path: bench.path + "/_out/s.db", table: "scores", mode: .byDate,
      stagingFolder: bench.path + "/.scorebook/staging", busyTimeout: 50)
    let other = try SQLiteDatabase(bench.path + "/_out/s.db", .readWrite)
    try other.execute("BEGIN EXCLUSIVE")
    let failure = try #require(throws: Diagnostic.self) {
      _ = try target.standing(job: "night", date: "2026-01-02")
    }
    #expect(failure.kind == .notNow, "\(failure)")
    try other.execute("ROLLBACK")
    #expect(try bench.run(1...1)[0].commit != nil)
  }

  @Test("an output that is also an input, also by way of a link")
  func outputIsInput() throws {
    let job = "every: 1d\nsince: 2026-01-01\noutputs: [probability]\noutput: {csv: data/:date.csv}"
    let bench = try Bench(job)
    let bytes = bench.read("data/2026-01-01.csv")
    let problems = try #require(throws: Problems.self) { try bench.run(0...0) }
    #expect(problems.errors.first?.identifier == .workspaceOutputIsInput)
    try bench.write("scorebook.yaml", Bench.workspace(job.replacingOccurrences(of: "data/", with: "link/")))
    symlink("data", bench.path + "/link")
    do {
      let failure = try bench.run(0...0)[0].failure
      #expect(failure != nil)
    } catch {
      #expect(error is Problems)
    }
    #expect(bench.read("data/2026-01-01.csv") == bytes)
  }

  @Test("a folder that can't be written: a file stands where it should be")
  func unwritable() throws {
    let bench = try bench(Bench.customers(1))
    let old = try bench.standing(0)
    try bench.write("blocked", "a file")
    try bench.write(
      "scorebook.yaml",
      Bench.workspace(Bench.dated.replacingOccurrences(of: "_out/s.db", with: "blocked/s.db")))
    let failure = try #require(try failure(of: bench))
    #expect(failure.description.contains("blocked"), "\(failure)")
    #expect(try bench.standing(0) == old)
    #expect(bench.text("blocked") == "a file")
  }

  private func failure(of bench: Bench) throws -> Diagnostic? {
    do {
      return try bench.run(1...1)[0].failure
    } catch let problems as Problems {
      return problems.errors.first
    } catch let diagnostic as Diagnostic {
      return diagnostic
    }
  }

  @Test("a disk that fills up", arguments: ["sqlite", "csv"])
  func fullDisk(_ kind: String) throws {
    let output = kind == "csv" ? "{csv: disk/:date.csv}" : "{sqlite: disk/s.db, table: scores}"
    let bench = try Bench("every: 1d\nsince: 2026-01-01\noutputs: [probability]\noutput: \(output)")
    let disk = bench.path + "/disk"
    mkdir(disk, 0o700)
    guard mount("tmpfs", disk, "tmpfs", 0, "size=256k") == 0 else {
      // Seen in the test's output: nothing was tested here.
      withKnownIssue("mounting a small tmpfs is not permitted here; the full disk was not tested") {
        Issue.record("mount: \(String(cString: strerror(errno)))")
      }
      return
    }
    defer { umount2(disk, Int32(MNT_DETACH)) }
    #expect(try bench.run(0...0)[0].commit != nil)
    func state() throws -> [String: [UInt8]?] {
      if kind == "sqlite" {
        let rows = try bench.rows("SELECT * FROM scores ORDER BY 1, 2", in: "disk/s.db")
        return ["rows": Array("\(rows)".utf8)]
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: disk).sorted()
      return Dictionary(uniqueKeysWithValues: names.map { ($0, bench.read("disk/" + $0)) })
    }
    let old = try state()
    let many = "id,days,orders\n" + (1...20_000).map { "\($0),3,1\n" }.joined()
    try bench.write("data/2026-01-02.csv", many)
    let failure = try #require(try bench.run(1...1)[0].failure)
    #expect(
      failure.identifier.name.hasSuffix("disk-full") || failure.identifier.name.contains("full"), "\(failure)"
    )
    #expect(try state() == old)
    #expect(try bench.book.runs(.init(date: "2026-01-02")).first?.state == .failed)
    try bench.write("data/2026-01-02.csv", Bench.customers(1))
    #expect(try bench.run(1...1)[0].commit?.rowsOut == 5)
  }

  @Test("two columns of one name, and a key that no row has")
  func header() throws {
    let old = try bench("id,id,days,orders\n1,2,3,1\n")
    #expect(try failure(of: old) != nil)
    let missing = try bench("id,days,orders\n,3,1\n0002,3,1\n", Bench.dated + "\nmax_rejects: 5")
    let result = try missing.run(1...1)[0]
    if let commit = result.commit {
      #expect(commit.rowsIn == commit.rowsOut + commit.rejects)
      #expect(try missing.count("scores", 1) == commit.rowsOut)
    } else {
      #expect(try missing.count("scores", 1) == 0)
    }
  }
}
