import Book
import Statistics

/// A version against the baseline, on rows that both have scored.
struct Comparison {
  var metrics: [EvaluationRecord.Metric] = []
  var undefined: [EvaluationRecord.Detail.UndefinedMetric] = []

  static let name = "auc_difference"

  /// The difference of the areas, version minus baseline, with DeLong's paired interval and p value.
  ///
  /// **Missing values:** a row that lacks one of the scores is left out.
  init(scores: [Double], baseline: [Double], outcomes: [Bool], confidence: Double = 0.95) {
    var first: [Double] = []
    var second: [Double] = []
    var happened: [Bool] = []
    for row in outcomes.indices where !scores[row].isNaN && !baseline[row].isNaN {
      first.append(scores[row])
      second.append(baseline[row])
      happened.append(outcomes[row])
    }
    do throws(Undefined) {
      let compared = try DeLong(scores: first, outcomes: happened).compared(
        with: try DeLong(scores: second, outcomes: happened))
      let interval = try? compared.interval(confidence: confidence)
      metrics.append(
        .init(
          name: Comparison.name, value: compared.difference, lower: interval?.lower, upper: interval?.upper,
          confidence: interval.map { _ in confidence }, method: interval.map { _ in "paired DeLong" }))
      metrics.append(.init(name: "auc_difference_p", value: try compared.pValue(), method: "paired DeLong"))
    } catch {
      undefined.append(
        .init(name: metrics.isEmpty ? Comparison.name : "auc_difference_p", reason: error.reason))
    }
  }
}
