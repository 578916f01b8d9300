import Book
import Statistics
import Workspace

/// The scores of several dates, kept until they are pooled.
///
/// **Units:** for each row 12 bytes and 4 for each column of slices; for each row and version 8 bytes, 12 with
/// classes; some 60 bytes for each key. Pooling one version takes some 100 bytes a row more while it lasts.
struct Pool {
  private var actual: [CalendarDate: [Double]] = [:]
  /// Which key each slot is, over all dates.
  private var clusters: [CalendarDate: [Int32]] = [:]
  private var numbers: [JoinKey: Int32] = [:]
  /// By date, column and slot.
  private var slices: [CalendarDate: [[Int32]]] = [:]
  private var nights: [EvaluatedVersion: [CalendarDate: NightScores]] = [:]
  /// Versions whose scores only rank, on some date.
  private var ranksOnly: Set<EvaluatedVersion> = []

  mutating func add(_ night: NightScores, _ outcomes: NightOutcomes, _ slices: NightSlices) {
    if actual[outcomes.date] == nil {
      actual[outcomes.date] = outcomes.actual
      clusters[outcomes.date] = outcomes.keys.map { key in
        if let number = numbers[key] { return number }
        numbers[key] = Int32(numbers.count)
        return Int32(numbers.count - 1)
      }
    }
    self.slices[outcomes.date] = slices.codes
    nights[night.version, default: [:]][outcomes.date] = night
    if !night.isProbability { ranksOnly.insert(night.version) }
  }

  func holds(_ version: EvaluatedVersion, _ date: CalendarDate) -> Bool {
    nights[version]?[date] != nil
  }

  /// Codes of one column of slices for the rows that `samples` gives of the same versions and dates.
  func codes(_ versions: [EvaluatedVersion], _ dates: [CalendarDate], slices dimension: Int) -> [Int32] {
    var codes: [Int32] = []
    for date in dates {
      let own = versions.compactMap { nights[$0]?[date] }
      guard own.count == versions.count, let sliced = slices[date]?[dimension] else { continue }
      for slot in sliced.indices where own.allSatisfy({ !$0.scores[slot].isNaN }) {
        codes.append(sliced[slot])
      }
    }
    return codes
  }

  /// The rows of some versions on some dates: those where all have a score, in the order of dates and slots.
  ///
  /// - Parameter dimension: a column of slices, whose codes come along.
  func samples(
    _ versions: [EvaluatedVersion], _ dates: [CalendarDate], _ plan: EvaluationPlan, _ labels: LabelCodes,
    slices dimension: Int? = nil
  ) -> (samples: [Sample], codes: [Int32]) {
    var scores = [[Double]](repeating: [], count: versions.count)
    var decided = [[Int32]](repeating: [], count: versions.count)
    var outcomes: [Double] = []
    var keys: [Int32] = []
    var codes: [Int32] = []
    let ranks = labels.ranks
    func rank(_ code: Double) -> Double { plan.kind == .label ? Double(ranks[Int(code)]) : code }
    for date in dates {
      let own = versions.compactMap { nights[$0]?[date] }
      guard own.count == versions.count, let actual = actual[date], let clusters = clusters[date] else {
        continue
      }
      let sliced = dimension.flatMap { slices[date]?[$0] }
      for slot in actual.indices where own.allSatisfy({ !$0.scores[slot].isNaN }) {
        for (place, night) in own.enumerated() {
          let score = rank(night.scores[slot])
          scores[place].append(score)
          if plan.kind == .label {
            decided[place].append(Int32(score))
          } else if !night.decided.isEmpty {
            decided[place].append(night.decided[slot])
          }
        }
        outcomes.append(rank(actual[slot]))
        keys.append(clusters[slot])
        if let sliced { codes.append(sliced[slot]) }
      }
    }
    let clusters = Clusters(keys)
    return (
      versions.indices.map { place in
        Sample(
          scores: scores[place], actual: outcomes,
          // Classes on some dates only say nothing of all.
          decided: decided[place].count == outcomes.count ? decided[place] : [], clusters: clusters,
          classes: plan.kind == .label ? ranks.count : 2,
          isProbability: plan.kind == .binary && !ranksOnly.contains(versions[place]), kind: plan.kind,
          ranks: plan.asks(.score))
      }, codes
    )
  }
}
