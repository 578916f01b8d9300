import Statistics
import Testing

@Suite("Discrimination")
struct DiscriminationTests {
  let expected: Expected

  init() throws { expected = try Expected.load() }

  @Test("area, average precision and pair counts equal scikit-learn's")
  func area() throws {
    for sample in expected.discrimination {
      let ranked = try RankedOutcomes(scores: sample.probabilities, outcomes: sample.outcomes)
      #expect(ranked.pairCount.doubledWins == sample.doubled_wins, "\(sample.name)")
      expectClose(try ranked.areaUnderROC(), sample.auc, "\(sample.name)")
      expectClose(try ranked.averagePrecision(), sample.average_precision, "\(sample.name)")
    }
  }

  @Test("curves equal scikit-learn's, point by point")
  func curves() throws {
    for sample in expected.discrimination {
      let ranked = try RankedOutcomes(scores: sample.probabilities, outcomes: sample.outcomes)
      let roc = try ranked.rocCurve()
      #expect(roc.count == sample.fpr.count)
      for (point, (x, y)) in zip(roc, zip(sample.fpr, sample.tpr)) {
        expectClose(point.x, x)
        expectClose(point.y, y)
      }
      let precision = try ranked.precisionRecallCurve()
      // scikit-learn stops at full recall's first threshold in some versions; the common points must agree.
      #expect(precision.count == sample.precision.count)
      for (point, (x, y)) in zip(precision, zip(sample.recall, sample.precision)) {
        expectClose(point.x, x)
        expectClose(point.y, y)
      }
    }
  }

  @Test("a thinned curve keeps its ends, its order and its area")
  func thinning() throws {
    var state: UInt64 = 5
    var scores: [Double] = []
    var outcomes: [Bool] = []
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let score = Double(state >> 11) / Double(1 << 53)
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      scores.append(score)
      outcomes.append(Double(state >> 11) / Double(1 << 53) < score * score)
    }
    let ranked = try RankedOutcomes(scores: scores, outcomes: outcomes)
    let curve = try ranked.rocCurve(limit: 100)
    #expect(curve.count <= 100 && curve.count > 90)
    #expect(curve.first == CurvePoint(x: 0, y: 0, threshold: .infinity))
    #expect(curve.last?.x == 1 && curve.last?.y == 1)
    var area = 0.0
    for (a, b) in zip(curve, curve.dropFirst()) {
      #expect(a.x <= b.x && a.y <= b.y)
      area += (b.x - a.x) * (a.y + b.y) / 2
    }
    expectClose(area, try ranked.areaUnderROC(), relative: 0, absolute: 5e-4)
    #expect(try ranked.rocCurve(limit: 2).count == 2)
  }

  @Test("gain by tenth shares ties out, whatever the order of rows")
  func gain() throws {
    for sample in expected.discrimination where sample.name != "extremes" {
      let ranked = try RankedOutcomes(scores: sample.probabilities, outcomes: sample.outcomes)
      let parts = try ranked.gain()
      for (tenth, part) in parts.enumerated() {
        expectClose(part.cumulativeGain, sample.gained[tenth + 1], "\(sample.name) \(tenth)")
        expectClose(part.lift, (sample.gained[tenth + 1] - sample.gained[tenth]) * 10, absolute: 1e-12)
        expectClose(part.cumulativeLift, sample.gained[tenth + 1] * 10 / Double(tenth + 1))
      }
      let reversed = try RankedOutcomes(
        scores: sample.probabilities.reversed(), outcomes: sample.outcomes.reversed())
      #expect(try reversed.gain() == parts)
    }
  }

  @Test("pair counts of nights add up exactly")
  func pooled() throws {
    var pooled = PairCount()
    try pooled.add(PairCount(doubledWins: 3, pairs: 2))
    try pooled.add(PairCount(doubledWins: 1, pairs: 2))
    #expect(try pooled.area() == 0.5)
    #expect(throws: Undefined.tooManyObservations) { try pooled.add(PairCount(doubledWins: .max, pairs: 1)) }
    #expect(pooled == PairCount(doubledWins: 4, pairs: 4))
    #expect(throws: Undefined.oneClass) { try PairCount().area() }
  }

  @Test("DeLong's variance and paired test equal the definition")
  func delong() throws {
    for sample in expected.discrimination {
      let area = try DeLong(scores: sample.probabilities, outcomes: sample.outcomes).area
      expectClose(area.area, sample.auc, "\(sample.name)")
      expectClose(area.standardError * area.standardError, sample.variance, "\(sample.name)")
    }
    let paired = expected.paired
    let comparison = try DeLong(scores: paired.first, outcomes: paired.outcomes)
      .compared(with: DeLong(scores: paired.second, outcomes: paired.outcomes))
    expectClose(comparison.difference, paired.difference)
    expectClose(comparison.standardError, paired.error)
    expectClose(try comparison.z(), paired.z)
    // Relative to p, an error in z counts z times.
    expectClose(try comparison.pValue(), paired.p, relative: 1e-11)
    expectClose(try comparison.interval().lower, paired.lower)
    expectClose(try comparison.interval().upper, paired.upper)
  }

  @Test("no variance has a name, not a NaN")
  func zeroVariance() throws {
    let outcomes = [true, true, false, false]
    let perfect = try DeLong(scores: [4, 3, 2, 1], outcomes: outcomes)
    #expect(perfect.area.area == 1 && perfect.area.standardError == 0)
    #expect(throws: Undefined.zeroVariance) { try perfect.area.interval() }
    let same = try DeLong(scores: [0.3, 0.1, 0.2, 0.1], outcomes: outcomes)
    let alike = try DeLong(scores: [30, 10, 20, 10], outcomes: outcomes)
    let comparison = try same.compared(with: alike)
    #expect(comparison.difference == 0 && comparison.standardError == 0)
    #expect(throws: Undefined.zeroVariance) { try comparison.pValue() }
    let inverse = try DeLong(scores: [1, 2, 3, 4], outcomes: outcomes)
    #expect(try perfect.compared(with: inverse).difference == 1)
    #expect(throws: Undefined.zeroVariance) { try perfect.compared(with: inverse).z() }
  }

  @Test("bad input has a named reason")
  func refused() {
    #expect(throws: Undefined.noObservations) { try RankedOutcomes(scores: [], outcomes: []) }
    #expect(throws: Undefined.lengthsDiffer(1, 2)) {
      try RankedOutcomes(scores: [1], outcomes: [true, false])
    }
    #expect(throws: Undefined.notANumber(at: 1)) {
      try RankedOutcomes(scores: [1, .nan], outcomes: [true, false])
    }
    #expect(throws: Undefined.oneClass) {
      try RankedOutcomes(scores: [1, 2], outcomes: [true, true]).areaUnderROC()
    }
    #expect(throws: Undefined.oneClass) {
      try RankedOutcomes(scores: [1, 2], outcomes: [false, false]).averagePrecision()
    }
    #expect(throws: Undefined.tooFewObservations(needed: 2, found: 1)) {
      try DeLong(scores: [1, 2, 3], outcomes: [true, false, false])
    }
  }

  @Test("infinite scores rank, and both zeros are one score")
  func unusualScores() throws {
    let ranked = try RankedOutcomes(
      scores: [.infinity, 0, -0.0, -.infinity], outcomes: [true, true, false, false])
    #expect(ranked.scores.count == 3)
    #expect(try ranked.areaUnderROC() == 0.875)
  }
}
