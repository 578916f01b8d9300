import Book
import Evaluation
import Workspace
import Foundation
import Testing

/// What scipy and statsmodels say of `trials.json`.
private struct ExpectedTrials: Decodable {
  struct Trial: Decodable {
    let name: String
    let depth: String
    let seed: String
    let metrics: [String: Double]
  }
  struct Spread: Decodable {
    let count: Int
    let mean: Double
    let deviation: Double?
    let lower: Double?
    let upper: Double?
  }
  struct Row: Decodable {
    let trial: String
    let metric: String
    let candidate: Spread
    let baseline: Spread
    let difference: Double?
    let lower: Double?
    let upper: Double?
    let p: Double?
    let holm: Double?
    let benjamini_hochberg: Double?
    let detectable: Double?
  }
  let trials: [Trial]
  let expected: [Row]

  static func load() throws -> ExpectedTrials {
    let file = EvaluationBench.root + "/Tests/Fixtures/experiments/trials.json"
    return try JSONDecoder().decode(ExpectedTrials.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
  }

  var records: [TrialRecord] {
    trials.map { trial in
      var record = TrialRecord(name: trial.name, origin: "log", originID: trial.name)
      record.parameters = [.init(name: "depth", value: trial.depth), .init(name: "seed", value: trial.seed)]
      record.metrics = trial.metrics.sorted { $0.key < $1.key }.map {
        .init(name: $0.key, value: $0.value, step: 0, time: nil, points: 1)
      }
      return record
    }
  }
}

@Suite("Trials held against scipy and statsmodels")
struct TrialOracleTests {
  /// Relative; nil only equals nil.
  private func near(_ found: Double?, _ expected: Double?, _ tolerance: Double = 1e-10) -> Bool {
    guard let found, let expected else { return found == nil && expected == nil }
    return abs(found - expected) <= tolerance * max(abs(expected), 1e-12)
  }

  @Test(
    "means, intervals, Welch's tests and corrected p values agree",
    arguments: [TrialComparisonPlan.Correction.holm, .benjaminiHochberg, .none])
  func agrees(correction: TrialComparisonPlan.Correction) throws {
    let expected = try ExpectedTrials.load()
    var plan = TrialComparisonPlan(experiment: "depth")
    plan.baseline = "rule-1"
    plan.correction = correction
    let comparison = try TrialComparer(plan).compare(expected.records)
    #expect(comparison.candidates.map(\.group.runs.count) == [4, 8, 1])
    #expect(comparison.baseline.runs.count == 5 && comparison.trials == 18)
    #expect(comparison.tests == expected.expected.count { $0.p != nil })
    for row in expected.expected {
      let candidate = try #require(comparison.candidates.first { $0.group.name == row.trial })
      let found = try #require(candidate.metrics.first { $0.metric == row.metric })
      for (own, its) in [(found.candidate, row.candidate), (found.baseline, row.baseline)] {
        #expect(own.count == its.count)
        #expect(near(own.mean, its.mean), "\(row.trial) \(row.metric)")
        #expect(near(own.deviation, its.deviation), "\(row.trial) \(row.metric)")
        #expect(near(own.lower, its.lower) && near(own.upper, its.upper), "\(row.trial) \(row.metric)")
      }
      if row.p != nil { #expect(near(found.difference, row.difference), "\(row.trial) \(row.metric)") }
      #expect(near(found.lower, row.lower) && near(found.upper, row.upper), "\(row.trial) \(row.metric)")
      #expect(near(found.pValue, row.p), "\(row.trial) \(row.metric)")
      switch correction {
      case .holm:
        #expect(near(found.adjustedPValue, row.holm), "\(row.trial) \(row.metric)")
        #expect(near(found.detectable, row.detectable, 1e-9), "\(row.trial) \(row.metric)")
      case .benjaminiHochberg:
        #expect(near(found.adjustedPValue, row.benjamini_hochberg), "\(row.trial) \(row.metric)")
      case .none: #expect(found.adjustedPValue == found.pValue)
      }
    }
  }

  private struct Paired: Decodable {
    struct Trial: Decodable {
      let name: String
      let depth: String
      let seed: String
      let metrics: [String: Double]
    }
    struct Row: Decodable {
      let trial: String
      let metric: String
      let pairs: Int?
      let difference: Double
      let lower: Double
      let upper: Double
      let p: Double
      let holm: Double
      let detectable: Double
    }
    let trials: [Trial]
    let expected: [Row]
  }

  @Test("runs of the same seeds are paired, of others not: scipy's ttest_rel and ttest_ind")
  func paired() throws {
    let file = EvaluationBench.root + "/Tests/Fixtures/experiments/paired.json"
    let expected = try JSONDecoder().decode(Paired.self, from: Data(contentsOf: URL(filePath: file)))
    let trials = expected.trials.map { trial in
      var record = TrialRecord(name: trial.name, origin: "log", originID: trial.name)
      record.parameters = [
        .init(name: "depth", value: trial.depth), .init(name: "random_state", value: trial.seed),
      ]
      record.metrics = trial.metrics.sorted { $0.key < $1.key }.map {
        .init(name: $0.key, value: $0.value, step: 0, time: nil, points: 1)
      }
      return record
    }
    var plan = TrialComparisonPlan(experiment: "depth")
    plan.baseline = "rule-1"
    let comparison = try TrialComparer(plan).compare(trials)
    #expect(comparison.tests == expected.expected.count)
    for row in expected.expected {
      let candidate = try #require(comparison.candidates.first { $0.group.name == row.trial })
      let found = try #require(candidate.metrics.first { $0.metric == row.metric })
      let name = "\(row.trial) \(row.metric)"
      #expect(found.pairs == row.pairs, "\(name)")
      #expect(found.method == (row.pairs == nil ? "Welch" : "Student, paired, by random_state"), "\(name)")
      // Differences of numbers around ten million have a billionth of them as error.
      let tolerance = row.metric == "far" ? 1e-4 : 1e-10
      #expect(near(found.difference, row.difference, tolerance), "\(name)")
      #expect(near(found.lower, row.lower, tolerance) && near(found.upper, row.upper, tolerance), "\(name)")
      #expect(near(found.pValue, row.p, tolerance), "\(name)")
      #expect(near(found.adjustedPValue, row.holm, tolerance), "\(name)")
      #expect(near(found.detectable, row.detectable, row.metric == "far" ? tolerance : 1e-9), "\(name)")
    }
  }
}
