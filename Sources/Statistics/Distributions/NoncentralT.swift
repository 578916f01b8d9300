#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The noncentral t distribution, for the power of t tests.
///
/// **Source:** R. V. Lenth, Applied Statistics 38 (1989), AS 243: a Poisson mixture of incomplete beta
/// functions, summed from the mode of its weights outwards as in D. Benton and K. Krishnamoorthy,
/// Computational Statistics & Data Analysis 43 (2003). Absolute error below 1e-12.
package struct NoncentralT: Sendable, Hashable {
  package let degreesOfFreedom: Double
  package let noncentrality: Double

  /// **Throws:** `parameterOutOfRange` unless the degrees of freedom are finite and positive and the
  /// noncentrality is at most 1000 in magnitude.
  package init(degreesOfFreedom: Double, noncentrality: Double) throws(Undefined) {
    guard degreesOfFreedom > 0, degreesOfFreedom < .infinity else {
      throw .parameterOutOfRange("the number of degrees of freedom")
    }
    guard abs(noncentrality) <= 1000 else { throw .parameterOutOfRange("the noncentrality") }
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  /// P(T ≤ t).
  package func below(_ t: Double) -> Double {
    t < 0
      ? Normal.below(-noncentrality) - overlap(t, -noncentrality)
      : Normal.below(-noncentrality) + overlap(t, noncentrality)
  }

  /// P(T ≥ t).
  package func above(_ t: Double) -> Double {
    t < 0
      ? Normal.below(noncentrality) + overlap(t, -noncentrality)
      : Normal.below(noncentrality) - overlap(t, noncentrality)
  }

  /// ½·Σ [pⱼ·I(j + ½) + qⱼ·I(j + 1)] at y = t²/(ν + t²): the probability between 0 and |t|, where the
  /// noncentrality counts in the direction of t.
  private func overlap(_ t: Double, _ delta: Double) -> Double {
    guard t != 0 else { return 0 }
    let ratio = t * t / degreesOfFreedom
    let x = 1 / (1 + 1 / ratio)
    let y = 1 / (1 + ratio)
    let b = degreesOfFreedom / 2
    let mean = delta * delta / 2
    let reach = 60 + 12 * mean.squareRoot()
    let first = max(0, (mean - reach).rounded(.down))
    let last = (mean + reach).rounded(.up)
    // From the last term down: Iₓ(a, b) = Iₓ(a + 1, b) + xᵃyᵇ/(a·B(a, b)), sums of positive terms.
    var half = tail(last + 0.5, b, x, y)
    var whole = tail(last + 1, b, x, y)
    var sum = CompensatedSum()
    var j = last
    while j >= first {
      sum.add(weight(j, mean) * half)
      sum.add(delta * oddWeight(j, mean) * whole)
      half += j >= 1 ? GammaFunction.betaPower(j - 0.5, b, x, y) / (j - 0.5) : 0
      whole += j >= 1 ? GammaFunction.betaPower(j, b, x, y) / j : 0
      j -= 1
    }
    return sum.value / 2
  }

  private func tail(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    ((try? BetaDistribution(a, b))?.tails(x, y).below) ?? 0
  }

  /// e⁻ᵐmʲ/Γ(j + 1).
  private func weight(_ j: Double, _ mean: Double) -> Double {
    if mean == 0 { return j == 0 ? 1 : 0 }
    return j == 0 ? exp(-mean) : GammaFunction.poisson(j, mean: mean)
  }

  /// e⁻ᵐmʲ/(√2·Γ(j + 3/2)).
  private func oddWeight(_ j: Double, _ mean: Double) -> Double {
    if mean == 0 { return j == 0 ? 1 / (2.0.squareRoot() * 0.5 * Double.pi.squareRoot()) : 0 }
    return GammaFunction.poisson(j + 0.5, mean: mean) / (2 * mean).squareRoot()
  }
}
