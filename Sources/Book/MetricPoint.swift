/// One value of a metric's history.
package struct MetricPoint: Sendable, Hashable {
  package let step: Int
  /// **Units:** milliseconds since 1970; nil where nobody wrote it down.
  package let time: Int?
  /// **Missing values:** NaN; infinities stay.
  package let value: Double

  package init(step: Int, time: Int?, value: Double) {
    self.step = step
    self.time = time
    self.value = value
  }

  /// Whether it counts as later: by step, then time, then value; NaN before every number.
  ///
  /// **Source:** MLflow keeps as a metric's last value the largest (step, timestamp, value).
  package func isLater(than other: MetricPoint) -> Bool {
    if step != other.step { return step > other.step }
    let (own, others) = (time ?? .min, other.time ?? .min)
    if own != others { return own > others }
    return value > other.value || (other.value.isNaN && !value.isNaN)
  }
}
