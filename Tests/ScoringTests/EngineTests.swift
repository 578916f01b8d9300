import Datasets
import Diagnostics
import Foundation
import Models
import Scoring
import Synchronization
import Statistics
import Tabular
import Testing

@Suite("Rows' way")
struct EngineTests {
  struct Result {
    var outcome: Engine.Outcome?
    var failure: Diagnostic?
    var main = ""
    var shadow = ""
    var rejects = ""
  }

  private let layout = Layout(columns: [Column(source: "value", storage: .number)], capacity: 256)

  /// Scores a made-up source into a CSV file and gives the files' bytes.
  private func run(
    _ source: CountingSource, champion: EchoModel = EchoModel(), shadow: EchoModel? = nil, threads: Int = 4,
    watch: Watch = Watch()
  ) throws -> Result {
    let folder = NSTemporaryDirectory() + "/engine-tests-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let target = CSVTarget(path: folder + "/out.csv", stagingFolder: folder + "/staging")
    let request = ScoreRequest(columns: [0], wanted: [0])
    var seats = [Engine.Seat(label: "echo@1", model: champion, request: request)]
    if let shadow { seats.append(Engine.Seat(label: "echo@2", model: shadow, request: request)) }
    func columns(_ model: Int) -> [OutputColumn] {
      [OutputColumn(name: "prediction", kind: .real, value: .prediction(model: model, output: 0))]
    }
    let stage = try target.stage(
      OutputPlan(
        job: "job", date: nil, runID: "run", columns: columns(0), keyCount: 0,
        shadows: shadow == nil ? [] : [columns(1)]))
    defer { stage.discard() }
    var result = Result()
    do throws(Diagnostic) {
      let outcome = try Engine(
        source: source, layout: layout, seats: seats, stage: stage,
        profile: ProfilePlan(signature: champion.signature, request: request), digest: true, threads: threads,
        watch: watch
      ).run()
      result.outcome = outcome
      try stage.commit(
        CommitRecord(
          job: "job", date: "", runID: "run", model: "echo@1", modelDigest: "", planDigest: "",
          inputDigest: "",
          sourceStamp: "", rowsIn: outcome.rowsIn, rowsOut: outcome.rowsOut, rejects: outcome.rejects,
          committedAt: ""))
    } catch {
      result.failure = error
    }
    func text(_ name: String) -> String {
      (try? String(contentsOfFile: folder + name, encoding: .utf8)) ?? ""
    }
    result.main = text("/out.csv")
    result.shadow = text("/out.shadow.csv")
    result.rejects = text("/out.rejects.csv")
    return result
  }

  @Test("every row comes out once and in order", arguments: [1, 2, 7, 64])
  func order(_ threads: Int) throws {
    let result = try run(CountingSource(), threads: threads)
    #expect(result.outcome?.rowsIn == 12_000 && result.outcome?.rowsOut == 12_000)
    let lines = result.main.split(separator: "\n").dropFirst().map { Double($0) }
    #expect(lines == (0..<12_000).map { Double($0) })
  }

  @Test("no chunk, and fewer readers than threads", arguments: [0, 1])
  func few(_ readers: Int) throws {
    let empty = try run(CountingSource(chunks: 0, readers: readers))
    #expect(empty.failure == nil && empty.outcome?.rowsIn == 0 && empty.main == "prediction\n")
  }

  @Test("the failure of the earliest chunk is told at any number of threads", arguments: [1, 2, 7])
  func earliest(_ threads: Int) throws {
    for _ in 0..<20 {
      let champion = EchoModel(failsAt: [1_510, 1_810, 2_110, 6_000])
      let failure = try run(CountingSource(), champion: champion, threads: threads).failure
      #expect(failure?.summary == "row 1510 failed")
    }
  }

  @Test("a worker that waits for its turn never hides why the run failed", arguments: [2, 7])
  func waiting(_ threads: Int) throws {
    for _ in 0..<20 {
      let failure = try run(CountingSource(failingClaim: 9), threads: threads).failure
      #expect(failure?.summary == "claim 9 failed")
      let first = try run(CountingSource(), champion: EchoModel(failsAt: [3]), threads: threads).failure
      #expect(first?.summary == "row 3 failed")
    }
  }

  @Test("a chunk's failure comes before that of a later claim")
  func claimAfterChunk() throws {
    for _ in 0..<20 {
      let source = CountingSource(failingClaim: 9)
      let failure = try run(source, champion: EchoModel(failsAt: [8 * 300 + 1]), threads: 7).failure
      #expect(failure?.summary == "row 2401 failed")
    }
  }

  @Test("nothing is there after a failure", arguments: [1, 7])
  func nothing(_ threads: Int) throws {
    let result = try run(CountingSource(), champion: EchoModel(failsAt: [11_999]), threads: threads)
    #expect(result.failure != nil && result.main.isEmpty && result.shadow.isEmpty && result.rejects.isEmpty)
  }

  @Test("a champion that can't be started fails the run, a shadow only itself", arguments: [1, 3])
  func start(_ threads: Int) throws {
    #expect(try run(CountingSource(), champion: EchoModel(startFails: true), threads: threads).failure != nil)
    let result = try run(CountingSource(), shadow: EchoModel(startFails: true), threads: threads)
    #expect(result.failure == nil && result.outcome?.rowsOut == 12_000 && result.outcome?.shadowRows == [0])
    #expect(result.outcome?.unanswered == [12_000])
    #expect(result.outcome?.shadowFailures["echo@2"]?.summary == "the model could not be started")
  }

  @Test("what a failing shadow leaves out does not depend on the threads")
  func shadow() throws {
    let shadow = EchoModel(failsAt: [400, 5_000], refuses: [7])
    let results = try [1, 2, 7].map { try run(CountingSource(), shadow: shadow, threads: $0) }
    for result in results {
      #expect(result.failure == nil && result.outcome?.rowsOut == 12_000 && result.outcome?.rejects == 0)
      #expect(result.outcome?.shadowFailures["echo@2"]?.summary == "row 400 failed")
      #expect(result.outcome?.unanswered == [256 + 256 + 1])
      #expect(result.main == results[0].main)
      #expect(result.shadow == results[0].shadow)
    }
    // Batches have 256 rows and then 44: 300…555 and 4,800…5,055 of the chunks from 300 and 4,800, and row 7.
    let rows = Set(results[0].shadow.split(separator: "\n").dropFirst().compactMap { Double($0) })
    #expect(
      rows
        == Set(
          (0..<12_000).filter { !(300..<556).contains($0) && !(4_800..<5_056).contains($0) && $0 != 7 }
            .map { Double($0) }))
  }

  @Test(
    "rows that the champion refuses are rejects, and are profiled as missing outputs", arguments: [1, 2, 7])
  func refused(_ threads: Int) throws {
    let result = try run(
      CountingSource(), champion: EchoModel(refuses: [5, 299, 300, 11_999]), threads: threads)
    let outcome = try #require(result.outcome)
    #expect(outcome.rowsIn == 12_000 && outcome.rowsOut == 11_996 && outcome.rejects == 4)
    #expect(outcome.rejectKinds.counts == [.unknownInput: 4])
    #expect(outcome.firstRejects.count == 4)
    let profile = try #require(outcome.profile)
    #expect(profile.sketches.map(\.count) == [12_000, 11_996])
    #expect(profile.sketches.map(\.missing) == [0, 4])
    #expect(result.rejects.split(separator: "\n").count == 5)
  }

  @Test("an interruption stops all workers", arguments: [1, 2, 7])
  func interrupted(_ threads: Int) throws {
    let asked = Mutex(0)
    let watch = Watch(interruption: {
      asked.withLock { asked in
        asked += 1
        return asked > 5 ? Diagnostic(.runInterrupted, .failure, "stopped") : nil
      }
    })
    let result = try run(CountingSource(chunks: 1_000), threads: threads, watch: watch)
    #expect(result.failure?.identifier == .runInterrupted)
    #expect(result.main.isEmpty)
    #expect(asked.withLock { $0 } <= 6 + threads)
  }

  @Test("progress adds up to the rows")
  func progress() throws {
    let rows = Mutex(0)
    _ = try run(
      CountingSource(), threads: 7, watch: Watch(progress: { count in rows.withLock { $0 += count } }))
    #expect(rows.withLock { $0 } == 12_000)
  }

  @Test("moments are folded in the order of the chunks")
  func moments() throws {
    let results = try [1, 2, 7].map { try run(CountingSource(), threads: $0).outcome }
    for outcome in results {
      #expect(outcome?.profile?.moments == results[0]?.profile?.moments)
      #expect(try quantiles(outcome) == quantiles(results[0]))
      #expect(outcome?.digest == results[0]?.digest)
    }
    #expect(abs((results[0]?.profile?.moments[0].mean ?? 0) - 5_999.5) < 1e-9)
  }

  private func quantiles(_ outcome: Engine.Outcome?) throws -> [Double] {
    let sketches = outcome?.profile?.sketches ?? []
    return try sketches.flatMap { try $0.quantiles([0, 0.1, 0.5, 0.9, 1]) }
  }
}
