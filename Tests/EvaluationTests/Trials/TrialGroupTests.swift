import Book
import Diagnostics
import Evaluation
import Testing

@Suite("Which trials are runs of one")
struct TrialGroupTests {
  private func groups(_ plan: TrialComparisonPlan, _ trials: [TrialRecord]) throws -> [String: [String]] {
    let found = try TrialComparer(plan).compare(trials)
    let all = [found.baseline] + found.candidates.map(\.group)
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.runs.map(\.name)) })
  }

  @Test("those that are equal but for a seed")
  func seeds() throws {
    let trials = [
      TrialBench.trial("a", ["depth": "1", "seed": "1"], ["auc": 0.5]),
      TrialBench.trial("b", ["depth": "1", "seed": "2"], ["auc": 0.5]),
      TrialBench.trial("c", ["depth": "2", "seed": "1"], ["auc": 0.5]),
      TrialBench.trial("d", ["depth": "2", "Random_State": "7"], ["auc": 0.5]),
    ]
    #expect(try groups(TrialBench.plan("b"), trials) == ["b": ["a", "b"], "c": ["c", "d"]])
  }

  @Test("not those without a seed, nor with nothing but one: equal parameters may hide other code")
  func alone() throws {
    let trials = [
      TrialBench.trial("a", [:], ["auc": 0.5]), TrialBench.trial("b", [:], ["auc": 0.5]),
      TrialBench.trial("c", ["depth": "1"], ["auc": 0.5]),
      TrialBench.trial("d", ["depth": "1"], ["auc": 0.5]),
      TrialBench.trial("e", ["seed": "1"], ["auc": 0.5]), TrialBench.trial("f", ["seed": "2"], ["auc": 0.5]),
    ]
    #expect(try groups(TrialBench.plan("a"), trials).count == 6)
  }

  @Test("a seed that ran twice counts once, with its last trial")
  func twice() throws {
    let trials =
      TrialBench.runs("a", depth: 1, "auc", [0.5, 0.6])
      + [TrialBench.trial("again", ["depth": "1", "train.seed": "0"], ["auc": 0.7])]
      + TrialBench.runs("b", depth: 2, "auc", [0.5])
    let found = try TrialComparer(TrialBench.plan("a-1")).compare(trials)
    #expect(found.baseline.runs.map(\.name) == ["a-1", "again"])
    #expect(
      found.notes == ["1 earlier run of a-1 with a seed that a later one has too is left out."])
  }

  @Test("--by pools over all other parameters, --repeat-over over those it names")
  func options() throws {
    let trials = [
      TrialBench.trial("a", ["depth": "1", "fold": "1", "rate": "x"], ["auc": 0.5]),
      TrialBench.trial("b", ["depth": "1", "fold": "2", "rate": "y"], ["auc": 0.5]),
      TrialBench.trial("c", ["depth": "2", "fold": "1", "rate": "x"], ["auc": 0.5]),
      TrialBench.trial("d", ["depth": "2", "fold": "2", "rate": "x"], ["auc": 0.5]),
    ]
    var by = TrialBench.plan("a")
    by.by = ["depth"]
    #expect(try groups(by, trials) == ["depth=1": ["a", "b"], "depth=2": ["c", "d"]])
    var over = TrialBench.plan("a")
    over.repeatOver = ["fold"]
    #expect(try groups(over, trials) == ["a": ["a"], "b": ["b"], "c": ["c", "d"]])
  }

  @Test("a named trial brings its repeats, and what is not finished stays out")
  func named() throws {
    var plan = TrialBench.plan("a-0")
    plan.trials = ["b-1"]
    let trials =
      TrialBench.runs("a", depth: 1, "auc", [0.5, 0.6]) + TrialBench.runs("b", depth: 2, "auc", [0.5, 0.6])
      + TrialBench.runs("c", depth: 3, "auc", [0.5])
      + [TrialBench.trial("late", ["depth": "9"], ["auc": 1], state: .running)]
    let found = try TrialComparer(plan).compare(trials)
    #expect(found.candidates.map(\.group.name) == ["b-1"])
    #expect(found.candidates[0].group.runs.count == 2 && found.unfinished == 1)
    #expect(found.differing == ["depth"])
  }

  @Test(
    "what is not there is told",
    arguments: [
      ("nobody", [], "'depth' has no trial 'nobody'"),
      ("late", [], "trial 'late' is running; expected a finished"),
      ("a", ["bb"], "Did you mean 'b'?"), ("a", ["a"], "there is nothing to hold against 'a'"),
      ("twin", [], "2 trials of 'depth' are called 'twin', and are no repeats"),
    ] as [(String, [String], String)])
  func mistakes(baseline: String, trials: [String], told: String) throws {
    var plan = TrialBench.plan(baseline)
    plan.trials = trials
    var one = TrialBench.trial("twin", ["depth": "3"], ["auc": 0.5])
    one.originID = "1"
    var two = TrialBench.trial("twin", ["depth": "4"], ["auc": 0.5])
    two.originID = "2"
    let all = [
      TrialBench.trial("a", ["depth": "1"], ["auc": 0.5]),
      TrialBench.trial("b", ["depth": "2"], ["auc": 0.5]),
      TrialBench.trial("late", [:], [:], state: .running), one, two,
    ]
    do {
      _ = try TrialComparer(plan).compare(all)
      Issue.record("it was taken")
    } catch {
      #expect(error.description.contains(told), "\(error)")
      #expect(error.kind == .configuration)
    }
  }

  @Test("without a baseline, nothing is compared")
  func noBaseline() {
    #expect(throws: Diagnostic.self) {
      try TrialComparer(TrialComparisonPlan(experiment: "depth")).compare(
        [TrialBench.trial("a", [:], ["auc": 1])])
    }
  }
}
