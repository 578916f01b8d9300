import Book

extension CardSource {
  /// A metric with its interval, as it stands in a card.
  struct Metric {
    let type: String
    let value: String
    let lower: String?
    let upper: String?
    let slice: String?
  }

  /// All figures with all their digits, those over all rows of an evaluation first; what is no number is left out.
  var metrics: [Metric] {
    evaluations.flatMap { record in
      let whole = evaluations.count > 1 ? "evaluation \(record.name)" : nil
      return record.metrics.compactMap { Self.metric($0, slice: whole) }
        + slices.filter { $0.name == record.name }.flatMap { slice in
          slice.metrics.compactMap { metric in
            Self.metric(metric, slice: (whole.map { "\($0), " } ?? "") + slice.title)
          }
        }
    }
  }

  private static func metric(_ metric: EvaluationRecord.Metric, slice: String?) -> Metric? {
    guard metric.value.isFinite, metric.tellsQuality else { return nil }
    var bounds: (String, String)?
    if let lower = metric.lower, let upper = metric.upper, lower.isFinite, upper.isFinite {
      bounds = ("\(lower)", "\(upper)")
    }
    return Metric(
      type: metric.name, value: "\(metric.value)", lower: bounds?.0, upper: bounds?.1, slice: slice)
  }

  /// Statements of several sections as one list of limits, each saying what it is.
  var allLimits: [String] {
    limits.map(\.text) + outOfScope.map { "Out of scope: \($0.text)" }
      + caveats.map { "Recommendation: \($0.text)" }
  }

  var task: String {
    switch version.signature.task {
    case .regression, .targets: "regression"
    case .binary, .multiclass: "classification"
    case .ranking: "ranking"
    case .lookup: "look-up"
    }
  }

  /// nil where the format does not tell.
  var family: String? {
    switch version.format {
    case "lightgbm", "xgboost": "gradient-boosted decision trees"
    case "scorecard": "scorecard"
    case "rules": "rule list"
    case "lookup": "look-up table"
    case "linear": "linear model"
    default: nil
    }
  }

  var isLearned: Bool { version.isLearned }

  /// "LightGBM text, v4; trees 75"
  var architecture: String {
    let words = version.facts.filter { ["format", "boosting", "trees", "objective"].contains($0.name) }
      .map { $0.name == "format" ? $0.value : "\($0.name) \($0.value)" }
    return words.isEmpty ? version.format : words.joined(separator: "; ")
  }

  var inputs: [(name: String, words: String)] {
    version.signature.inputs.map {
      ($0.name, $0.kind.rawValue + ($0.required ? "" : ", may be missing"))
    }
  }

  var outputs: [(name: String, words: String)] {
    version.signature.outputs.map { output in
      (
        output.name,
        output.kind.rawValue + (output.labels.map { ", one of \($0.joined(separator: ", "))" } ?? "")
      )
    }
  }

  /// Sentences on the rows that it learned from.
  var trainingWords: String {
    let training = version.training
    let facts = [
      training?.rows.map { "\($0) rows" }, training?.positives.map { "\($0) positives" }, training?.dates,
      version.trainedUntil.map { "seen until \($0)" },
    ].compactMap { $0 }
    return (trainingData.map(\.text) + (facts.isEmpty ? [] : [facts.joined(separator: ", ") + "."]))
      .joined(separator: " ")
  }

  var trainingName: String { datasets.isEmpty ? "training data" : datasets.joined(separator: ", ") }

  static func words(_ record: EvaluationRecord) -> String {
    "\(record.dates) dates, \(record.rows) rows held against actual outcomes"
      + (record.job.isEmpty ? "." : " of job \(record.job).")
  }
}
