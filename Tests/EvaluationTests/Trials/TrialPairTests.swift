import Book
import Evaluation
import Testing

@Suite("Runs with the same seeds")
struct TrialPairTests {
  private static let low = [0.70, 0.75, 0.72]
  private static let high = [0.71, 0.762, 0.729]

  private func first(
    _ trials: [TrialRecord], _ change: (inout TrialComparisonPlan) -> Void = { _ in }
  ) throws -> TrialComparison.Candidate {
    var plan = TrialBench.plan("a-0")
    change(&plan)
    return try #require(TrialComparer(plan).compare(trials).candidates.first)
  }

  @Test("are held against each other, and it is said how")
  func paired() throws {
    let found = try first(
      TrialBench.runs("a", depth: 1, "auc", Self.low) + TrialBench.runs("b", depth: 2, "auc", Self.high))
    let metric = try #require(found.metrics.first)
    #expect(metric.pairs == 3 && metric.method == "Student, paired, by train.seed")
    // The seeds spread more than the two differ: only pairs show it.
    #expect(metric.verdict == .better)
    #expect(
      found.notes == [
        "Differences between b-0 and a-0 are those of 3 pairs of runs (Student, paired, by train.seed)."
      ])
  }

  @Test("are not paired where a seed is another, is not told by both, or a run lacks the metric")
  func unequal() throws {
    let baseline = TrialBench.runs("a", depth: 1, "auc", Self.low)
    var other = TrialBench.runs("b", depth: 2, "auc", Self.high)
    other[2].parameters = [.init(name: "depth", value: "2"), .init(name: "train.seed", value: "7")]
    var renamed = TrialBench.runs("b", depth: 2, "auc", Self.high)
    for place in renamed.indices {
      renamed[place].parameters = [
        .init(name: "depth", value: "2"), .init(name: "random_state", value: "\(place)"),
      ]
    }
    var lacking = TrialBench.runs("b", depth: 2, "auc", Self.high)
    lacking[0].metrics = []
    for trials in [other, renamed, lacking, TrialBench.runs("b", depth: 2, "auc", Self.high + [0.73])] {
      let found = try first(baseline + trials)
      let metric = try #require(found.metrics.first)
      #expect(metric.pairs == nil && metric.method == "Welch" && found.notes.isEmpty)
    }
  }

  @Test("that differ by the same amount, but for rounding, are not taken as certain")
  func constant() throws {
    let found = try first(
      TrialBench.runs("a", depth: 1, "auc", [0.70, 0.701, 0.702])
        + TrialBench.runs("b", depth: 2, "auc", [0.80, 0.801, 0.802]))
    #expect(found.metrics.first?.method == "Welch" && found.metrics.first?.pairs == nil)
  }

  @Test("are paired by what is said to repeat them, within --by too")
  func declared() throws {
    func trial(_ name: String, _ depth: String, _ rate: String, _ fold: String, _ auc: Double) -> TrialRecord
    {
      TrialBench.trial(name, ["depth": depth, "rate": rate, "fold": fold], ["auc": auc])
    }
    let trials = [
      trial("a-0", "1", "x", "1", 0.7), trial("a-1", "1", "x", "2", 0.75), trial("b-0", "2", "x", "1", 0.71),
      trial("b-1", "2", "x", "2", 0.775),
    ]
    let over = try first(trials) { $0.repeatOver = ["fold"] }
    let method = "Student, paired, by fold, corrected for 2 folds (Nadeau and Bengio)"
    #expect(over.metrics.first?.method == method)
    let by = try first(trials) {
      $0.by = ["depth"]
      $0.repeatOver = ["fold"]
    }
    #expect(by.metrics.first?.method == method)
    // Without a word on what repeats a run, --by only pools.
    let parts = trials.map { trial in
      var other = trial
      other.parameters = trial.parameters.map {
        .init(name: $0.name == "fold" ? "part" : $0.name, value: $0.value)
      }
      return other
    }
    #expect(try first(parts) { $0.by = ["depth"] }.metrics.first?.method == "Welch")
  }
}
