/// A sum that carries its rounding error along, so that long sums keep full precision.
///
/// **Missing values:** none; a NaN makes the sum NaN. **Source:** A. Neumaier, "Rundungsfehleranalyse
/// einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974), improved Kahan summation.
package struct CompensatedSum: Sendable, Hashable {
  private var sum = 0.0
  private var error = 0.0

  package init() {}

  package mutating func add(_ value: Double) {
    let next = sum + value
    error += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  /// Adds a · b with the rounding error of the product, so that differences of products keep their digits.
  ///
  /// **Source:** T. Ogita, S. M. Rump, S. Oishi, SIAM Journal on Scientific Computing 26 (2005), Dot2.
  package mutating func addProduct(_ a: Double, _ b: Double) {
    let product = a * b
    add(product)
    let lost = (-product).addingProduct(a, b)
    if lost.isFinite { add(lost) }
  }

  package var value: Double {
    // Past an infinity the error term is NaN and would hide it.
    error.isFinite ? sum + error : sum
  }
}
