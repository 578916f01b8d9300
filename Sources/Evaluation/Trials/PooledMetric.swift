import Book
import Statistics

/// One metric over the runs of a group.
package struct PooledMetric: Sendable, Hashable, Encodable {
  /// Runs that have it, or rows, where rows are compared.
  package var count: Int
  /// nil where it is missing or no finite number in a run.
  package var mean: Double?
  /// Standard deviation over runs; nil for one run.
  package var deviation: Double?
  /// Interval of the mean, by Student's t, corrected where runs are of several folds; nil for one run, where all runs give
  /// the same value, and where several are of one seed.
  package var lower: Double?
  package var upper: Double?
  /// A clause: why there is no mean.
  package var reason: String?
  /// Runs without it.
  package var missing = 0

  package init(count: Int, mean: Double?) {
    self.count = count
    self.mean = mean
  }

  /// What a test of means needs; nil where there is no spread to speak of.
  private(set) var sample: Statistics.Sample?

  private enum CodingKeys: String, CodingKey {
    case count, mean, deviation, lower, upper, reason, missing
  }

  /// **Missing values:** a run without the metric is counted; one that is NaN or infinite leaves no mean.
  init(_ metric: String, _ group: TrialGroup, _ plan: TrialComparisonPlan) {
    let trials = group.trials
    let found = trials.compactMap { trial in
      trial.metrics.first { $0.name == metric }.map { (trial: trial.name, value: $0.value ?? .nan) }
    }
    self.init(count: found.count, mean: nil)
    missing = trials.count - found.count
    guard !found.isEmpty else {
      reason = trials.count > 1 ? "none of its \(trials.count) runs has it" : "it has no such metric"
      return
    }
    if let odd = found.first(where: { !$0.value.isFinite }) {
      let word = odd.value.isNaN ? "NaN" : odd.value > 0 ? "infinite" : "minus infinity"
      reason = trials.count > 1 ? "it is \(word) in run \(TrialWords.name(odd.trial))" : "it is \(word)"
      return
    }
    guard found.count > 1 else {
      mean = found[0].value
      return
    }
    do throws(Undefined) {
      let sample = try Statistics.Sample(found.map(\.value))
      self.sample = sample
      mean = sample.mean
      deviation = sample.variance.squareRoot()
      guard sample.variance > 0, !TrialFolds.sharesSeeds(group, plan) else { return }
      let interval = try TrialFolds.test(sample, folds: TrialFolds.count(group, plan)).interval(
        confidence: TrialComparisonPlan.confidence)
      (lower, upper) = (interval.lower, interval.upper)
    } catch {
      reason = error.reason
    }
  }
}
