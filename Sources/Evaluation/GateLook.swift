/// One look at the figures of two versions, and the interval by which it is judged.
///
/// Whoever asks every night until the gate opens has many chances to be lucky. So the k-th look is judged by an interval
/// that is wrong in 2/(k(k + 1)) of the cases in which the declared one is: all of it at the first look, a third at the
/// second, a sixth at the third. The gate asks for one end of an interval, and one end is wrong in half of its cases. Over
/// all looks the ends so add up to 1 − c: a version that is no better passes at most that often, however often it is
/// held up. **Source:** K. K. G. Lan, D. L. DeMets, Biometrika 70 (1983), for spending an error over looks; the sum is
/// Bonferroni's.
package struct GateLook: Sendable, Hashable {
  /// Of the rule: 0…1.
  package let confidence: Double
  /// 1 for the first.
  package let number: Int
  /// Of the intervals by which it is judged.
  package let judged: Double

  init(confidence: Double, number: Int) {
    self.confidence = confidence
    self.number = number
    let looks = Double(number)
    // Exactly the declared one at first, whose bounds may be all that is known.
    judged = number == 1 ? confidence : 1 - (1 - confidence) * 2 / (looks * (looks + 1))
  }

  package var next: GateLook { GateLook(confidence: confidence, number: number + 1) }
}
