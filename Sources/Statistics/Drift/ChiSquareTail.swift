#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The upper tail of the χ² distribution of whole degrees of freedom, a finite sum of positive terms.
///
/// With x = χ²/2 and d degrees: Q = Σ e⁻ˣxⁱ/Γ(i + 1) over i = d/2 − 1, d/2 − 2, … down to 0 for even d, and to ½,
/// plus erfc(√x), for odd d. **Source:** Abramowitz and Stegun 26.4.4 and 26.4.5; each term by C. Loader's
/// saddle-point form, Fast and Accurate Computation of Binomial Probabilities (2000).
package enum ChiSquareTail {
  /// P(χ² ≥ value). O(√degrees) near the bulk of the sum, at most O(degrees).
  package static func above(_ value: Double, degrees: Int) -> Double {
    guard value > 0 else { return 1 }
    let x = value / 2
    let last = Double(degrees) / 2 - 1
    let first = degrees.isMultiple(of: 2) ? 0 : 0.5
    var sum = CompensatedSum()
    if degrees % 2 == 1 { sum.add(erfc(x.squareRoot())) }
    if last >= first {
      // From the largest term outward; terms beyond it only shrink.
      let steps = min(max((x - first).rounded(.down), 0), (last - first))
      let peak = first + steps
      let largest = term(peak, x)
      var down = largest
      var i = peak
      while i > first, down > largest * 1e-18 {
        down *= i / x
        i -= 1
        sum.add(down)
      }
      var up = largest
      i = peak
      while i < last, up > largest * 1e-18 {
        i += 1
        up *= x / i
        sum.add(up)
      }
      sum.add(largest)
    }
    return min(1, sum.value)
  }

  /// e⁻ˣ·xⁱ/Γ(i + 1), for real i ≥ 0.
  static func term(_ i: Double, _ x: Double) -> Double {
    if i == 0 { return exp(-x) }
    return exp(-stirlingError(i) - deviance(i, x)) / (2 * Double.pi * i).squareRoot()
  }

  /// ln Γ(i + 1) − (i + ½)·ln i + i − ½·ln 2π.
  private static func stirlingError(_ i: Double) -> Double {
    if i < 15 {
      // Γ(i + 1) is exact or nearly so for these halves of whole numbers.
      var product = i == i.rounded() ? 1 : Double.pi.squareRoot() / 2
      var k = i == i.rounded() ? 1 : 0.5
      while k < i {
        k += 1
        product *= k
      }
      return log(product) - (i + 0.5) * log(i) + i - 0.5 * log(2 * Double.pi)
    }
    let s = 1 / (i * i)
    let series = 1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188 - s * (691.0 / 360_360 - s / 156)))
    return (1.0 / 12 - s * (1.0 / 360 - s * series)) / i
  }

  /// i·ln(i/x) + x − i without cancellation where the two are close.
  private static func deviance(_ i: Double, _ x: Double) -> Double {
    guard abs(i - x) < 0.1 * (i + x) else { return i * log(i / x) + x - i }
    let v = (i - x) / (i + x)
    var sum = (i - x) * v
    var power = 2 * i * v
    for k in 1..<100 {
      power *= v * v
      let next = sum + power / Double(2 * k + 1)
      if next == sum { break }
      sum = next
    }
    return sum
  }
}
