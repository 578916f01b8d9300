/// Count, mean and variance in one pass, without the cancellation of Σx² − n·mean².
///
/// **Missing values:** NaN and infinite values are counted apart and leave the moments untouched.
/// **Source:** B. P. Welford, Technometrics 4 (1962); merging after T. F. Chan, G. H. Golub, R. J. LeVeque
/// (1979). Merging rounds: for equal bytes merge in a fixed order.
package struct Moments: Sendable, Hashable {
  package private(set) var count = 0
  /// Values left out because they are NaN or infinite.
  package private(set) var skipped = 0
  /// Whether every value so far was a whole number.
  package private(set) var isIntegral = true
  /// The first value. Means are kept relative to it, so that values far from zero lose no digits.
  private var origin = 0.0
  var average = 0.0
  var squares = 0.0

  package init() {}

  package mutating func add(_ value: Double) {
    guard value.isFinite else {
      skipped += 1
      return
    }
    isIntegral = isIntegral && value == value.rounded(.towardZero)
    if count == 0 { origin = value }
    count += 1
    let shifted = value - origin
    let delta = shifted - average
    average += delta / Double(count)
    squares += delta * (shifted - average)
  }

  package mutating func merge(_ other: Moments) {
    skipped += other.skipped
    isIntegral = isIntegral && other.isIntegral
    guard other.count > 0 else { return }
    guard count > 0 else {
      count = other.count
      origin = other.origin
      average = other.average
      squares = other.squares
      return
    }
    let total = Double(count + other.count)
    let delta = (other.origin - origin) + (other.average - average)
    squares += other.squares + delta * delta * (Double(count) * Double(other.count) / total)
    average += delta * (Double(other.count) / total)
    count += other.count
  }

  mutating func skip(_ values: Int) { skipped += values }

  mutating func set(count: Int, average: Double, squares: Double, isIntegral: Bool) {
    self.count = count
    self.isIntegral = isIntegral
    self.average = average
    self.squares = squares
  }

  /// nil without a value.
  package var mean: Double? { count > 0 ? origin + average : nil }

  /// Sample variance, divided by n − 1. **Throws:** `tooFewObservations` below two values.
  package func variance() throws(Undefined) -> Double {
    guard count >= 2 else { throw .tooFewObservations(needed: 2, found: count) }
    return squares / Double(count - 1)
  }
}
