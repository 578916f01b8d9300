import Book
import Workspace

/// The scores of several dates, kept until they are pooled.
///
/// **Units:** 9 bytes for each row and version that is kept; pooling one version takes some 60 bytes a row
/// more while it lasts.
struct Pool {
  private(set) var happened: [CalendarDate: [Bool]] = [:]
  private(set) var scores: [EvaluatedVersion: [CalendarDate: [Double]]] = [:]
  /// Whether a version's scores are probabilities on every date.
  private(set) var ranksOnly: Set<EvaluatedVersion> = []

  mutating func add(_ night: NightScores, _ outcomes: NightOutcomes) {
    happened[outcomes.date] = outcomes.happened
    scores[night.version, default: [:]][outcomes.date] = night.scores
    if !night.isProbability { ranksOnly.insert(night.version) }
  }

  func holds(_ version: EvaluatedVersion, _ date: CalendarDate) -> Bool { scores[version]?[date] != nil }

  /// Scores and outcomes of some dates in their order, rows without a score left out.
  func sample(_ version: EvaluatedVersion, _ dates: [CalendarDate]) -> (scores: [Double], outcomes: [Bool]) {
    var all: [Double] = []
    var outcomes: [Bool] = []
    for date in dates {
      guard let night = scores[version]?[date], let happened = happened[date] else { continue }
      for (slot, score) in night.enumerated() where !score.isNaN {
        all.append(score)
        outcomes.append(happened[slot])
      }
    }
    return (all, outcomes)
  }

  /// A version against another on the dates where both have scores, row by row.
  func compare(
    _ version: EvaluatedVersion, with baseline: EvaluatedVersion, _ dates: [CalendarDate]
  ) -> Comparison {
    var first: [Double] = []
    var second: [Double] = []
    var outcomes: [Bool] = []
    for date in dates {
      guard let one = scores[version]?[date], let other = scores[baseline]?[date],
        let happened = happened[date]
      else { continue }
      first += one
      second += other
      outcomes += happened
    }
    return Comparison(scores: first, baseline: second, outcomes: outcomes)
  }
}
