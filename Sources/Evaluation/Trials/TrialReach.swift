import Book
import Statistics

/// What as many runs or rows would have shown, and how many it would take.
struct TrialReach {
  /// What is told as "about so many runs"; more than the last are told as more.
  private static let ladder =
    Array(2...20) + [25, 30, 40, 50, 60, 80, 100, 125, 150, 200, 250, 300, 400, 500, 600, 800, 1000]
  static let mostRuns = 1000

  private enum Counts: Hashable {
    case groups(candidate: Int, baseline: Int)
    case pairs(Int)
  }

  let significance: Double
  /// The smallest difference in standard deviations: it hangs on the counts alone, and is long to find.
  private var effects: [Counts: Double] = [:]
  private var normal: Double?

  init(significance: Double) { self.significance = significance }

  mutating func tell(_ metric: inout MetricComparison) {
    guard let error = metric.standardError, metric.difference != nil else { return }
    do throws(Undefined) {
      if let rows = metric.rows {
        let found = try normalEffect() * error
        if Verdicts.isTold(found, of: metric.metric, keys: rows.keys) { metric.detectable = found }
        return
      }
      if let pairs = metric.pairs {
        return try tell(&metric, deviation: error * Double(pairs).squareRoot(), .pairs(pairs)) { .pairs($0) }
      }
      let (own, its) = (metric.candidate, metric.baseline)
      guard let first = own.deviation, let second = its.deviation else { return }
      // As large as both together, whichever of them spreads more.
      let deviation = ((first * first + second * second) / 2).squareRoot()
      try tell(&metric, deviation: deviation, .groups(candidate: own.count, baseline: its.count)) {
        .groups(candidate: $0, baseline: $0)
      }
    } catch {
      // Spreads beyond a double's range have no power that could be told: the sentence leaves it out.
      return
    }
  }

  /// - Parameter more: so many runs of each in place of those that there are.
  private mutating func tell(
    _ metric: inout MetricComparison, deviation: Double, _ counts: Counts, more: (Int) -> Counts
  ) throws(Undefined) {
    metric.detectable = try effect(counts) * deviation
    // More folds are other folds, and what more seeds show hangs on how many runs of each there are.
    guard metric.folds == nil, metric.averaged == nil else { return }
    guard metric.verdict == .noEvidence, let difference = metric.difference, difference != 0 else { return }
    metric.runsNeeded = try runs(for: abs(difference) / deviation, more)
  }

  private mutating func effect(_ counts: Counts) throws(Undefined) -> Double {
    if let known = effects[counts] { return known }
    let found: Double
    switch counts {
    case .groups(let candidate, let baseline):
      found = try Power.smallestDifference(
        deviation: 1, counts: (candidate, baseline), power: TrialComparisonPlan.power,
        significance: significance)
    case .pairs(let count):
      found = try Power.smallestDifference(
        deviation: 1, pairs: count, power: TrialComparisonPlan.power, significance: significance)
    }
    effects[counts] = found
    return found
  }

  /// The lowest rung on which runs of each show an effect; nil beyond the last.
  private mutating func runs(
    for wanted: Double, _ counts: (Int) -> Counts
  ) throws(Undefined) -> Int? {
    var (low, high) = (0, TrialReach.ladder.count)
    while low < high {
      let middle = (low + high) / 2
      let runs = TrialReach.ladder[middle]
      if try effect(counts(runs)) <= wanted { high = middle } else { low = middle + 1 }
    }
    return low < TrialReach.ladder.count ? TrialReach.ladder[low] : nil
  }

  private mutating func normalEffect() throws(Undefined) -> Double {
    if let normal { return normal }
    let found = try Power.smallestDifference(
      standardError: 1, power: TrialComparisonPlan.power, significance: significance)
    normal = found
    return found
  }
}
