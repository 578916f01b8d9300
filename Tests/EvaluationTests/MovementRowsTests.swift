import Book
import Foundation
import Statistics
import Testing

@testable import Evaluation

/// Expected figures are made of whole arrays, in memory.
@Suite("How far many rows move")
struct MovementRowsTests {
  private static let count = 20_000

  /// By row, the share of the rows whose scores are lower; of equal ones half.
  private func places(_ scores: [Double]) -> [Double] {
    let sorted = scores.sorted(by: >)
    var ends: [Double: (start: Int, end: Int)] = [:]
    for (position, score) in sorted.enumerated() {
      ends[score] = (ends[score]?.start ?? position, position + 1)
    }
    return scores.map { score in
      let (start, end) = ends[score] ?? (0, 0)
      return 1 - (Double(start + end) / 2) / Double(scores.count)
    }
  }

  /// - Parameter steps: so few different scores, that equal ones lie in several chunks.
  private func scores(_ stream: UInt64, steps: Double) -> [Double] {
    var random = Xoshiro256(seed: 11, stream: stream)
    return (0..<Self.count).map { _ in (random.uniform() * steps).rounded(.down) / steps }
  }

  @Test("is the same to the digit in memory and in files", arguments: [(0, 2.0), (1 << 30, 2.0), (0, 1e6)])
  func sameDigits(_ memory: Int, _ steps: Double) throws {
    let (own, its) = (scores(1, steps: steps), scores(2, steps: 700))
    let space = ScratchSpace(folder: NSTemporaryDirectory(), limit: memory)
    let codes = (0..<Self.count).map { Int16($0 % 7 == 0 ? -1 : $0 % 3) }
    var segments: [RowSegment] = []
    for rows in [0..<9_000, 9_000..<Self.count] {
      segments.append(
        RowSegment(
          count: rows.count, scores: [ScratchColumn(Array(own[rows])), ScratchColumn(Array(its[rows]))],
          actual: .codes(ScratchColumn(rows.map { UInt16($0 % 2) })),
          clusters: ScratchColumn(rows.map { Int32($0) }), decided: [nil, nil],
          slices: ScratchColumn(Array(codes[rows]))))
    }
    let rows = EvaluatedRows(segments, versions: 2, limit: Self.count, labelRanks: [])
    func sample(_ place: Int) throws -> Evaluation.Sample {
      try Evaluation.Sample(
        rows, place, classes: 2, isProbability: true, kind: .binary, ranks: false, in: space)
    }
    let (first, second) = (try sample(0), try sample(1))
    let movement = try #require(try Movement(first, second, in: space))
    let found = try movement.record(
      slices: [.init(dimension: "area", labels: ["a", "b", "c"], rows: rows)])

    let (ownPlaces, itsPlaces) = (places(own), places(its))
    let moved = zip(ownPlaces, itsPlaces).map { abs($0 - $1) }
    let scored = zip(own, its).map { abs($0 - $1) }.sorted()
    let sorted = moved.sorted()
    #expect(
      found.otherTenth
        == zip(ownPlaces, itsPlaces).count { min(9, Int($0 * 10)) != min(9, Int($1 * 10)) })
    #expect(found.places == sorted.reduce(0, +) / Double(Self.count))
    #expect(found.quantiles.map(\.share) == [0.5, 0.9, 0.99])
    #expect(found.quantiles.map(\.places) == [9_999, 17_999, 19_799].map { sorted[$0] })
    #expect(found.quantiles.map(\.score) == [9_999, 17_999, 19_799].map { scored[$0] })
    let means = Dictionary(grouping: codes.indices) { codes[$0] }.mapValues { own in
      own.reduce(0) { $0 + moved[$1] } / Double(own.count)
    }
    let furthest = means.sorted { $0.value > $1.value }.prefix(3)
    #expect(found.slices.map(\.places) == furthest.map(\.value))
    #expect(
      found.slices.map(\.label)
        == furthest.map { $0.key < 0 ? "" : ["a", "b", "c"][Int($0.key)] })
    #expect((space.spilled > 0) == (memory == 0))
  }
}
