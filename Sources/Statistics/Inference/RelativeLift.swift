#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The relative lift m₁/m₀ − 1 of two independent means, with intervals.
///
/// **Units:** a share; 0.05 is five per cent more. Two proportions come as samples of zeros and ones.
package struct RelativeLift: Sendable, Hashable {
  private struct Mean: Sendable, Hashable {
    let value: Double
    /// Squared standard error.
    let square: Double
  }

  private let treated: Mean
  private let control: Mean

  /// **Throws:** `notANumber`, `parameterOutOfRange` for a negative square, `denominatorNearZero` for a control
  /// of zero.
  package init(
    treated: Double, squaredError: Double, control: Double, controlSquaredError: Double
  ) throws(Undefined) {
    for (place, value) in [treated, squaredError, control, controlSquaredError].enumerated() {
      guard value.isFinite else { throw .notANumber(at: place) }
    }
    guard squaredError >= 0, controlSquaredError >= 0 else { throw .parameterOutOfRange("the variance") }
    guard control != 0 else { throw .denominatorNearZero }
    self.treated = Mean(value: treated, square: squaredError)
    self.control = Mean(value: control, square: controlSquaredError)
  }

  package init(treated: Sample, control: Sample) throws(Undefined) {
    try self.init(
      treated: treated.mean, squaredError: treated.squaredError, control: control.mean,
      controlSquaredError: control.squaredError)
  }

  package var lift: Double { (treated.value - control.value) / control.value }

  /// Fieller's interval: all ratios that the data don't refute at this confidence.
  ///
  /// With g = z²·v₀/m₀²: (m₁/m₀ ± z/|m₀|·√(v₁(1 − g) + v₀·m₁²/m₀²))/(1 − g) − 1. Exact for normal means.
  /// **Throws:** `denominatorNearZero` where g ≥ 1: the control's own interval holds zero, and the set of ratios
  /// is not an interval. `zeroVariance`, `levelOutOfRange`. **Source:** E. C. Fieller, JRSS B 16 (1954).
  package func fieller(confidence: Double = 0.95) throws(Undefined) -> Interval {
    guard treated.square + control.square > 0 else { throw .zeroVariance }
    let z = try Normal.twoSidedQuantile(confidence: confidence)
    let ratio = treated.value / control.value
    let error = z * control.square.squareRoot() / control.value
    let rest = 1 - error * error
    guard rest > 0 else { throw .denominatorNearZero }
    let half =
      z / abs(control.value) * (treated.square * rest + control.square * ratio * ratio).squareRoot()
    return Interval(lower: (ratio - half) / rest - 1, upper: (ratio + half) / rest - 1)
  }

  /// log(m₁/m₀) with its error by the delta method, √(v₁/m₁² + v₀/m₀²): what `SequentialInterval` takes of a lift.
  ///
  /// **Throws:** `denominatorNearZero` unless both means are positive, `zeroVariance`. **Source:** D. Katz et al.,
  /// Biometrics 34 (1978), for proportions.
  package func logEstimate() throws(Undefined) -> Estimate {
    guard treated.value > 0, control.value > 0 else { throw .denominatorNearZero }
    let variance =
      treated.square / treated.value / treated.value + control.square / control.value / control.value
    guard variance > 0 else { throw .zeroVariance }
    return try Estimate(value: log(treated.value / control.value), standardError: variance.squareRoot())
  }

  /// The interval of log(m₁/m₀) by the delta method, brought back: never below −100 %.
  ///
  /// **Throws:** as `logEstimate`, and `levelOutOfRange`.
  package func logDelta(confidence: Double = 0.95) throws(Undefined) -> Interval {
    RelativeLift.lifts(try logEstimate().interval(confidence: confidence))
  }

  /// An interval of log(m₁/m₀) as one of lifts.
  package static func lifts(_ logarithms: Interval) -> Interval {
    Interval(lower: expm1(logarithms.lower), upper: expm1(logarithms.upper))
  }
}
