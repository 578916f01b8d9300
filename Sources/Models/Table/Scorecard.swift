/// Points for each characteristic, added up: the rules of a scorecard, decoded and checked.
package struct Scorecard: Sendable, Hashable {
  /// What a value is worth, and why.
  package struct Award: Sendable, Hashable {
    package let points: Double
    package let reason: String?
  }

  /// Numbers in ascending bins, or categories by name.
  package enum Rule: Sendable, Hashable {
    /// The first bin whose `upTo` is not exceeded; the last one may be open (nil). Above the last: refused.
    case bins([Bin])
    /// nil for `other`: a value that is not listed is refused.
    case categories([Category], other: Award?)
  }

  package struct Bin: Sendable, Hashable {
    package let upTo: Double?
    package let award: Award
  }

  package struct Category: Sendable, Hashable {
    package let name: String
    package let award: Award
  }

  package struct Characteristic: Sendable, Hashable {
    package let input: String
    package let rule: Rule
    /// nil: a missing value is refused.
    package let missing: Award?
    /// The points against which a loss is counted; nil: the most that can be reached.
    package let neutral: Double?
  }

  /// How points become odds: `points` are odds of `odds`, and each `pointsToDouble` more double them.
  package struct Scale: Sendable, Hashable {
    package let points: Double
    package let odds: Double
    package let pointsToDouble: Double
  }

  /// Negative and positive label; nil: the points themselves are the prediction.
  package let labels: [String]?
  package let basePoints: Double
  /// There where `labels` are.
  package let scale: Scale?
  package let characteristics: [Characteristic]
  /// How many reasons are told of each row.
  package let reasons: Int
}
