/// Student's t distribution.
///
/// **Source:** Abramowitz and Stegun 26.7.1: P(|T| ≥ t) = Iₓ(ν/2, ½) with x = ν/(ν + t²).
package struct StudentT: Sendable, Hashable {
  package let degreesOfFreedom: Double

  /// **Throws:** `parameterOutOfRange` unless finite and positive.
  package init(degreesOfFreedom: Double) throws(Undefined) {
    guard degreesOfFreedom > 0, degreesOfFreedom < .infinity else {
      throw .parameterOutOfRange("the number of degrees of freedom")
    }
    self.degreesOfFreedom = degreesOfFreedom
    beta = try BetaDistribution(degreesOfFreedom / 2, 0.5)
  }

  private let beta: BetaDistribution

  /// P(|T| ≥ |t|): a two-sided p value, 0 only where it underflows.
  package func twoSided(_ t: Double) -> Double {
    let ratio = t * t / degreesOfFreedom
    guard ratio > 0 else { return 1 }
    return beta.tails(1 / (1 + ratio), 1 / (1 + 1 / ratio)).below
  }

  /// P(T ≥ t), accurate in the upper tail.
  package func above(_ t: Double) -> Double {
    let half = twoSided(t) / 2
    return t >= 0 ? half : 1 - half
  }

  /// P(T ≤ t), accurate in the lower tail.
  package func below(_ t: Double) -> Double { above(-t) }

  /// The t of a two-sided interval: P(|T| ≥ t) = 1 − confidence.
  ///
  /// **Throws:** `levelOutOfRange` unless 0 < confidence < 1.
  package func twoSidedQuantile(confidence: Double) throws(Undefined) -> Double {
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange }
    return try upperQuantile((1 - confidence) / 2)
  }

  /// The t with P(T ≤ t) = probability. **Throws:** `levelOutOfRange` unless 0 < probability < 1.
  package func quantile(_ probability: Double) throws(Undefined) -> Double {
    guard probability > 0, probability < 1 else { throw .levelOutOfRange }
    if probability == 0.5 { return 0 }
    return probability > 0.5 ? try upperQuantile(1 - probability) : -(try upperQuantile(probability))
  }

  /// Newton from the normal quantile, which is never above: the tail is convex, so every step goes up and none
  /// goes too far.
  private func upperQuantile(_ tail: Double) throws(Undefined) -> Double {
    var t = -(try Normal.quantile(tail))
    for _ in 0..<2000 {
      let ratio = t * t / degreesOfFreedom
      // t·density = x^(ν/2)·y^(1/2)/B(ν/2, ½).
      let scaled = GammaFunction.betaPower(beta.a, beta.b, 1 / (1 + ratio), 1 / (1 + 1 / ratio))
      guard scaled > 0 else { break }
      let step = (above(t) - tail) / scaled
      let next = t + t * step
      guard next < .infinity else { throw .notConverged }
      // A step that does not go up is rounding's: for some degrees such steps never get small.
      if step < 2e-16 || next == t { return next }
      t = next
    }
    return t
  }
}
