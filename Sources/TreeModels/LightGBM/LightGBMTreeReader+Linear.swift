import Diagnostics

extension LightGBMTreeReader {
  /// Whether the leaves hold linear models.
  var isLinear: Bool {
    guard let value = value("is_linear") else { return false }
    return text.string(value) != "0"
  }

  /// The linear models of the leaves; nil where there are none.
  func linear(leaves: Int) throws(Diagnostic) -> LinearLeaves? {
    guard isLinear else { return nil }
    let constants = try doubles("leaf_const", leaves)
    let counts = try integers("num_features", leaves, 0...features)
    var starts = [0]
    starts.reserveCapacity(leaves + 1)
    // No overflow: so many leaves of so many features are far below what an integer counts.
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    let terms = starts[leaves]
    let features = try integers("leaf_features", terms, 0...self.features - 1)
    let coefficients = try doubles("leaf_coeff", terms)
    guard constants.allSatisfy(\.isFinite), coefficients.allSatisfy(\.isFinite) else {
      throw malformed(
        "leaf_coeff", "or 'leaf_const' has a value that is not finite", expected: "finite numbers")
    }
    return LinearLeaves(
      constants: constants, starts: starts, features: features, coefficients: coefficients)
  }
}
