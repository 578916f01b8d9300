import Book

/// How a person calls a metric.
enum MetricTitle {
  private static let titles = [
    "auc": "AUC", "mae": "MAE", "rmse": "RMSE", "r2": "R²", "mape": "MAPE", "f1": "F1", "mcc": "MCC",
    "brier": "Brier score",
  ]

  /// "Brier score" for `brier`; its own words for one without a name of its own.
  static func of(_ name: String) -> String { titles[name] ?? name.replacing("_", with: " ") }
}

extension EvaluationRecord.Metric {
  /// As a person calls it.
  var title: String { MetricTitle.of(name) }
}
