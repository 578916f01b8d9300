/// A closed interval with its bounds in order.
package struct Interval: Sendable, Hashable {
  package let lower: Double
  package let upper: Double

  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The same interval cut down to [lowest, highest].
  package func clamped(to lowest: Double, _ highest: Double) -> Interval {
    Interval(lower: min(max(lower, lowest), highest), upper: min(max(upper, lowest), highest))
  }
}
