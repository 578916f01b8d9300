import Book

/// A metric of the book as an entry of `model-index`.
struct ModelIndexMetric {
  private let metric: EvaluationRecord.Metric

  /// Metrics with a number.
  static func all(_ metrics: [EvaluationRecord.Metric]) -> [ModelIndexMetric] {
    metrics.filter { $0.value.isFinite && $0.tellsQuality }
      .map(ModelIndexMetric.init)
  }

  /// As the Hub calls it.
  var type: String {
    switch metric.name {
    case "auc": "roc_auc"
    case "brier": "brier_score"
    case "mcc": "matthews_correlation"
    case "r2": "r_squared"
    default: metric.name
    }
  }

  /// The interval stands in the name for people, and in `args` with all its digits.
  var value: FrontMatter.Value {
    var name = metric.title
    var arguments: [FrontMatter.Entry] = []
    if let confidence = metric.confidence, let lower = metric.lower, let upper = metric.upper,
      lower.isFinite, upper.isFinite,
      let bounds = NumberText.bounds(lower, upper, { NumberText.fixed($0, 4) })
    {
      name += " (\(NumberText.percent(confidence, decimals: 0)) interval \(bounds))"
      arguments = [
        .init("confidence", .number(confidence)), .init("lower", .number(lower)),
        .init("upper", .number(upper)),
      ]
      if let method = metric.method { arguments.append(.init("method", .text(method))) }
    }
    return .map(
      [.init("type", .text(type)), .init("name", .text(name)), .init("value", .number(metric.value))]
        + (arguments.isEmpty ? [] : [.init("args", .map(arguments))]))
  }

  /// In lower case with hyphens, as the Hub wants names of licences.
  static func slug(_ text: String) -> String {
    let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".")) }
    return words.isEmpty ? "other" : words.joined(separator: "-")
  }
}
