#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Calibration slope and intercept: the logistic regression of the outcome on the margin ln(p/(1 − p)).
///
/// A perfect score has slope 1 and intercept 0; a slope below 1 is overconfident.
/// **Source:** D. R. Cox, Biometrika 45 (1958); maximum likelihood by Newton's method.
package struct CalibrationLine: Sendable, Hashable {
  package let slope: Double
  package let intercept: Double
  package let slopeError: Double
  package let interceptError: Double

  /// With a weight for each row where given: how often it counts, also in the standard errors.
  ///
  /// **Throws:** `lengthsDiffer`, `noObservations`, `notANumber` for a margin that is not finite, `oneClass`,
  /// `zeroVariance` when all margins are equal, `separated`, `notConverged`, `notAWeight`, `overflow`.
  package init(margins: [Double], outcomes: [Bool], weights: [Double]? = nil) throws(Undefined) {
    try RowLosses.checkRows(margins.count, outcomes.count)
    guard let weights else {
      try self.init(margins, outcomes, Weights(nil, rows: margins.count))
      return
    }
    _ = try Weights(weights, rows: margins.count)
    if let position = margins.firstIndex(where: { !$0.isFinite }) { throw .notANumber(at: position) }
    // A row of weight 0 must not be what keeps the classes from being separated.
    let rows = margins.indices.filter { weights[$0] > 0 }
    try self.init(
      rows.map { margins[$0] }, rows.map { outcomes[$0] },
      Weights(rows.map { weights[$0] }, rows: rows.count))
  }

  private init(_ margins: [Double], _ outcomes: [Bool], _ weights: Weights) throws(Undefined) {
    let ranked = try RankedOutcomes(scores: margins, outcomes: outcomes)
    if let position = margins.firstIndex(where: { !$0.isFinite }) { throw .notANumber(at: position) }
    let doubled = ranked.pairCount
    guard doubled.pairs > 0 else { throw .oneClass }
    guard ranked.scores.count > 1 else { throw .zeroVariance }
    // Overlap at one tied score alone still sends the slope to infinity.
    guard Self.overlaps(ranked) else { throw .separated }
    // Centring and scaling keep the 2 × 2 system well conditioned whatever the margins' range.
    var moments = Moments()
    var positives = CompensatedSum()
    var negatives = CompensatedSum()
    for (position, margin) in margins.enumerated() {
      moments.add(margin)
      if outcomes[position] { positives.add(weights[position]) } else { negatives.add(weights[position]) }
    }
    let scale = try moments.variance().squareRoot()
    guard scale > 0, scale.isFinite, let mean = moments.mean else { throw .zeroVariance }
    var slope = 0.0
    var intercept = log(positives.value / negatives.value)
    var information = (a: 0.0, b: 0.0, c: 0.0)
    for _ in 0..<100 {
      var gradient = (CompensatedSum(), CompensatedSum())
      var hessian = (CompensatedSum(), CompensatedSum(), CompensatedSum())
      for (position, margin) in margins.enumerated() {
        let x = (margin - mean) / scale
        let p = 1 / (1 + exp(-(intercept + slope * x)))
        let error = weights[position] * ((outcomes[position] ? 1 : 0) - p)
        gradient.0.add(error)
        gradient.1.add(error * x)
        let weight = weights[position] * (p * (1 - p))
        hessian.0.add(weight)
        hessian.1.add(weight * x)
        hessian.2.add(weight * x * x)
      }
      information = (hessian.0.value, hessian.1.value, hessian.2.value)
      let determinant = information.a * information.c - information.b * information.b
      guard determinant > 0, determinant.isFinite else { throw .notConverged }
      let (g, h) = (gradient.0.value, gradient.1.value)
      var step = (
        (information.c * g - information.b * h) / determinant,
        (information.a * h - information.b * g) / determinant
      )
      // A long first step can overshoot into saturation, where the curvature vanishes.
      let length = max(abs(step.0), abs(step.1))
      if length > 2 { step = (step.0 * 2 / length, step.1 * 2 / length) }
      intercept += step.0
      slope += step.1
      if length <= 1e-14 * max(1, abs(slope), abs(intercept)) || length < 1e-13 {
        self.slope = slope / scale
        self.intercept = intercept - slope * mean / scale
        slopeError = (information.a / determinant).squareRoot() / scale
        let shift = mean / scale
        interceptError =
          ((information.c + 2 * shift * information.b + shift * shift * information.a) / determinant)
          .squareRoot()
        return
      }
    }
    throw .notConverged
  }

  private static func overlaps(_ ranked: RankedOutcomes) -> Bool {
    let up = ranked.positives.indices.filter { ranked.positives[$0] > 0 }
    let down = ranked.negatives.indices.filter { ranked.negatives[$0] > 0 }
    guard let firstUp = up.first, let lastUp = up.last, let firstDown = down.first, let lastDown = down.last
    else { return false }
    return firstUp < lastDown && firstDown < lastUp
  }
}
