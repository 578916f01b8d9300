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
  /// Taking a positive or leaving a negative is worth no more than the opposite.
  case noBestThreshold
  /// The weight at this position is negative, NaN or infinite.
  case notAWeight(at: Int)
  /// The actual value at this position is zero where it divides.
  case zeroActual(at: Int)
  /// The value at this position lies outside the measure's domain, such as a negative count.
  case outOfDomain(at: Int)
  /// The class at this position is not one of the declared classes.
  case labelOutOfRange(at: Int)
  /// The probabilities of this row do not sum to one.
  case probabilitiesOffOne(at: Int)
  /// No row was predicted to be of this class, so that precision divides by zero.
  case nothingPredicted(class: Int)
  /// No row is of this class, so that recall and the area of the class divide by zero.
  case nothingActual(class: Int)
  /// Every row is of this class, so that specificity divides by zero.
  case nothingElse(class: Int)
  /// The class neither occurs nor was predicted.
  case classAbsent(Int)
  /// No group has a relevant row.
  case noneRelevant
  /// The value is too large for a double.
  case overflow
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
    case .noBestThreshold: "a right decision is worth no more than the wrong one"
    case .notAWeight(let position): "weight \(position + 1) is not a finite number of at least 0"
    case .zeroActual(let position): "actual value \(position + 1) is zero"
    case .outOfDomain(let position): "value \(position + 1) lies outside the measure's domain"
    case .labelOutOfRange(let position): "the class of row \(position + 1) is not declared"
    case .probabilitiesOffOne(let position): "the probabilities of row \(position + 1) do not sum to 1"
    case .nothingPredicted(let number): "no row was predicted to be of class \(number + 1)"
    case .nothingActual(let number): "no row is of class \(number + 1)"
    case .nothingElse(let number): "every row is of class \(number + 1)"
    case .classAbsent(let number): "class \(number + 1) neither occurs nor was predicted"
    case .noneRelevant: "no group has a relevant row"
    case .overflow: "the value is too large for a double"
    case .denominatorNearZero: "the mean that divides can't be told from zero"
    case .resamplesOneSided: "all resamples lie on one side of the estimate"
    }
  }
}

extension Undefined {
  /// The same of a row that stands so many rows further down.
  func moved(by rows: Int) -> Undefined {
    switch self {
    case .notANumber(let position): .notANumber(at: position + rows)
    case .notAProbability(let position): .notAProbability(at: position + rows)
    case .notAWeight(let position): .notAWeight(at: position + rows)
    case .zeroActual(let position): .zeroActual(at: position + rows)
    case .outOfDomain(let position): .outOfDomain(at: position + rows)
    case .labelOutOfRange(let position): .labelOutOfRange(at: position + rows)
    case .probabilitiesOffOne(let position): .probabilitiesOffOne(at: position + rows)
    default: self
    }
  }
}
