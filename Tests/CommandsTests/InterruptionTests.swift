import Datasets
import Foundation
import Glibc
import Testing

@Suite("Runs that are stopped", .serialized)
struct InterruptionTests {
  private let rows = 20_000
  private let dates = (1...6).map { "2026-01-0\($0)" }

  private func workspace() throws -> Program { try Program.workspace(days: 6, rows: rows) }

  private func arguments(_ job: String, _ more: [String] = []) -> [String] {
    ["run", job, "-q", "--from", "2026-01-01", "--to", "2026-01-06"] + more
  }

  /// Every date is whole or absent, with one commit that tells of just these rows.
  private func checkTable(_ program: Program, _ moment: String) throws {
    guard program.exists("_out/daily.db") else { return }
    let database = try SQLiteDatabase(program.folder + "/_out/daily.db", .readWrite)
    guard try !database.rows("SELECT 1 FROM sqlite_master WHERE name = 'daily_scores'").isEmpty else {
      return
    }
    let found = try database.rows(
      "SELECT date, count(*), count(DISTINCT run_id), min(run_id) FROM daily_scores GROUP BY date ORDER BY date"
    )
    let commits = try database.rows(
      "SELECT date, rows_out, 1, run_id FROM scorebook_commits WHERE job = 'daily' ORDER BY date")
    #expect(found == commits, "\(moment)")
    for row in found {
      let day = Int(row[0].text?.suffix(1) ?? "") ?? 0
      #expect(row[1] == .integer(Int64(rows + day)), "\(moment)")
    }
  }

  private func checkFiles(_ program: Program, _ moment: String) {
    for (index, date) in dates.enumerated() where program.exists("_out/\(date).csv") {
      let lines = program.text("_out/\(date).csv").split(separator: "\n")
      #expect(lines.count == rows + index + 2, "\(moment)")
      #expect(Set(lines.dropFirst().map { $0.split(separator: ",").last }).count == 1, "\(moment)")
    }
  }

  @Test(
    "kill -9 leaves every date whole or absent, and the next run completes it", arguments: ["daily", "files"])
  func killed(_ job: String) throws {
    let program = try workspace()
    var random = Steps(state: 1997)
    let began = Date()
    #expect(try program.start(arguments(job)).result().status == 0)
    let took = Date().timeIntervalSince(began)
    for kill in 1...4 {
      if kill % 2 == 1 { try program.remove("_out") }
      let moment = Double(random.next() % 1_000) / 1_000 * took
      let running = try program.start(arguments(job, kill % 2 == 1 ? [] : ["--force"]))
      usleep(UInt32(moment * 1e6))
      Glibc.kill(running.process.processIdentifier, SIGKILL)
      _ = running.result()
      let text = "kill \(kill) of \(job) after \(moment) s"
      try checkTable(program, text)
      checkFiles(program, text)
      let next = try program.start(arguments(job)).result()
      #expect(next.status == 0, "\(text): \(next.problems)")
      try checkTable(program, text)
      checkFiles(program, text)
      for date in dates where job == "files" { #expect(program.exists("_out/\(date).csv"), "\(text)") }
      let left =
        try FileManager.default.contentsOfDirectory(atPath: program.folder + "/.scorebook/staging")
        + FileManager.default.contentsOfDirectory(atPath: program.folder + "/_out").filter {
          $0.hasPrefix(".")
        }
      #expect(left.isEmpty, "\(text): \(left)")
    }
    if job == "daily" {
      let database = try SQLiteDatabase(program.folder + "/_out/daily.db", .readOnly)
      #expect(try database.rows("SELECT count(DISTINCT date) FROM daily_scores") == [[.integer(6)]])
    }
  }

  @Test(
    "Ctrl-C is 130 and a signal to terminate 143; nothing is lost",
    arguments: [
      (SIGINT, 130), (SIGTERM, 143),
    ] as [(Int32, Int32)])
  func signalled(_ signal: Int32, _ status: Int32) throws {
    let program = try workspace()
    let running = try program.start(arguments("daily"))
    // Once the first date stands the run is in the midst of the others.
    var isUnderWay = false
    for _ in 0..<2_000 where !isUnderWay {
      usleep(5_000)
      let database = try? SQLiteDatabase(program.folder + "/_out/daily.db", .readOnly)
      isUnderWay = (try? database?.rows("SELECT 1 FROM scorebook_commits").isEmpty == false) == true
    }
    Glibc.kill(running.process.processIdentifier, signal)
    let result = running.result()
    #expect(isUnderWay && result.status == status, "\(result.status): \(result.problems)")
    #expect(result.problems.contains("goes on from here"), "\(result.problems)")
    try checkTable(program, "signal \(signal)")
    let next = try program.start(arguments("daily")).result()
    #expect(next.status == 0, "\(next.problems)")
    let database = try SQLiteDatabase(program.folder + "/_out/daily.db", .readOnly)
    #expect(try database.rows("SELECT count(DISTINCT date) FROM scorebook_commits") == [[.integer(6)]])
  }
}

/// Numbers that are the same on every machine: a linear congruential generator.
private struct Steps: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}
