/// Why a statistic has no value: a named reason in place of a silent NaN.
package enum Undefined: Error, Sendable, Hashable {
  /// There is nothing to count.
  case noObservations
  /// Fewer observations than the formula needs.
  case tooFewObservations(needed: Int, found: Int)
  /// More observations than the exact integer arithmetic holds.
  case tooManyObservations
  /// Two inputs that belong together differ in length.
  case lengthsDiffer(Int, Int)
  /// All outcomes are of one class: nothing to tell apart.
  case oneClass
  /// The value at this position is NaN, or infinite where that has no meaning.
  case notANumber(at: Int)
  /// The value at this position does not lie in [0, 1].
  case notAProbability(at: Int)
  /// The variance is zero where it divides.
  case zeroVariance
  /// The classes are separated completely: the estimate runs away to infinity.
  case separated
  /// The iteration did not settle.
  case notConverged
  /// Cut points are not finite and strictly ascending.
  case cutsNotAscending(at: Int)
  /// A count is negative at this position.
  case negativeCount(at: Int)
  /// A level or quantile does not lie strictly between its bounds.
  case levelOutOfRange
  /// A parameter or option, named here, does not lie in its range.
  case parameterOutOfRange(String)
  /// The mean that divides can't be told from zero.
  case denominatorNearZero
  /// All resamples lie on one side of the estimate.
  case resamplesOneSided
}

extension Undefined {
  /// The reason as a clause for a person: "all outcomes are of one class".
  package var reason: String {
    switch self {
    case .noObservations: "there are no observations"
    case .tooFewObservations(let needed, let found): "it needs \(needed) observations and has \(found)"
    case .tooManyObservations: "there are more observations than exact arithmetic holds"
    case .lengthsDiffer(let first, let second): "the inputs differ in length, \(first) and \(second)"
    case .oneClass: "all outcomes are of one class"
    case .notANumber(let position): "value \(position + 1) is not a finite number"
    case .notAProbability(let position): "value \(position + 1) is not a probability"
    case .zeroVariance: "the variance is zero"
    case .separated: "the scores separate the classes completely"
    case .notConverged: "the iteration did not settle"
    case .cutsNotAscending(let position): "cut point \(position + 1) does not ascend"
    case .negativeCount(let position): "count \(position + 1) is negative"
    case .levelOutOfRange: "the level lies outside its range"
    case .parameterOutOfRange(let name): "\(name) lies outside its range"
    case .denominatorNearZero: "the mean that divides can't be told from zero"
    case .resamplesOneSided: "all resamples lie on one side of the estimate"
    }
  }
}
