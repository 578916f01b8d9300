import Book
import Diagnostics
import Workspace

/// The scores of several dates, kept until they are pooled.
///
/// **Units:** in the scratch space, for each row 6 bytes (12 where outcomes are numbers) and 2 for each column of slices,
/// for each row and version 8, 10 with classes. In memory some 30 bytes for each key.
struct Pool {
  private struct Night {
    let actual: OutcomeColumn
    let clusters: ScratchColumn<Int32>
    /// By column.
    var slices: [ScratchColumn<Int16>]
    var versions: [EvaluatedVersion: Version] = [:]
  }

  private struct Version {
    let scores: ScratchColumn<Double>
    let decided: ScratchColumn<Int16>?
  }

  private let space: ScratchSpace
  private let file: SpillFile
  private var nights: [CalendarDate: Night] = [:]
  /// Which key each cluster is, over all dates.
  private var numbers = KeyTable()
  /// Versions whose scores only rank, on some date.
  private var ranksOnly: Set<EvaluatedVersion> = []

  init(_ space: ScratchSpace) {
    self.space = space
    file = SpillFile(space)
  }

  /// **Throws** where the scratch space is full.
  mutating func add(
    _ night: NightScores, _ outcomes: NightOutcomes, _ slices: NightSlices, _ kind: OutcomeKind
  ) throws(Diagnostic) {
    var kept: Night
    if let known = nights[outcomes.date] { kept = known } else { kept = try makeNight(outcomes, kind) }
    if kept.slices.isEmpty {
      for codes in slices.codes { kept.slices.append(try ScratchColumn(codes, in: space, file)) }
    }
    kept.versions[night.version] = Version(
      scores: try ScratchColumn(night.scores, in: space, file),
      decided: night.decided.isEmpty ? nil : try ScratchColumn(night.decided, in: space, file))
    nights[outcomes.date] = kept
    if !night.isProbability { ranksOnly.insert(night.version) }
  }

  private mutating func makeNight(_ outcomes: NightOutcomes, _ kind: OutcomeKind) throws(Diagnostic) -> Night
  {
    var clusters: [Int32] = []
    clusters.reserveCapacity(outcomes.keys.count)
    for key in outcomes.keys { clusters.append(numbers.insert(key).number) }
    let actual: OutcomeColumn =
      kind == .number
      ? .numbers(try ScratchColumn(outcomes.actual, in: space, file))
      : .codes(try ScratchColumn(outcomes.actual.map { UInt16($0) }, in: space, file))
    return Night(actual: actual, clusters: try ScratchColumn(clusters, in: space, file), slices: [])
  }

  func holds(_ version: EvaluatedVersion, _ date: CalendarDate) -> Bool {
    nights[date]?.versions[version] != nil
  }

  /// The rows of some versions on some dates: those where all have a score, in the order of dates and slots.
  ///
  /// - Parameter dimension: a column of slices, whose codes come along.
  func rows(
    _ versions: [EvaluatedVersion], _ dates: [CalendarDate], _ labels: LabelCodes, _ kind: OutcomeKind,
    slices dimension: Int? = nil
  ) -> EvaluatedRows {
    var segments: [RowSegment] = []
    for date in dates {
      guard let night = nights[date] else { continue }
      let own = versions.compactMap { night.versions[$0] }
      guard own.count == versions.count, let first = own.first else { continue }
      segments.append(
        RowSegment(
          count: first.scores.count, scores: own.map(\.scores), actual: night.actual,
          clusters: night.clusters, decided: own.map(\.decided), slices: dimension.map { night.slices[$0] }))
    }
    return EvaluatedRows(
      segments, versions: versions.count, limit: numbers.count,
      labelRanks: kind == .label ? labels.ranks : [])
  }

  /// The sample of one of the versions of these rows, in their order.
  ///
  /// - Parameter ranks: whether it is sorted by its scores.
  func sample(
    _ rows: EvaluatedRows, _ place: Int, of version: EvaluatedVersion, _ plan: EvaluationPlan,
    _ labels: LabelCodes, ranks: Bool
  ) throws(Diagnostic) -> Sample {
    try Sample(
      rows, place, classes: plan.kind == .label ? labels.labels.count : 2,
      isProbability: plan.kind == .binary && !ranksOnly.contains(version), kind: plan.kind, ranks: ranks,
      in: space)
  }
}
