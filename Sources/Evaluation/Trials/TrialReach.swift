import Statistics

/// What as many runs or rows would have shown, and how many it would take.
struct TrialReach {
  /// More runs than this are told as more.
  static let mostRuns = 1000

  private struct Counts: Hashable {
    let candidate: Int
    let baseline: Int
  }

  let significance: Double
  /// The smallest difference in standard deviations: it hangs on the counts alone, and is long to find.
  private var effects: [Counts: Double] = [:]
  private var normal: Double?

  init(significance: Double) { self.significance = significance }

  mutating func tell(_ metric: inout MetricComparison) {
    guard let error = metric.standardError, let difference = metric.difference else { return }
    do throws(Undefined) {
      guard metric.rows == nil else {
        metric.detectable = try normalEffect() * error
        return
      }
      let (own, its) = (metric.candidate, metric.baseline)
      guard let first = own.deviation, let second = its.deviation else { return }
      // As large as both together, whichever of them spreads more.
      let deviation = ((first * first + second * second) / 2).squareRoot()
      metric.detectable = try effect(own.count, its.count) * deviation
      guard metric.verdict == .noEvidence, difference != 0 else { return }
      // The normal approximation is never above the exact count: no search where it would be long.
      let about = try normalEffect() * deviation / difference
      guard 2 * about * about <= Double(TrialReach.mostRuns) else { return }
      metric.runsNeeded = try Power.countForMeans(
        difference: abs(difference), deviation: deviation, power: TrialComparisonPlan.power,
        significance: significance)
    } catch {
      // Spreads beyond a double's range have no power that could be told: the sentence leaves it out.
      return
    }
  }

  private mutating func effect(_ candidate: Int, _ baseline: Int) throws(Undefined) -> Double {
    let counts = Counts(candidate: candidate, baseline: baseline)
    if let known = effects[counts] { return known }
    let found = try Power.smallestDifference(
      deviation: 1, counts: (candidate, baseline), power: TrialComparisonPlan.power,
      significance: significance)
    effects[counts] = found
    return found
  }

  private mutating func normalEffect() throws(Undefined) -> Double {
    if let normal { return normal }
    let found = try Power.smallestDifference(
      standardError: 1, power: TrialComparisonPlan.power, significance: significance)
    normal = found
    return found
  }
}
