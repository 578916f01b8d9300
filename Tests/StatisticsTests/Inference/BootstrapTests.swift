import Foundation
import Statistics
import Testing

@Suite("Bootstrap")
struct BootstrapTests {
  /// A metric that lets the multiplicities of all resamples be seen.
  private static func drawn(
    _ rows: Int, _ resampling: Resampling = .rows, seed: UInt64, resamples: Int
  ) throws -> [[UInt8]] {
    let seen = Seen()
    _ = try Bootstrap(resamples: resamples, seed: seed).distribution(rows: rows, resampling: resampling) {
      seen.add(Array($0))
      return 1
    }
    return Array(seen.all.dropFirst())
  }

  /// Unchecked: used by one thread only.
  private final class Seen: @unchecked Sendable {
    var all: [[UInt8]] = []
    func add(_ counts: [UInt8]) { all.append(counts) }
  }

  @Test("the generator gives the published numbers")
  func generator() {
    var random = Xoshiro256(state: (1, 2, 3, 4))
    let found = (0..<7).map { _ in random.next() }
    #expect(
      found == [
        11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
        607_988_272_756_665_600,
        16_172_922_978_634_559_625,
      ])
  }

  @Test("multiplicities are those of the documented procedure", arguments: InferenceCase.of("multinomial"))
  func multinomial(sample: InferenceCase) throws {
    try sample.check {
      let stream = try sample.count("stream")
      let all = try Self.drawn(
        sample.count("n"), seed: UInt64(sample.count("seed")), resamples: min(stream + 1, 10))
      // Only the wanted stream matters, and far ones are reached by a metric that counts its calls.
      let counts =
        stream < all.count
        ? all[stream] : try Self.far(sample.count("n"), UInt64(sample.count("seed")), stream)
      let squares = counts.reduce(0) { $0 + Int($1) * Int($1) }
      let places = counts.enumerated().reduce(0) { $0 + $1.offset * Int($1.element) }
      return [
        "first": counts.prefix(40).map(Double.init), "last": counts.suffix(40).map(Double.init),
        "squares": [Double(squares)], "places": [Double(places)],
      ]
    }
  }

  private static func far(_ rows: Int, _ seed: UInt64, _ stream: Int) throws -> [UInt8] {
    try drawn(rows, seed: seed, resamples: stream + 1)[stream]
  }

  @Test("each row is drawn alike, and counts vary as a multinomial's", arguments: [3, 100, 5000])
  func uniform(rows: Int) throws {
    let resamples = rows == 5000 ? 200 : 3000
    let all = try Self.drawn(rows, seed: 11, resamples: resamples)
    var totals = [Int](repeating: 0, count: rows)
    var squares = 0
    for counts in all {
      #expect(counts.reduce(0) { $0 + Int($1) } == rows)
      for row in 0..<rows {
        totals[row] += Int(counts[row])
        squares += Int(counts[row]) * Int(counts[row])
      }
    }
    let test = try SampleRatio(counts: totals, shares: [Double](repeating: 1, count: rows))
    #expect(test.pValue > 1e-4 && test.pValue < 1 - 1e-4)
    // E[c²] = 1 + (1 − 1/n) for n draws over n cells.
    let mean = Double(squares) / Double(rows * resamples)
    expectClose(mean, 2 - 1 / Double(rows), relative: 0.02)
  }

  @Test("strata keep their sizes, and clusters stay whole")
  func schemes() throws {
    let strata = [7, 7, -1, 7, -1, 7, 3]
    for counts in try Self.drawn(7, .strata(strata), seed: 2, resamples: 50) {
      for label in [7, -1, 3] {
        let rows = strata.indices.filter { strata[$0] == label }
        #expect(rows.reduce(0) { $0 + Int(counts[$1]) } == rows.count)
      }
    }
    let clusters = [5, 5, 9, 5, 9, 0, 0]
    for counts in try Self.drawn(7, .clusters(clusters), seed: 2, resamples: 50) {
      #expect(
        counts[0] == counts[1] && counts[1] == counts[3] && counts[2] == counts[4] && counts[5] == counts[6])
      #expect(Int(counts[0]) + Int(counts[2]) + Int(counts[5]) == 3)
    }
  }

  /// Rounded scores, so that ties are many.
  private static func rows(_ count: Int, digits: Double) -> (
    first: [Double], second: [Double], outcomes: [Bool]
  ) {
    var random = Xoshiro256(seed: 99)
    var first: [Double] = []
    var second: [Double] = []
    var outcomes: [Bool] = []
    for _ in 0..<count {
      let positive = random.uniform() < 0.3
      outcomes.append(positive)
      first.append(((random.uniform() + (positive ? 0.3 : 0)) * digits).rounded() / digits)
      second.append(((random.uniform() + (positive ? 0.2 : 0)) * digits).rounded() / digits)
    }
    return (first, second, outcomes)
  }

  @Test("any number of threads gives the same numbers", arguments: [2, 3, 8])
  func threads(count: Int) throws {
    let rows = Self.rows(500, digits: 20)
    let areas = try AUCBootstrap(first: rows.first, second: rows.second, outcomes: rows.outcomes)
    let alone = try areas.run(Bootstrap(resamples: 300, seed: 4))
    let many = try areas.run(Bootstrap(resamples: 300, seed: 4, threads: count))
    #expect(alone.difference == many.difference && alone.first == many.first && alone.second == many.second)
    let other = try areas.run(Bootstrap(resamples: 300, seed: 5))
    #expect(alone.difference != other.difference)
  }

  @Test("areas of resamples are those of rows written out as often as drawn", arguments: [3.0, 50, 1e9])
  func areas(digits: Double) throws {
    let rows = Self.rows(203, digits: digits)
    let strata = rows.outcomes.map { $0 ? 1 : 0 }
    let clusters = (0..<203).map { $0 / 3 }
    for resampling in [Resampling.strata(strata), .clusters(clusters)] {
      let fast = try AUCBootstrap(
        first: rows.first, second: rows.second, outcomes: rows.outcomes, resampling: resampling)
      let result = try fast.run(Bootstrap(resamples: 40, seed: 8))
      // The same cells are drawn for a metric of any kind, so the plain way must find the same areas.
      func written(_ scores: [Double]) throws -> BootstrapDistribution {
        try Bootstrap(resamples: 40, seed: 8).distribution(rows: 203, resampling: resampling) { counts in
          let all = counts.indices.flatMap { [Int](repeating: $0, count: Int(counts[$0])) }
          return try? RankedOutcomes(
            scores: all.map { scores[$0] }, outcomes: all.map { rows.outcomes[$0] }
          ).areaUnderROC()
        }
      }
      #expect(try result.first == written(rows.first))
      #expect(try result.second == written(rows.second))
    }
    let whole = try RankedOutcomes(scores: rows.first, outcomes: rows.outcomes).areaUnderROC()
    let alike = try AUCBootstrap(first: rows.first, outcomes: rows.outcomes).run(
      Bootstrap(resamples: 400, seed: 3))
    #expect(alike.first.estimate == whole && alike.second == nil && alike.difference == nil)
    // DeLong's error, by another way.
    let error = try DeLong(scores: rows.first, outcomes: rows.outcomes).area.standardError
    expectClose(try alike.first.standardError(), error, relative: 0.15)
  }

  @Test("pairs are counted alike whether multiplicities are small or large", arguments: [1, 8, 31, 32, 255])
  func heavy(most: Int) throws {
    let rows = Self.rows(61, digits: 15)
    let order = WeightedPairCount.order(rows.first, rows.outcomes)
    let counter = WeightedPairCount(
      rows.first, rows.outcomes, order: order, cellOfRow: (0..<61).map { UInt32($0) })
    var random = Xoshiro256(seed: 6)
    var weights = (0..<61).map { _ in UInt8(random.uniform() * Double(most + 1)) }
    weights[17] = UInt8(most)
    var wins = 0
    var pairs = 0
    for i in 0..<61 where rows.outcomes[i] {
      for j in 0..<61 where !rows.outcomes[j] {
        let weight = Int(weights[i]) * Int(weights[j])
        pairs += weight
        wins += weight * (rows.first[i] > rows.first[j] ? 2 : rows.first[i] == rows.first[j] ? 1 : 0)
      }
    }
    var memory = [UInt8](repeating: 0, count: 61 + 8)
    let found = memory.withUnsafeMutableBufferPointer { memory in
      weights.withUnsafeBufferPointer { weights in
        memory.baseAddress.flatMap { sorted in weights.baseAddress.map { counter.count($0, sorted) } }
      }
    }
    #expect(found == PairCount(doubledWins: wins, pairs: pairs))
  }

  @Test("leaving out one row in closed form is leaving it out")
  func jackknife() throws {
    let rows = Self.rows(60, digits: 10)
    let fast = try AUCBootstrap(first: rows.first, second: rows.second, outcomes: rows.outcomes).jackknife()
    func plain(_ scores: [Double]) throws -> [Double] {
      try Bootstrap.jackknife(rows: 60, groups: 60) { counts in
        let kept = counts.indices.filter { counts[$0] == 1 }
        return try? RankedOutcomes(
          scores: kept.map { scores[$0] }, outcomes: kept.map { rows.outcomes[$0] }
        ).areaUnderROC()
      }
    }
    let slow = try plain(rows.first)
    #expect(fast.first.count == 60 && slow.count == 60)
    for (a, b) in zip(fast.first.sorted(), slow.sorted()) { expectClose(a, b) }
    let second = try plain(rows.second)
    let differences = zip(slow, second).map { $0 - $1 }.sorted()
    for (a, b) in zip((fast.difference ?? []).sorted(), differences) { expectClose(a, b, absolute: 1e-13) }
    let clustered = try AUCBootstrap(
      first: rows.first, outcomes: rows.outcomes, resampling: .clusters((0..<60).map { $0 / 4 })
    ).jackknife()
    #expect(clustered.first.count == 15)
  }

  @Test("a mean's bootstrap has the mean's standard error")
  func mean() throws {
    var random = Xoshiro256(seed: 12)
    let values = (0..<200).map { _ in random.uniform() }
    let result = try Bootstrap(resamples: 4000, seed: 1).distribution(rows: 200) { counts in
      var sum = 0.0
      for row in 0..<200 { sum += Double(counts[row]) * values[row] }
      return sum / 200
    }
    expectClose(try result.standardError(), try Sample(values).squaredError.squareRoot(), relative: 0.05)
    #expect(try result.percentile().lower < result.estimate && result.percentile().upper > result.estimate)
  }

  @Test("undefined resamples are counted, and what can't be has a named reason")
  func refused() throws {
    // Two positives among eight: some resamples have none.
    let few = try AUCBootstrap(
      first: [1, 2, 3, 4, 5, 6, 7, 8], outcomes: [true, false, false, false, true, false, false, false]
    ).run(Bootstrap(resamples: 500, seed: 1)).first
    #expect(few.undefined > 20 && few.undefined < 120 && few.replicates.count + few.undefined == 500)
    let apart = try AUCBootstrap(first: [1, 2, 3, 4], outcomes: [false, false, true, true])
    let result = try apart.run(Bootstrap(resamples: 100, seed: 1)).first
    #expect(try result.percentile() == Interval(lower: 1, upper: 1))
    #expect(throws: Undefined.zeroVariance) { try result.bca(jackknife: apart.jackknife().first) }
    let high = BootstrapDistribution(estimate: 0, values: [1, 2, 3])
    #expect(throws: Undefined.resamplesOneSided) { try high.bca(jackknife: [0, 1, 5]) }
    #expect(throws: Undefined.tooFewObservations(needed: 2, found: 1)) { try high.bca(jackknife: [0]) }
    let none = BootstrapDistribution(estimate: 0, values: [.nan, .infinity])
    #expect(none.undefined == 2)
    #expect(throws: Undefined.noObservations) { try none.percentile() }
    #expect(throws: Undefined.noObservations) { try none.pValue() }
    #expect(try high.pValue() == 0.5)
    #expect(throws: Undefined.levelOutOfRange) { try high.percentile(confidence: 1) }
    #expect(throws: Undefined.parameterOutOfRange("the number of resamples")) {
      try Bootstrap(resamples: 0, seed: 1)
    }
    #expect(throws: Undefined.parameterOutOfRange("the number of threads")) {
      try Bootstrap(seed: 1, threads: 0)
    }
    #expect(throws: Undefined.oneClass) { try AUCBootstrap(first: [1, 2], outcomes: [true, true]) }
    #expect(throws: Undefined.notANumber(at: 1)) {
      try AUCBootstrap(first: [1, 2], second: [1, .nan], outcomes: [true, false])
    }
    #expect(throws: Undefined.lengthsDiffer(2, 1)) {
      try AUCBootstrap(first: [1, 2], outcomes: [true, false], resampling: .clusters([1]))
    }
    let some = try Bootstrap(seed: 1)
    #expect(throws: Undefined.noObservations) { try some.distribution(rows: 0) { _ in 1 } }
    #expect(throws: Undefined.notANumber(at: 0)) { try some.distribution(rows: 3) { _ in nil } }
  }
}
