import Book
import Foundation
import Testing

@testable import Evaluation

@Suite("Runs that are no independent repeats")
struct TrialFoldTests {
  private struct Case: Decodable {
    struct Trial: Decodable {
      let name: String
      let parameters: [String: String]
      let metrics: [String: Double]
    }
    let name: String
    let repeat_over: [String]?
    let by: [String]
    let trials: [Trial]
    let pairs: Int
    let difference: Double
    let error: Double
    let lower: Double
    let upper: Double
    let p: Double
    let detectable: Double
    let method: String
  }
  private struct Document: Decodable { let cases: [Case] }

  private static func cases() throws -> [Case] {
    let file = EvaluationBench.root + "/Tests/Fixtures/experiments/folds.json"
    return try JSONDecoder().decode(Document.self, from: Data(contentsOf: URL(filePath: file))).cases
  }

  private func compare(
    _ trials: [TrialRecord], by: [String] = [], over: [String]? = nil, baseline: String = "rule-1"
  ) throws -> TrialComparison.Candidate {
    var plan = TrialBench.plan(baseline)
    plan.by = by
    plan.repeatOver = over
    return try #require(TrialComparer(plan).compare(trials).candidates.first)
  }

  @Test("folds get the corrected resampled test, runs of a seed are one by their mean: numpy and scipy")
  func oracle() throws {
    let cases = try Self.cases()
    #expect(cases.map(\.name) == ["folds", "repeated", "grid"])
    for expected in cases {
      let trials = expected.trials.map { TrialBench.trial($0.name, $0.parameters, $0.metrics) }
      let found = try #require(
        compare(trials, by: expected.by, over: expected.repeat_over).metrics.first)
      func near(_ value: Double?, _ other: Double, _ tolerance: Double = 1e-10) -> Bool {
        value.map { abs($0 - other) <= tolerance * abs(other) } ?? false
      }
      #expect(found.pairs == expected.pairs && found.method == expected.method, "\(expected.name)")
      #expect(near(found.difference, expected.difference), "\(expected.name)")
      #expect(near(found.standardError, expected.error), "\(expected.name)")
      #expect(near(found.lower, expected.lower) && near(found.upper, expected.upper), "\(expected.name)")
      #expect(near(found.pValue, expected.p), "\(expected.name)")
      #expect(near(found.detectable, expected.detectable, 1e-9), "\(expected.name)")
      // How many more folds or seeds it would take is not made up.
      #expect(found.runsNeeded == nil)
    }
  }

  @Test("folds that make no pairs get no verdict: they share training data")
  func unpaired() throws {
    func runs(_ name: String, depth: String, folds: Range<Int>) -> [TrialRecord] {
      folds.map {
        TrialBench.trial(
          "\(name)-\($0)", ["depth": depth, "fold": "\($0)"], ["auc": [0.7, 0.71, 0.72][$0 % 3]])
      }
    }
    let other = runs("a", depth: "1", folds: 0..<5) + runs("b", depth: "2", folds: 1..<6)
    for (by, over) in [([], ["fold"]), (["depth"], nil)] as [([String], [String]?)] {
      let baseline = by.isEmpty ? "a-0" : "depth=1"
      let found = try #require(compare(other, by: by, over: over, baseline: baseline).metrics.first)
      #expect(found.verdict == .undefined && found.pValue == nil && found.lower == nil)
      #expect(found.reason?.hasPrefix("folds share training data") == true && found.difference != nil)
    }
    // One fold is one split: its repeats over seeds are repeats.
    var seeds: [TrialRecord] = []
    for (seed, luck) in [0.0, 0.001, 0.004, 0.009].enumerated() {
      let fold = ["fold": "0", "seed": "\(seed)"]
      seeds.append(
        TrialBench.trial("a-\(seed)", fold.merging(["depth": "1"]) { $1 }, ["auc": 0.7 + luck]))
      seeds.append(
        TrialBench.trial("b-\(seed)", fold.merging(["depth": "2"]) { $1 }, ["auc": 0.71 + 1.1 * luck]))
    }
    #expect(
      try compare(seeds, over: ["fold", "seed"], baseline: "a-0").metrics.first?.method
        == "Student, paired, by fold, seed")
  }

  @Test("a grid of one seed is one observation, and grids of other seeds make no independent runs")
  func grid() throws {
    func runs(_ name: String, depth: String, seeds: [Int]) -> [TrialRecord] {
      var found: [TrialRecord] = []
      for seed in seeds {
        for (rate, shift) in [("low", 0.7), ("high", 0.703)] {
          let auc: Double = shift + Double(seed) / 100
          found.append(
            TrialBench.trial(
              "\(name)-\(seed)-\(rate)", ["depth": depth, "rate": rate, "seed": "\(seed)"], ["auc": auc]))
        }
      }
      return found
    }
    let one = try #require(
      compare(
        runs("a", depth: "1", seeds: [1]) + runs("b", depth: "2", seeds: [1]), by: ["depth"],
        baseline: "depth=1"
      ).metrics.first)
    #expect(one.pValue == nil && one.reason?.hasPrefix("all runs are of one seed") == true)
    let others = try #require(
      compare(
        runs("a", depth: "1", seeds: [1, 2]) + runs("b", depth: "2", seeds: [3, 4]), by: ["depth"],
        baseline: "depth=1"
      ).metrics.first)
    #expect(others.pValue == nil && others.reason?.hasPrefix("runs of one seed go together") == true)
    #expect(others.candidate.lower == nil && others.candidate.mean != nil)
  }

  @Test("which parameters are folds")
  func names() {
    for name in ["fold", "cv", "split", "Fold", "data.fold", "cv_fold", "fold_id", "outer-fold", "kfold"] {
      #expect(TrialFolds.isFold(name), "\(name)")
    }
    for name in ["seed", "n_folds", "split_seed", "fold_seed", "min_samples_split", "scaffold", "depth", ""] {
      #expect(!TrialFolds.isFold(name), "\(name)")
    }
  }
}
