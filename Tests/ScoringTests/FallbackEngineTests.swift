import Datasets
import Diagnostics
import Foundation
import Models
import Scoring
import Statistics
import Synchronization
import Tabular
import Testing

@Suite("Rows' way with a fallback")
struct FallbackEngineTests {
  struct Result {
    var outcome: Engine.Outcome?
    var failure: Diagnostic?
    var main = ""
    var shadow = ""
    var rejects = ""
  }

  private static let request = ScoreRequest(columns: [0], wanted: [0])
  private let layout = Layout(columns: [Column(source: "value", storage: .number)], capacity: 256)

  /// - Parameter answer: the fallback model; nil for the constant -1.
  private func run(
    _ champion: any Model, wanted: Set<Int> = [0], output: Int = 0, answer: EchoModel? = nil,
    shadow: EchoModel? = nil, unsure: UnsureRule? = nil, threads: Int = 1, watch: Watch = Watch(),
    isLate: @escaping @Sendable () -> Bool = { false }
  ) throws -> Result {
    let folder = NSTemporaryDirectory() + "/fallback-tests-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let target = CSVTarget(path: folder + "/out.csv", stagingFolder: folder + "/staging")
    let request = ScoreRequest(columns: [0], wanted: wanted)
    var seats = [Engine.Seat(label: "echo@1", model: champion, request: request)]
    if let shadow { seats.append(Engine.Seat(label: "echo@2", model: shadow, request: Self.request)) }
    let second: OutputColumn.Value =
      answer == nil ? .constantNumber(-1) : .prediction(model: seats.count, output: 0)
    let columns = [
      OutputColumn(
        name: "is_fallback", kind: .integer,
        value: .either(champion: .constantInteger(0), fallback: .constantInteger(1))),
      OutputColumn(
        name: "prediction", kind: .real,
        value: .either(champion: .prediction(model: 0, output: output), fallback: second)),
    ]
    let side = [OutputColumn(name: "prediction", kind: .real, value: .prediction(model: 1, output: 0))]
    let stage = try target.stage(
      OutputPlan(
        job: "job", date: nil, runID: "run", columns: columns, keyCount: 0,
        shadows: shadow == nil ? [] : [side]))
    defer { stage.discard() }
    var result = Result()
    do throws(Diagnostic) {
      let outcome = try Engine(
        source: CountingSource(), layout: layout, seats: seats,
        fallback: Engine.Fallback(
          seat: answer.map { Engine.Seat(label: "rule@1", model: $0, request: Self.request) }, unsure: unsure,
          isLate: isLate), stage: stage,
        profile: ProfilePlan(signature: champion.signature, request: request), digest: true, threads: threads,
        watch: watch
      ).run()
      result.outcome = outcome
      try stage.commit(
        CommitRecord(
          job: "job", date: "", runID: "run", model: "echo@1", modelDigest: "", planDigest: "",
          inputDigest: "", sourceStamp: "", rowsIn: outcome.rowsIn, rowsOut: outcome.rowsOut,
          rejects: outcome.rejects, committedAt: ""))
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

  @Test("refused rows and failed batches take the fallback; the same bytes at any number of threads")
  func rows() throws {
    let champion = EchoModel(failsAt: [1_510, 6_000], refuses: [3, 4, 11_999])
    let one = try run(champion)
    let outcome = try #require(one.outcome)
    #expect(outcome.rowsIn == 12_000 && outcome.rowsOut == 12_000 && outcome.rejects == 0)
    // Chunks of 300 rows are read in batches of 256 and 44: two whole batches failed.
    #expect(outcome.fallbacks == 3 + 256 + 256)
    let lines = one.main.split(separator: "\n").dropFirst()
    #expect(lines.count == 12_000)
    for (row, line) in lines.enumerated() {
      let isFallback =
        [3, 4, 11_999].contains(row) || (1_500..<1_756).contains(row) || (6_000..<6_256).contains(row)
      #expect(line == (isFallback ? "1,-1.0" : "0,\(Double(row))"))
    }
    #expect(
      outcome.fallbackReasons.map(\.reason) == [
        "'value' holds a value that echo@1 does not know", "echo@1 failed: row 1510 failed",
        "echo@1 failed: row 6000 failed",
      ])
    #expect(outcome.championFailure?.reason == "echo@1 failed: row 1510 failed")
    #expect(outcome.championFailure?.record == outcome.fallbackReasons[1].record)
    for threads in [2, 7] {
      let more = try run(champion, threads: threads)
      #expect(more.outcome?.championFailure == outcome.championFailure)
      #expect(more.main == one.main)
      #expect(more.outcome?.fallbacks == outcome.fallbacks)
      #expect(more.outcome?.fallbackReasons == outcome.fallbackReasons)
    }
  }

  @Test("a runtime's words about a row stand in its reject only, never among the reasons")
  func runtimeWords() throws {
    let champion = EchoModel(quotes: [7_345, 7_346])
    let outcome = try #require(try run(champion).outcome)
    #expect(outcome.fallbacks == 2 && outcome.rejects == 0)
    #expect(outcome.fallbackReasons.map(\.reason) == ["echo@1: its runtime refused the row"])
    let rejected = try run(champion, answer: EchoModel(refuses: [7_345]))
    #expect(rejected.outcome?.rejects == 1)
    #expect(rejected.rejects.contains("echo@1 refused the row: out of data bounds, idx=7345"))
    #expect(rejected.outcome?.fallbackReasons.contains { $0.reason.contains("734") } == false)
  }

  @Test("another model answers, and is asked only where it is needed; what it refuses too is a reject")
  func model() throws {
    let answer = EchoModel(failsAt: [9_000], refuses: [4])
    let one = try run(EchoModel(refuses: [3, 4, 300]), answer: answer)
    let outcome = try #require(one.outcome)
    #expect(outcome.fallbacks == 2 && outcome.rejects == 1 && outcome.rowsOut == 11_999)
    let lines = one.main.split(separator: "\n")
    #expect(lines[4] == "1,3.0" && lines[5] == "0,5.0" && lines[300] == "1,300.0")
    #expect(
      one.rejects.contains(
        "'value' holds a value that echo@1 does not know; and as the fallback: "
          + "'value' holds a value that rule@1 does not know"))
    #expect(try run(EchoModel(refuses: [3, 4, 300]), answer: answer, threads: 7).main == one.main)
    #expect(try run(EchoModel(refuses: [3, 4, 300]), answer: answer, threads: 7).rejects == one.rejects)
  }

  @Test("a fallback that fails at a batch, or can't be started, leaves rejects that name both reasons")
  func answerFails() throws {
    let failed = try run(EchoModel(refuses: [9_000]), answer: EchoModel(failsAt: [9_000]))
    #expect(failed.outcome?.rejects == 1 && failed.outcome?.fallbacks == 0)
    #expect(failed.rejects.contains("and as the fallback: rule@1 failed: row 9000 failed"))
    let absent = try run(EchoModel(refuses: [9_000]), answer: EchoModel(startFails: true))
    #expect(absent.outcome?.rejects == 1)
    #expect(absent.rejects.contains("and as the fallback: rule@1 could not be started: the model could not"))
    // Nobody needs it: nothing is wrong.
    #expect(try run(EchoModel(), answer: EchoModel(startFails: true)).outcome?.rejects == 0)
  }

  @Test("a champion that can't be started is replaced everywhere", arguments: [1, 4])
  func start(_ threads: Int) throws {
    let none = try run(EchoModel(startFails: true), threads: threads)
    #expect(none.outcome?.fallbacks == 12_000 && none.outcome?.rowsOut == 12_000)
    #expect(
      none.outcome?.fallbackReasons.map(\.description) == [
        "counting, record 0: echo@1 could not be started: the model could not be started"
      ])
    // One that starts for the first worker only: the others must not make a difference.
    let once = try run(ClassModel(starts: threads - 1), wanted: [0, 1, 2], output: 1, threads: threads)
    #expect(once.outcome?.fallbacks == 12_000)
  }

  @Test("a classifier that is unsure is replaced: below the limit, not at it, and where it has no number")
  func unsure() throws {
    let model = ClassModel()
    let rule = try UnsureRule(0.6, model.signature, label: "echo@1", place: nil)
    let one = try run(model, wanted: [0, 1, 2], output: 1, unsure: rule)
    let lines = one.main.split(separator: "\n").dropFirst()
    for (row, line) in lines.enumerated() {
      // (1 - p) / 2 is never above 0.5.
      let isSure = row % 1000 != 999 && row % 100 >= 60
      #expect(line.hasPrefix(isSure ? "0," : "1,-1.0"))
    }
    #expect(one.outcome?.fallbacks == 12_000 * 60 / 100 + 12)
    #expect(
      one.outcome?.fallbackReasons.map(\.reason) == [
        "echo@1 is unsure: its highest probability is below the limit"
      ])
    #expect(try run(model, wanted: [0, 1, 2], output: 1, unsure: rule, threads: 7).main == one.main)
  }

  @Test("after its time the champion is no longer asked")
  func late() throws {
    let asked = Mutex(0)
    let result = try run(
      EchoModel(),
      isLate: {
        asked.withLock { asked in
          asked += 1
          return asked > 3
        }
      })
    #expect(result.outcome?.fallbacks == 12_000 - 256 - 44 - 256)
    #expect(
      result.outcome?.fallbackReasons.map(\.reason) == ["echo@1 was no longer asked: its time was over"])
  }

  @Test("a signal that ends the model ends the run, and is no fallback")
  func interrupted() throws {
    let calls = Mutex(0)
    let stop = Diagnostic(.runInterrupted, .failure, "stopped")
    let watch = Watch(interruption: {
      calls.withLock { calls in
        calls += 1
        return calls > 1 ? stop : nil
      }
    })
    let result = try run(EchoModel(failsAt: [0]), watch: watch)
    #expect(result.failure == stop && result.outcome == nil)
  }

  @Test("inputs count in the profile, the champion's predictions are missing there; shadows score all rows")
  func profile() throws {
    let result = try run(EchoModel(refuses: [0, 1, 2]), answer: EchoModel(), shadow: EchoModel())
    let profile = try #require(result.outcome?.profile)
    #expect(profile.sketches.map(\.count) == [12_000, 11_997])
    #expect(profile.sketches.map(\.missing) == [0, 3])
    #expect(result.outcome?.shadowRows == [12_000])
    #expect(result.shadow.split(separator: "\n").count == 12_001)
  }

  @Test("an output without the mark stays as it was where there is no fallback")
  func none() throws {
    #expect(try run(EchoModel()).outcome?.fallbacks == 0)
    #expect(try run(EchoModel()).outcome?.fallbackReasons.isEmpty == true)
  }
}
