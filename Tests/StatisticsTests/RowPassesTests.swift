import Foundation
import Statistics
import Testing

/// Measures of rows that come in blocks, and of ranked rows without those of a mark, against the same measures of rows that
/// lie in arrays; ClusterTests holds those against statsmodels, numpy and scikit-learn.
@Suite("Rows in blocks")
struct RowPassesTests {
  private var scores: [Double] = []
  private var actual: [Double] = []
  private var decided: [Int32] = []
  private var keys: [Int32] = []
  private let marks: [UInt16]

  init() {
    var random = Xoshiro256(seed: 7, stream: 1)
    for row in 0..<500 {
      scores.append((random.uniform() * 50).rounded() / 50)
      actual.append(random.uniform() < 0.2 + 0.5 * scores[row] ? 1 : 0)
      decided.append(scores[row] > 0.5 ? 1 : 0)
      keys.append(Int32(row % 90))
    }
    marks = keys.map { UInt16($0 % 3) }
  }

  private var happened: [Bool] { actual.map { $0 == 1 } }

  /// All rows, seven at a time.
  private var passes: RowPasses {
    RowPasses(rows: 500, limit: 90) { body throws(Undefined) in
      for start in stride(from: 0, to: 500, by: 7) {
        let rows = start..<min(500, start + 7)
        var block = RowBlock()
        block.scores = Array(scores[rows])
        block.actual = Array(actual[rows])
        block.decided = Array(decided[rows])
        block.clusters = Array(keys[rows])
        try body(block)
      }
    }
  }

  @Test("give the bits that rows in an array give")
  func blocks() throws {
    let clusters = Clusters(keys)
    #expect(
      try ClusteredEstimate.mean(of: passes) { block throws(Undefined) in
        try .brier(probabilities: block.scores, outcomes: block.outcomes)
      } == .mean(.brier(probabilities: scores, outcomes: happened), clusters))
    #expect(
      try ClusteredEstimate.rootMean(of: passes) { block throws(Undefined) in
        try .squared(predictions: block.scores, actuals: block.actual)
      } == .rootMean(.squared(predictions: scores, actuals: actual), clusters))
    #expect(
      try ClusteredEstimate.rSquared(of: passes)
        == .rSquared(predictions: scores, actuals: actual, clusters))
    for measure in DecisionMeasure.allCases {
      #expect(
        try ClusteredEstimate.decisions(measure, of: passes, classes: 2)
          == .decisions(
            measure, actual: actual.map { Int($0) }, predicted: decided.map { Int($0) }, classes: 2,
            clusters))
    }
    let bands = try Bands.equalWidth(5)
    #expect(
      try CalibrationByBand(of: passes, bands: bands)
        == CalibrationByBand(probabilities: scores, outcomes: happened, bands: bands))
  }

  @Test("tell the place of a bad row from the first row on")
  func places() throws {
    #expect(throws: Undefined.notAProbability(at: 409)) {
      try passes.mean { block throws(Undefined) in
        let bent = block.scores.enumerated().map { $0 == 3 && block.clusters[$0] == 409 % 90 ? 2 : $1 }
        let isIt = block.scores[0] == scores[406] && block.clusters[0] == Int32(406 % 90)
        return try .brier(probabilities: isIt ? bent : block.scores, outcomes: block.outcomes)
      }
    }
  }

  private func ranked(_ included: (Int) -> Bool) throws -> RankedPlaces {
    let rows = scores.indices.filter(included)
    let order = rows.sorted { scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1) }
    let memory = Memory(order.count)
    for (place, row) in order.enumerated() {
      var ranked = RankedPlace(cluster: keys[row], outcome: happened[row], mark: marks[row])
      ranked.endsGroup = place + 1 == order.count || scores[order[place + 1]] != scores[row]
      memory.places[place] = ranked
    }
    return RankedPlaces(UnsafeBufferPointer(memory.places), keptBy: memory, limit: 90)
  }

  @Test("ranked rows without those of a mark rank as the others alone")
  func marked() throws {
    let all = try ranked { _ in true }
    for mark in 0..<3 as Range<UInt16> {
      let others = try ranked { marks[$0] != mark }
      #expect(try ClusteredArea(all, without: mark) == ClusteredArea(others))
      #expect(try ClusteredEstimate.averagePrecision(all, without: mark) == .averagePrecision(others))
    }
    let clusters = Clusters(keys)
    let rows = try RankedRows(scores: scores, outcomes: happened)
    #expect(try ClusteredArea(all) == ClusteredArea(rows, clusters))
    #expect(try ClusteredEstimate.averagePrecision(all) == .averagePrecision(rows, clusters))
    #expect(try ClusteredEstimate.averagePrecision(all).value == rows.averagePrecision())
  }

  @Test("the mean of the rows beside a part is that of all less that of the part")
  func totals() throws {
    let all = try ClusteredTotals(of: passes) { RowLosses(values: $0.scores) }
    for mark in 0..<3 as Range<UInt16> {
      func rows(_ isIn: (Int) -> Bool) -> ([Double], [Int32]) {
        let rows = scores.indices.filter(isIn)
        return (rows.map { scores[$0] }, rows.map { keys[$0] })
      }
      // Every key of this mark, and half of the rows of the next one.
      let (own, ownKeys) = rows { marks[$0] == mark || (marks[$0] == (mark + 1) % 3 && $0 % 2 == 0) }
      let (others, otherKeys) = rows { !(marks[$0] == mark || (marks[$0] == (mark + 1) % 3 && $0 % 2 == 0)) }
      let numbers = Set(ownKeys).sorted()
      let part = try ClusteredTotals(
        of: RowPasses(rows: own.count, limit: numbers.count) { body throws(Undefined) in
          var block = RowBlock()
          block.scores = own
          block.clusters = ownKeys.map { key in Int32(numbers.firstIndex(of: key) ?? 0) }
          try body(block)
        }
      ) { RowLosses(values: $0.scores) }
      let rest = try all.without(part, numbers: numbers).mean()
      let expected = try ClusteredEstimate.mean(RowLosses(values: others), Clusters(otherKeys, limit: 90))
      #expect(abs(rest.value - expected.value) <= 1e-14 && rest.clusters == expected.clusters)
      #expect(abs(try rest.standardError() / expected.standardError() - 1) <= 1e-12)
    }
    let nothing = all.without(all, numbers: (0..<90 as Range<Int32>).map { $0 })
    #expect(throws: Undefined.noObservations) { try nothing.mean() }
  }

  @Test("clusters under other numbers are the same clusters")
  func renumbered() throws {
    let numbers = (0..<90 as Range<Int32>).map { 3 * $0 + 1 }
    let estimate = try ClusteredEstimate.mean(RowLosses(values: scores), Clusters(keys))
    let other = try ClusteredEstimate.mean(
      RowLosses(values: scores), Clusters(keys.map { 3 * $0 + 1 }, limit: 300))
    #expect(estimate.renumbered(numbers, limit: 300) == other)
  }

  @Test("curves have the points of those that hold every score", arguments: [3, 5, 51, 1_000])
  func curves(_ limit: Int) throws {
    let all = try ranked { _ in true }
    let outcomes = try RankedOutcomes(scores: scores, outcomes: happened)
    func points(_ curve: [CurvePoint]) -> [[Double]] { curve.map { [$0.x, $0.y] } }
    #expect(try points(all.rocCurve(limit: limit)) == points(outcomes.rocCurve(limit: limit)))
    #expect(
      try points(all.precisionRecallCurve(limit: limit))
        == points(outcomes.precisionRecallCurve(limit: limit)))
    #expect(try all.cumulativeGain() == outcomes.gain().map(\.cumulativeGain))
    #expect(try all.cumulativeGain(parts: limit) == outcomes.gain(parts: limit).map(\.cumulativeGain))
  }

  @Test("what has no positive, or nothing else, has no curve")
  func oneClass() throws {
    let none = try ranked { !happened[$0] }
    #expect(throws: Undefined.oneClass) { try none.rocCurve(limit: 5) }
    #expect(throws: Undefined.oneClass) { try none.precisionRecallCurve(limit: 5) }
    #expect(throws: Undefined.oneClass) { try none.cumulativeGain() }
    #expect(throws: Undefined.oneClass) { try ClusteredArea(none) }
    #expect(throws: Undefined.oneClass) { try ClusteredEstimate.averagePrecision(none) }
  }

  private final class Memory: RankedPlaceOwner {
    let places: UnsafeMutableBufferPointer<RankedPlace>
    init(_ count: Int) {
      places = .allocate(capacity: count)
      places.initialize(repeating: RankedPlace(bits: 0))
    }
    func release(_: Range<Int>) {}
    deinit { places.deallocate() }
  }
}

/// A difference that is the same on every row leaves nothing but rounding in its error.
@Suite("Differences without variance")
struct ConstantDifferenceTests {
  private let clusters = Clusters((0..<3_000).map { Int32($0 % 1_000) })
  private let actual = (0..<3_000).map { Double(($0 * 7_919) % 997) / 10 }

  @Test("are refused and not a thousand errors from zero", arguments: [0.1, 0.3, 1e-6, 1e9])
  func constant(_ offset: Double) throws {
    let losses = actual.map { $0 / 3 }
    let own = try ClusteredEstimate.mean(RowLosses(values: losses.map { $0 + offset }), clusters)
    let its = try ClusteredEstimate.mean(RowLosses(values: losses), clusters)
    let difference = try own.less(its)
    #expect(abs(difference.value - offset) < 1e-6 * offset + 1e-9)
    #expect(throws: Undefined.zeroVariance) { try difference.pValue() }
    #expect(throws: Undefined.zeroVariance) { try difference.standardError() }
    #expect(throws: Undefined.zeroVariance) { try difference.interval() }
  }

  @Test("are told from small ones that do vary")
  func small() throws {
    let losses = actual.map { $0 / 3 }
    let moved = losses.enumerated().map { $1 + 0.1 + Double($0 % 11) * 1e-9 }
    let own = try ClusteredEstimate.mean(RowLosses(values: moved), clusters)
    let difference = try own.less(.mean(RowLosses(values: losses), clusters))
    // σ of 0…10 in steps of 1e-9, by clusters of three rows.
    let error = try difference.standardError()
    #expect(error > 1e-11 && error < 1e-9)
  }

  @Test("a loss that is the same on every row has no interval, whatever its rounding")
  func equal() throws {
    let losses = actual.map { abs(($0 + 0.1) - $0) }
    #expect(Set(losses).count > 1)
    let mean = try ClusteredEstimate.mean(RowLosses(values: losses), clusters)
    #expect(throws: Undefined.zeroVariance) { try mean.interval() }
  }
}
