import Yams

/// A condition as it is written, before the kinds of the inputs are known.
indirect enum RuleDraft {
  /// Values of an input, as texts and with their places.
  struct Values {
    let texts: [(text: String, mark: Mark?)]
    let isNegated: Bool
  }

  struct Test {
    let input: String
    let mark: Mark?
    /// The least and the greatest value inside; nil where nothing bounds it.
    var low: Double?
    var high: Double?
    var values: Values?
    /// Whether a missing value, or one that is there, is asked for.
    var missing: Bool?
  }

  case test(Test)
  case not(RuleDraft)
  case all([RuleDraft])
  case any([RuleDraft])

  /// All tests in the order they are written.
  var tests: [Test] {
    switch self {
    case .test(let test): [test]
    case .not(let inner): inner.tests
    case .all(let parts), .any(let parts): parts.flatMap(\.tests)
    }
  }
}
