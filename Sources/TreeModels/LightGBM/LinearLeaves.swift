/// The linear models in one tree's leaves.
///
/// A leaf gives its constant and, one after the other, coefficient times value of its features; where one of
/// these values is missing it gives its plain leaf value instead. Infinite values count like any other.
/// **Source:** LightGBM, `Tree::Predict`.
struct LinearLeaves: Sendable, Hashable {
  /// By leaf.
  let constants: [Double]
  /// The terms of leaf i are `starts[i] ..< starts[i + 1]`.
  let starts: [Int]
  let features: [Int]
  let coefficients: [Double]

  /// What a leaf gives for a row: slow, and obviously right.
  ///
  /// **Shape:** `row` has a value for each feature of the model; `value` is the leaf's plain value.
  func output(of leaf: Int, value: Double, row: [Double]) -> Double {
    let terms = starts[leaf]..<starts[leaf + 1]
    if terms.contains(where: { row[features[$0]].isNaN }) { return value }
    var sum = constants[leaf]
    for term in terms { sum += coefficients[term] * LinearLeaves.flushed(row[features[term]]) }
    return sum
  }

  /// A value as LightGBM hands it to its trees: what is nearly 0 is 0.
  @inline(__always)
  static func flushed(_ value: Double) -> Double {
    value.magnitude <= LightGBMTreeReader.zero ? 0 : value
  }
}
