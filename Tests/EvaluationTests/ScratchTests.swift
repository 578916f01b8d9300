import Book
import Datasets
import Diagnostics
import Foundation
import Statistics
import Testing

@testable import Evaluation

/// `SCOREBOOK_SMALL_DISK` names an empty folder on a file system of some 400 KiB.
private let smallDisk = ProcessInfo.processInfo.environment["SCOREBOOK_SMALL_DISK"]

@Suite("Rows beyond memory")
struct ScratchTests {
  @Test("lie in files without a name, and give the same digits", arguments: [0, 4_000, 40_000])
  func sameDigits(_ memory: Int) throws {
    let expected = try ExpectedNights.load()
    func bench() throws -> EvaluationBench {
      let bench = try FiguresTests.bench(expected)
      try bench.target.execute(
        "ALTER TABLE scores ADD COLUMN segment TEXT; "
          + "UPDATE scores SET segment = CAST(substr(customer_id, 2) AS INTEGER) % 3")
      return bench
    }
    let (inMemory, spilled) = (try bench(), try bench())
    let plan = inMemory.plan(baseline: FiguresTests.rule, by: ["segment"], worstSlices: 2)
    let first = try inMemory.evaluate("1998-06-28", plan: plan)
    let second = try spilled.evaluate("1998-06-28", plan: plan, memory: memory)
    #expect(first.records.map(\.metrics) == second.records.map(\.metrics))
    #expect(first.records.map(\.calibration) == second.records.map(\.calibration))
    #expect(first.records.map(\.curves) == second.records.map(\.curves))
    #expect(first.records.map(\.dataDigest) == second.records.map(\.dataDigest))
    #expect(first.comparisons == second.comparisons && !first.comparisons.isEmpty)
    #expect(first.slices == second.slices && !first.slices.isEmpty)
    let left = try FileManager.default.contentsOfDirectory(atPath: spilled.path + "/.scorebook")
    #expect(!left.contains { $0.hasPrefix(".evaluation") })
  }

  @Test("are claimed up to the limit, and given back")
  func claims() throws {
    let space = ScratchSpace(folder: NSTemporaryDirectory(), limit: 100)
    let file = SpillFile(space)
    do {
      let small = try ScratchColumn((0..<10 as Range<Int64>).map { $0 }, in: space, file)
      #expect(space.held == 80 && space.spilled == 0)
      let large = try ScratchColumn((0..<5_000 as Range<Int64>).map { $0 * $0 }, in: space, file)
      #expect(space.held == 80 && space.spilled == 40_000)
      var read: [Int64] = []
      small.read(3..<6, into: &read)
      #expect(read == [3, 4, 5])
      large.read(4_998..<5_000, into: &read)
      #expect(read == [4_998 * 4_998, 4_999 * 4_999])
    }
    #expect(space.held == 0)
    try space.check()
  }

  @Test("that can't be read back are told before figures are entered")
  func unreadable() throws {
    let space = ScratchSpace(folder: NSTemporaryDirectory(), limit: 0)
    let file = try ScratchFile(space)
    var bytes: [UInt8] = [7, 7]
    bytes.withUnsafeMutableBytes { file.read($0, at: 0) }
    #expect(bytes == [0, 0])
    #expect(problem { try space.check() }?.identifier == .evaluationScratch)
  }

  @Test("in a folder that takes no file are an error that names it")
  func noFolder() throws {
    let space = ScratchSpace(folder: "/nonexistent/folder", limit: 0)
    let told = problem { _ = try ScratchColumn([1.0], in: space, SpillFile(space)) }
    #expect(told?.identifier == .evaluationScratch && told?.place?.file == "/nonexistent/folder")
    #expect(told?.next?.hasPrefix("Check the folder's permissions") == true)
  }

  @Test("on a disk that fills up are an error, and the space is free again", .enabled(if: smallDisk != nil))
  func fullDisk() throws {
    let space = ScratchSpace(folder: try #require(smallDisk), limit: 0)
    for _ in 0..<3 {
      let told = problem {
        _ = try ScratchColumn([Double](repeating: 1, count: 1 << 17), in: space, SpillFile(space))
      }
      #expect(told?.identifier == .evaluationScratch && told?.summary.hasPrefix("the disk is full") == true)
    }
    _ = try ScratchColumn([Double](repeating: 1, count: 1 << 14), in: space, SpillFile(space))
  }

  @Test("are sorted in stretches as all at once, equal scores as they came", arguments: [4, 64, 5_000])
  func sorted(_ stretch: Int) throws {
    var random = Xoshiro256(seed: 3, stream: 3)
    var scores = (0..<1_000).map { _ in (random.uniform() * 40).rounded() / 8 - 2.5 }
    scores += [0, -0.0, .infinity, -.infinity, 0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, -0.0]
    let expected = scores.indices.sorted {
      scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1)
    }
    let space = ScratchSpace(folder: NSTemporaryDirectory(), limit: 0)
    var sorter = ScoreSorter(space, count: scores.count, stretch: stretch)
    for (row, score) in scores.enumerated() { try sorter.append(score, UInt64(row)) }
    var found: [Int] = []
    var ends: Set<Int> = []
    try sorter.finish { row, endsGroup in
      found.append(Int(row.payload))
      if endsGroup { ends.insert(found.count - 1) }
    }
    #expect(found == expected)
    #expect(
      ends
        == Set(
          expected.indices.filter {
            $0 + 1 == expected.count || scores[expected[$0]] != scores[expected[$0 + 1]]
          }))
    #expect((space.spilled > 0) == (stretch < 1_008))
    var none = ScoreSorter(space, count: 0)
    try none.finish { _, _ in Issue.record("there is no row") }
  }

  @Test("find their keys by number, in the order in which they came")
  func keys() throws {
    var table = KeyTable()
    // Half a hash in common, and neighbours.
    let keys = (0..<3_000 as Range<UInt64>).map { JoinKey(low: $0 % 3, high: $0 / 3) }
    for (number, key) in keys.enumerated() {
      #expect(table[key] == nil)
      #expect(table.insert(key) == (Int32(number), true))
    }
    #expect(table.insert(keys[7]) == (7, false))
    #expect(table.keys == keys && table.count == 3_000)
    #expect(keys.enumerated().allSatisfy { table[$1] == Int32($0) })
  }
}
