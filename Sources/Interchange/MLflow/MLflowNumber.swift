/// How MLflow's database writes numbers that are none.
enum MLflowNumber {
  /// NaN has its own column; infinity is the largest double.
  ///
  /// **Source:** MLflow's `SqlAlchemyStore.sanitize_metric_value`.
  static func value(_ stored: Double?, isNaN: Bool) -> Double {
    guard let stored, !isNaN else { return .nan }
    if stored >= .greatestFiniteMagnitude { return .infinity }
    if stored <= -.greatestFiniteMagnitude { return -.infinity }
    return stored
  }
}
