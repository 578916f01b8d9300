@testable import Datasets
import Diagnostics
import Foundation
import Synchronization
import Tabular
import Testing

@Suite("Parts of outputs")
struct OutputPartsTests {
  @Test(
    "numbers are the shortest text that reads back",
    arguments: [
      (0.1, "0.1"), (3.0, "3.0"), (-3.0, "-3.0"), (0.0, "0.0"), (-0.0, "-0.0"), (1e15, "1000000000000000.0"),
      (1e16, "1e+16"), (1e-5, "1e-05"), (0.0001, "0.0001"), (.leastNonzeroMagnitude, "5e-324"),
      (1.7976931348623157e308, "1.7976931348623157e+308"), (0.30000000000000004, "0.30000000000000004"),
      (123456789.125, "123456789.125"), (.infinity, "inf"), (-.infinity, "-inf"), (.nan, ""),
      (999_999_999_999_999.0, "999999999999999.0"), (-1.5, "-1.5"),
    ] as [(Double, String)])
  func numbers(_ number: Double, _ text: String) {
    let scratch = ByteScratch(capacity: 8)
    scratch.append(number: number)
    #expect(String(decoding: scratch.bytes, as: UTF8.self) == text)
  }

  @Test("integers have all their digits", arguments: [0, -1, 9, 10, 1_234_567_890_123, Int64.max, Int64.min])
  func integers(_ integer: Int64) {
    let scratch = ByteScratch(capacity: 8)
    scratch.append(integer: integer)
    #expect(String(decoding: scratch.bytes, as: UTF8.self) == "\(integer)")
  }

  @Test("a spool gives its frames back in order, small and large ones")
  func spool() throws {
    let folder = try ScratchFolder()
    let spool = try SpoolFile(folder.file("s.spool"))
    let sizes = [3, 200_000, 1, 131_072, 131_071, 130_000, 90_000, 0, 600_000, 5]
    for (index, size) in sizes.enumerated() {
      try spool.writeFrame([UInt8](repeating: UInt8(index), count: size), rows: index + 1)
    }
    try spool.flush()
    let frame = ByteScratch(capacity: 8)
    for (index, size) in sizes.enumerated() {
      #expect(try spool.readFrame(into: frame) == index + 1)
      #expect(Array(frame.bytes) == [UInt8](repeating: UInt8(index), count: size))
    }
    #expect(try spool.readFrame(into: frame) == nil)
  }

  private func keys(_ values: [UInt64], from record: UInt64 = 1) -> [KeyHash] {
    values.enumerated().map { index, value in
      // Spread over the partitions as hashes are.
      KeyHash(low: value, high: value &* 0x9E37_79B9_7F4A_7C15, record: record + UInt64(index))
    }
  }

  @Test("a repeated key is found in memory and across partitions", arguments: [100_000, 1_000, 64])
  func repeated(_ limit: Int) throws {
    let folder = try ScratchFolder()
    let index = KeyIndex(folder: folder.file("keys"), name: "job.run", limit: limit)
    for start in stride(from: UInt64(0), to: 10_000, by: 100) {
      try index.add(keys(Array(start..<start + 100), from: start + 1))
    }
    try index.check()
    try index.add(keys([20_000, 4_321, 17], from: 10_001))
    let problem = #expect(throws: Diagnostic.self) { try index.check() }
    #expect(problem?.summary == "records 4322 and 10002 have the same key")
    #expect(problem?.kind == .refused)
    index.removeFiles()
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0 != "keys" }.isEmpty)
  }

  @Test("a failed turn fails those who wait, and so does a cancel")
  func gate() async {
    for cancels in [true, false] {
      let gate = TurnGate()
      let failures = Counter()
      await withTaskGroup(of: Void.self) { group in
        for turn in 1...3 {
          group.addTask { await Self.fail(in: gate, turn, failures) }
        }
        group.addTask { if cancels { gate.cancel() } else { await Self.fail(in: gate, 0, Counter()) } }
      }
      #expect(failures.value == 3)
    }
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
  }

  /// Waits for a turn on a thread of its own; turn 0 throws in it.
  private static func fail(in gate: TurnGate, _ turn: Int, _ failures: Counter) async {
    await withCheckedContinuation { done in
      Thread.detachNewThread {
        do throws(Diagnostic) {
          try gate.pass(turn) { () throws(Diagnostic) in
            if turn == 0 { throw Diagnostic(.testCrash, .failure, "no") }
          }
        } catch {
          failures.add()
        }
        done.resume()
      }
    }
  }

  @Test("a job's lock is held once, names its holder, and is free again afterwards")
  func lock() throws {
    let folder = try ScratchFolder()
    var held: JobLock? = try JobLock(job: "nightly", folder: folder.file("locks"))
    let problem = #expect(throws: Diagnostic.self) {
      try JobLock(job: "nightly", folder: folder.file("locks"))
    }
    #expect(problem?.identifier.name == "job-locked")
    #expect(problem?.kind == .notNow)
    #expect(problem?.found == "process \(ProcessInfo.processInfo.processIdentifier)")
    _ = try JobLock(job: "nightly_csv", folder: folder.file("locks"))
    withExtendedLifetime(held) {}
    held = nil
    _ = try JobLock(job: "nightly", folder: folder.file("locks"))
  }
}
