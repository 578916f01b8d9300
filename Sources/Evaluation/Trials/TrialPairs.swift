import Book
import Statistics

/// One metric of two groups whose runs have the same seeds, side by side.
struct TrialPairs {
  /// Of each seed: the candidate's value less the baseline's, or the mean over its runs.
  private let differences: [Double]
  private let largest: Double
  /// What pairs them: "seed".
  private let parameters: [String]
  private let folds: Int?
  /// Runs of a seed at most.
  private let runs: Int

  /// nil unless each run of one group has its like in the other, and no run stands alone.
  ///
  /// Where groups are made by `--by`, runs of one seed with other parameters go together: their mean is one observation.
  /// **Missing values:** a run without the metric has no place in a pair; then there are none.
  init?(_ metric: String, _ candidate: TrialGroup, _ baseline: TrialGroup, _ plan: TrialComparisonPlan) {
    guard let own = TrialPairs.values(metric, candidate, plan),
      let its = TrialPairs.values(metric, baseline, plan),
      own.count >= 2, Set(own.keys) == Set(its.keys)
    else { return nil }
    var order: [[TrialRecord.Entry]] = []
    var bySeed: [[TrialRecord.Entry]: [Double]] = [:]
    for run in own.keys.sorted(by: { $0.lexicographicallyPrecedes($1, by: TrialPairs.precedes) }) {
      guard let one = own[run], let other = its[run] else { return nil }
      let seed = run.filter { plan.isRepeated($0.name) }
      if bySeed[seed] == nil { order.append(seed) }
      bySeed[seed, default: []].append(one - other)
    }
    differences = order.map { seed in
      let all = bySeed[seed] ?? []
      return all.reduce(0, +) / Double(max(1, all.count))
    }
    largest = (Array(own.values) + Array(its.values)).reduce(0) { max($0, abs($1)) }
    parameters = Set(order.flatMap { $0.map(\.name) }).sorted()
    folds = TrialFolds.count(order)
    runs = bySeed.values.map(\.count).max() ?? 1
  }

  private static func precedes(_ first: TrialRecord.Entry, _ second: TrialRecord.Entry) -> Bool {
    (first.name, first.value) < (second.name, second.value)
  }

  /// By what tells runs of a group apart, seeds among it.
  private static func values(
    _ metric: String, _ group: TrialGroup, _ plan: TrialComparisonPlan
  ) -> [[TrialRecord.Entry]: Double]? {
    var found: [[TrialRecord.Entry]: Double] = [:]
    for trial in group.trials {
      guard let value = trial.metrics.first(where: { $0.name == metric })?.value, value.isFinite else {
        return nil
      }
      let run = TrialFolds.repeats(trial, plan)
      guard run.contains(where: { plan.isRepeated($0.name) }) else { return nil }
      guard found.updateValue(value, forKey: run.sorted(by: precedes)) == nil else { return nil }
    }
    return found
  }

  /// Student's test of the differences, corrected where they are of several folds; nil where they are the same but for
  /// rounding, which would be taken as certainty.
  func test() -> TTest? {
    do throws(Undefined) {
      let sample = try Statistics.Sample(differences)
      guard sample.variance.squareRoot() > 8 * largest.ulp else { return nil }
      return try TrialFolds.test(sample, folds: folds)
    } catch {
      return nil
    }
  }

  /// Why there is no test of means in place of one of pairs either; nil where there may be.
  var refusal: String? {
    if differences.count < 2 { return "all runs are of one seed, and nothing tells how much of it is chance" }
    if folds != nil { return "the difference is the same on every fold" }
    return runs > 1 ? "the difference is the same with every seed" : nil
  }

  func tell(_ test: TTest, _ comparison: inout MetricComparison) {
    do throws(Undefined) {
      let interval = try test.interval(confidence: TrialComparisonPlan.confidence)
      (comparison.lower, comparison.upper) = (interval.lower, interval.upper)
      comparison.pairs = differences.count
      comparison.folds = folds
      comparison.averaged = runs > 1 ? runs : nil
      comparison.difference = test.difference
      comparison.standardError = test.standardError
      comparison.pValue = test.pValue
      comparison.method = method
    } catch {
      comparison.reason = error.reason
    }
  }

  /// "Student, paired, by seed", "…, by fold, corrected for 5 folds (Nadeau and Bengio)"
  private var method: String {
    var words = "Student, paired, by \(parameters.joined(separator: ", "))"
    if runs > 1 { words += ", means of up to \(runs) runs" }
    if let folds { words += ", corrected for \(folds) folds (Nadeau and Bengio)" }
    return words
  }
}
