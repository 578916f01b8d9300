import Book
import Statistics

/// One metric of two groups whose runs have the same seeds, side by side.
struct TrialPairs {
  private let own: [Double]
  private let its: [Double]
  /// What pairs them: "seed".
  private let parameters: [String]

  /// nil unless each seed stands once in both groups and in no run alone.
  ///
  /// **Missing values:** a run without the metric has no place in a pair; then there are none.
  init?(_ metric: String, _ candidate: TrialGroup, _ baseline: TrialGroup, _ plan: TrialComparisonPlan) {
    guard let own = TrialPairs.values(metric, candidate, plan),
      let its = TrialPairs.values(metric, baseline, plan),
      own.count >= 2, Set(own.keys) == Set(its.keys)
    else { return nil }
    var (first, second): ([Double], [Double]) = ([], [])
    for seed in own.keys.sorted(by: { $0.lexicographicallyPrecedes($1, by: TrialPairs.precedes) }) {
      guard let one = own[seed], let other = its[seed] else { return nil }
      first.append(one)
      second.append(other)
    }
    self.own = first
    self.its = second
    parameters = Set(own.keys.flatMap { $0.map(\.name) }).sorted()
  }

  private static func precedes(_ first: TrialRecord.Entry, _ second: TrialRecord.Entry) -> Bool {
    (first.name, first.value) < (second.name, second.value)
  }

  /// By what repeats a run. Where groups are made by `--by`, all else that tells their runs apart belongs to it.
  private static func values(
    _ metric: String, _ group: TrialGroup, _ plan: TrialComparisonPlan
  ) -> [[TrialRecord.Entry]: Double]? {
    var found: [[TrialRecord.Entry]: Double] = [:]
    for trial in group.trials {
      guard let value = trial.metrics.first(where: { $0.name == metric })?.value, value.isFinite else {
        return nil
      }
      let seed = trial.parameters.filter {
        plan.by.isEmpty ? plan.isRepeated($0.name) : !plan.by.contains($0.name)
      }
      guard seed.contains(where: { plan.isRepeated($0.name) }) else { return nil }
      guard found.updateValue(value, forKey: seed.sorted(by: precedes)) == nil else { return nil }
    }
    return found
  }

  /// Student's test of the differences; nil where they are the same but for rounding, which would be taken as certainty.
  func test() -> TTest? {
    let largest = (own + its).reduce(0) { max($0, abs($1)) }
    do throws(Undefined) {
      let differences = try Statistics.Sample(zip(own, its).map { $0 - $1 })
      guard differences.variance.squareRoot() > 8 * largest.ulp else { return nil }
      return try TTest.mean(differences)
    } catch {
      return nil
    }
  }

  func tell(_ test: TTest, _ comparison: inout MetricComparison) {
    do throws(Undefined) {
      let interval = try test.interval(confidence: TrialComparisonPlan.confidence)
      (comparison.lower, comparison.upper) = (interval.lower, interval.upper)
      comparison.pairs = own.count
      comparison.difference = test.difference
      comparison.standardError = test.standardError
      comparison.pValue = test.pValue
      comparison.method = "Student, paired, by \(parameters.joined(separator: ", "))"
    } catch {
      comparison.reason = error.reason
    }
  }
}
