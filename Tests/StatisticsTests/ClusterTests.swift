import Foundation
import Statistics
import Testing

/// Errors that allow for rows of one key, against Tests/Fixtures/evaluation: statsmodels, Obuchowski's formula in
/// numpy, and numerical derivatives of scikit-learn's weighted metrics.
@Suite("Clusters")
struct ClusterTests {
  private struct File: Decodable { let measures: Measures }
  private struct Measures: Decodable {
    let keys: [Int32]
    let actual, predicted, scores, other: [Double]
    let labels, decided: [Int]
    let measures: [String: [Double]]
    let pairs: [String: [String: Double]]
    let adjusted_wilson: [Double]
  }

  private let expected: Measures
  private let clusters: Clusters
  private let happened: [Bool]

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/evaluation/nights.json")
    expected = try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).measures
    clusters = Clusters(expected.keys)
    happened = expected.labels.map { $0 == 1 }
  }

  private func check(_ estimate: ClusteredEstimate, _ name: String, _ tolerance: Double) throws {
    let values = try #require(expected.measures[name])
    #expect(abs(estimate.value - values[0]) <= 1e-12 * abs(values[0]), "\(name)")
    #expect(abs(try estimate.standardError() - values[1]) <= tolerance * values[1], "\(name)")
  }

  @Test("means, roots and R²")
  func numbers() throws {
    let (predictions, actuals) = (expected.predicted, expected.actual)
    try check(
      .mean(.absolute(predictions: predictions, actuals: actuals), clusters), "mae", 1e-7)
    try check(.mean(.absolutePercentage(predictions: predictions, actuals: actuals), clusters), "mape", 1e-7)
    try check(
      .mean(.pinball(predictions: predictions, actuals: actuals, level: 0.9), clusters), "pinball", 1e-7)
    try check(.rootMean(.squared(predictions: predictions, actuals: actuals), clusters), "rmse", 1e-7)
    try check(.rSquared(predictions: predictions, actuals: actuals, clusters), "r2", 1e-7)
  }

  @Test(
    "decisions",
    arguments: [
      (DecisionMeasure.accuracy, "accuracy"), (.balancedAccuracy, "balanced_accuracy"),
      (.macroF1, "macro_f1"),
      (.matthewsCorrelation, "mcc"), (.cohenKappa, "kappa"),
    ])
  func decisions(_ measure: DecisionMeasure, _ name: String) throws {
    try check(
      .decisions(measure, actual: expected.labels, predicted: expected.decided, classes: 3, clusters), name,
      1e-7)
  }

  @Test("F1, average precision and the area by influences")
  func binary() throws {
    try check(
      .decisions(
        .f1, actual: happened.map { $0 ? 1 : 0 }, predicted: expected.decided.map { $0 == 1 ? 1 : 0 },
        classes: 2, clusters), "f1", 1e-7)
    let ranked = try RankedRows(scores: expected.scores, outcomes: happened)
    try check(.averagePrecision(ranked, clusters), "average_precision", 1e-7)
    try check(ClusteredArea(ranked, clusters).estimate, "auc_influence", 1e-7)
  }

  @Test("Obuchowski's area and its paired difference; statsmodels' paired means")
  func pairs() throws {
    let first = try ClusteredArea(RankedRows(scores: expected.scores, outcomes: happened), clusters)
    let second = try ClusteredArea(RankedRows(scores: expected.other, outcomes: happened), clusters)
    let area = try #require(expected.measures["area"])
    #expect(abs(first.value - area[0]) <= 1e-12)
    #expect(abs(try first.area().standardError - area[1]) <= 1e-10 * area[1])
    let compared = try first.compared(with: second)
    let pair = try #require(expected.pairs["auc"])
    expectClose(compared.difference, pair["difference"] ?? .nan, "auc")
    expectClose(compared.standardError, pair["error"] ?? .nan, "auc")
    expectClose(try compared.pValue(), pair["p"] ?? .nan, "auc")
    let losses = try [expected.scores, expected.other].map {
      try ClusteredEstimate.mean(.brier(probabilities: $0, outcomes: happened), clusters)
    }
    let difference = try losses[0].less(losses[1])
    let brier = try #require(expected.pairs["brier"])
    #expect(abs(difference.value - (brier["difference"] ?? .nan)) <= 1e-12)
    #expect(abs(try difference.standardError() - (brier["error"] ?? .nan)) <= 1e-10 * (brier["error"] ?? 0))
    #expect(abs(try difference.pValue() - (brier["p"] ?? .nan)) <= 1e-10)
    #expect(abs(try difference.interval().lower - (brier["lower"] ?? .nan)) <= 1e-10)
  }

  @Test("with one row in each cluster, Obuchowski's formula is DeLong's")
  func deLong() throws {
    let rows = Clusters.rows(160)
    let first = try ClusteredArea(RankedRows(scores: expected.scores, outcomes: happened), rows)
    let second = try ClusteredArea(RankedRows(scores: expected.other, outcomes: happened), rows)
    let plain = try DeLong(scores: expected.scores, outcomes: happened)
    let other = try DeLong(scores: expected.other, outcomes: happened)
    #expect(abs(try first.area().standardError - plain.area.standardError) <= 1e-15)
    let compared = try plain.compared(with: other)
    #expect(abs(try first.compared(with: second).standardError - compared.standardError) <= 1e-15)
  }

  @Test("a sample twice over says no more than the sample once: rows of one key are no new customers")
  func doubled() throws {
    let losses = RowLosses(values: expected.scores)
    let once = try ClusteredEstimate.mean(losses, clusters).standardError()
    let twice = try ClusteredEstimate.mean(
      RowLosses(values: expected.scores + expected.scores), Clusters(expected.keys + expected.keys)
    ).standardError()
    #expect(abs(once - twice) <= 1e-14)
    let ranked = try RankedRows(scores: expected.scores + expected.scores, outcomes: happened + happened)
    let area = try ClusteredArea(ranked, Clusters(expected.keys + expected.keys)).area()
    let single = try ClusteredArea(RankedRows(scores: expected.scores, outcomes: happened), clusters).area()
    #expect(abs(area.standardError - single.standardError) <= 1e-14)
  }

  @Test("where customers have many rows, the interval by customer holds the area and the one by row does not")
  func coverage() throws {
    // Φ(1/√(2·2)): scores are 1 more for positives, with a customer's own level of variance 1 and noise of variance 1.
    let truth = Normal.below(0.5)
    var (held, heldByRow) = (0, 0)
    let repetitions = 200
    for repetition in 0..<repetitions {
      var random = Xoshiro256(seed: 19_971_102, stream: UInt64(repetition))
      var (scores, outcomes, keys): ([Double], [Bool], [Int32]) = ([], [], [])
      func normal() throws -> Double { try Normal.quantile(max(1e-12, random.uniform())) }
      for key in 0..<80 as Range<Int32> {
        let level = try normal()
        // Customers who mostly buy, and customers who mostly don't.
        let share = random.uniform() < 0.35 ? 0.9 : 0.1
        for _ in 0..<8 {
          let outcome = random.uniform() < share
          scores.append((outcome ? 1 : 0) + level + (try normal()))
          outcomes.append(outcome)
          keys.append(key)
        }
      }
      let ranked = try RankedRows(scores: scores, outcomes: outcomes)
      let byKey = try ClusteredArea(ranked, Clusters(keys)).area().logitInterval()
      let byRow = try DeLong(scores: scores, outcomes: outcomes).area.logitInterval()
      if byKey.lower <= truth, truth <= byKey.upper { held += 1 }
      if byRow.lower <= truth, truth <= byRow.upper { heldByRow += 1 }
    }
    print("by customer \(held), by row \(heldByRow) of \(repetitions)")
    // 95 % less three Monte Carlo errors, and a little for 80 customers.
    #expect(Double(held) / Double(repetitions) > 0.9)
    #expect(Double(heldByRow) / Double(repetitions) < 0.8)
  }

  @Test("Wilson's interval with the effective number of rows")
  func wilson() throws {
    let share = try ClusteredEstimate.mean(RowLosses(values: happened.map { $0 ? 1 : 0 }), clusters)
    let interval = try Interval.wilson(of: share, rows: 160)
    #expect(abs(interval.lower - expected.adjusted_wilson[0]) <= 1e-10)
    #expect(abs(interval.upper - expected.adjusted_wilson[1]) <= 1e-10)
    let none = try ClusteredEstimate.mean(RowLosses(values: [0, 0, 0]), Clusters([0, 0, 1]))
    #expect(try Interval.wilson(of: none, rows: 3).upper == Interval.wilson(successes: 0, of: 2).upper)
  }

  @Test("reasons in place of numbers")
  func reasons() throws {
    #expect(throws: Undefined.tooFewObservations(needed: 2, found: 1)) {
      try ClusteredEstimate.mean(RowLosses(values: [1, 2]), Clusters([0, 0])).standardError()
    }
    #expect(throws: Undefined.zeroVariance) {
      try ClusteredEstimate.mean(RowLosses(values: [2, 2]), Clusters([0, 1])).pValue()
    }
    #expect(throws: Undefined.oneClass) {
      try ClusteredArea(RankedRows(scores: [1, 2], outcomes: [true, true]), Clusters([0, 1]))
    }
    #expect(throws: Undefined.tooFewObservations(needed: 2, found: 1)) {
      try ClusteredArea(RankedRows(scores: [1, 2, 3], outcomes: [true, true, false]), Clusters([0, 1, 2]))
        .area()
    }
    #expect(throws: Undefined.lengthsDiffer(1, 2)) {
      try ClusteredEstimate.mean(RowLosses(values: [1]), Clusters([0, 1]))
    }
    #expect(throws: Undefined.labelOutOfRange(at: 1)) { try Clusters([0, 3], limit: 3) }
  }
}
