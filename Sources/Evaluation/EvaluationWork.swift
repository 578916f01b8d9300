import Book
import Datasets
package import Diagnostics
import Workspace

extension Diagnostic.Identifier {
  package static let evaluationEmptyJoin = Self("evaluation-empty-join")
}

/// All that an evaluation found.
struct EvaluationFindings {
  var records: [EvaluationRecord] = []
  var comparisons: [ComparisonRecord] = []
  var slices: [SliceRecord] = []
}

/// The state of one evaluation while it goes through the nights.
struct EvaluationWork {
  let reader: NightReader
  let stored: StoredEvaluations
  let nights: StandingNights
  let now: String
  /// Dates whose figures were made anew.
  private(set) var computed: [CalendarDate] = []
  /// By date in their order; flagged ones too.
  private var records: [EvaluatedVersion: [EvaluationRecord]] = [:]
  /// Immature nights by version, and the role on the newest of them.
  private var waiting: [EvaluatedVersion: (count: Int, role: RunRecord.Version.Role)] = [:]
  private let space: ScratchSpace
  private var pool: Pool
  private var codes: EvaluationCodes

  init(
    reader: NightReader, stored: StoredEvaluations, nights: StandingNights, space: ScratchSpace, now: String
  ) {
    self.reader = reader
    self.stored = stored
    self.nights = nights
    self.now = now
    self.space = space
    pool = Pool(space)
    codes = EvaluationCodes(slices: reader.plan.by.count)
  }

  private var plan: EvaluationPlan { reader.plan }

  mutating func count(_ participants: [EvaluatedVersion: RunRecord.Version.Role]) {
    for (version, role) in participants {
      waiting[version] = ((waiting[version]?.count ?? 0) + 1, role)
    }
  }

  /// Keeps what the book holds of a night if neither its run nor its outcomes changed, else judges it.
  mutating func judge(_ night: StandingNights.Night) throws(Diagnostic) {
    let source = try reader.sources.outcomes(night.date)
    let stamp = ContentDigest.sha256(try source.stamp().text)
    let known = try standing(night)
    if !known.isEmpty, known.allSatisfy({ $0.detail?.sourceStamp == stamp }) { return keep(known) }
    let outcomes = try outcomes(of: night)
    // Files that were touched or that grew by a night: the outcomes of this one may be as they were.
    if !known.isEmpty, known.allSatisfy({ $0.detail?.outcomesDigest == outcomes.digest }) {
      return keep(known.map { $0.restamped(stamp) })
    }
    computed.append(night.date)
    let reading = try reader.read(night.commit, outcomes, &codes)
    try requireJoin(reading, outcomes)
    let scoring = try reader.sources.backtest?.scoring(night.date)
    for scores in reading.scores {
      var record = try EvaluationRecord(
        plan, scores, outcomes, reading.slices, codes.labels, version: reader.versions[scores.version],
        runID: scoring == nil ? night.commit.runID : nil, sourceStamp: stamp, now: now, in: space)
      record.detail?.scoring = scoring
      records[scores.version, default: []].append(record)
      if !record.isFlagged { try pool.add(scores, outcomes, reading.slices, plan.kind) }
    }
  }

  /// What the book holds of a night, if neither its run nor the rows that were scored changed.
  private func standing(_ night: StandingNights.Night) throws(Diagnostic) -> [EvaluationRecord] {
    let known = stored.records(of: night)
    guard let backtest = reader.sources.backtest else { return known }
    return try backtest.unchanged(known, on: night.date)
  }

  /// Outcomes and predictions that share no key were not made of the same customers.
  private func requireJoin(_ reading: NightReading, _ outcomes: NightOutcomes) throws(Diagnostic) {
    guard !outcomes.keys.isEmpty else { return }
    for scores in reading.scores where scores.withoutOutcome > 0 && scores.matched == 0 {
      throw Diagnostic(
        .evaluationEmptyJoin, .failure,
        "no key of \(scores.version)'s predictions of \(outcomes.date) is among those of dataset "
          + "'\(plan.actuals)'",
        expected: "the same \(plan.keys.joined(separator: ", ")) on both sides, byte for byte",
        found: "\(scores.withoutOutcome) predictions and \(outcomes.keys.count) outcomes",
        next: "Look for leading zeros, blanks or another form of the key in one of them.")
    }
  }

  private mutating func keep(_ known: [EvaluationRecord]) {
    for record in known { records[record.version, default: []].append(record) }
  }

  private mutating func outcomes(of night: StandingNights.Night) throws(Diagnostic) -> NightOutcomes {
    try NightOutcomes(
      plan, date: night.date, source: try reader.sources.outcomes(night.date), labels: &codes.labels,
      interruption: reader.interruption)
  }

  /// All that the evaluation found: records, for each version its pooled one and then its nights; comparisons with
  /// their verdicts; slices.
  mutating func finish() throws(Diagnostic) -> EvaluationFindings {
    let pooled = Set(records.keys).union(waiting.keys).sorted().map { pooledRecord($0) }
    try readAgain(for: pooled.filter { !$0.isServed(by: stored.pooled[$0.version]) })
    var found = EvaluationFindings()
    for record in pooled {
      if let stop = reader.interruption() { throw stop }
      let version = record.version
      if let standing = stored.pooled[version], record.isServed(by: standing) {
        found.records.append(record.record(keeping: standing))
        found.comparisons += stored.comparisons[version] ?? []
        found.slices += stored.slices[version] ?? []
      } else {
        let rows = pool.rows([version], record.dates, codes.labels, plan.kind)
        let sample = try pool.sample(rows, 0, of: version, plan, codes.labels, ranks: plan.ranks)
        found.records.append(record.record(sample, bands: reader.versions[version]?.bands, now: now))
        found.comparisons += try record.comparisons(
          pool, codes, sample, versions: reader.versions, now: now, in: space)
        found.slices += try record.slices(pool, codes, now: now, in: space)
      }
      found.records += record.nights
    }
    try space.check()
    found.comparisons = Verdicts.judge(found.comparisons, plan)
    found.slices = Slicing.rank(found.slices, plan)
    return found
  }

  private func pooledRecord(_ version: EvaluatedVersion) -> PooledRecord {
    let own = records[version] ?? []
    let dates = Set(own.map(\.date))
    return PooledRecord(
      plan: plan, version: version, role: waiting[version]?.role ?? own.last?.role ?? .shadow, nights: own,
      immature: waiting[version]?.count ?? 0,
      rivals: plan.rivals(of: version).map { rival in
        (rival, (records[rival] ?? []).filter { dates.contains($0.date) })
      })
  }

  /// Reads the scores of unchanged nights that are needed to pool a version anew.
  private mutating func readAgain(for pooled: [PooledRecord]) throws(Diagnostic) {
    for night in nights.mature {
      var wanted: Set<EvaluatedVersion> = []
      for record in pooled {
        if record.dates.contains(night.date) { wanted.insert(record.version) }
        for rival in record.rivals where record.comparedDates(rival.nights).contains(night.date) {
          wanted.insert(rival.version)
        }
      }
      wanted = wanted.filter { !pool.holds($0, night.date) }
      if wanted.isEmpty { continue }
      if let stop = reader.interruption() { throw stop }
      let outcomes = try outcomes(of: night)
      let reading = try reader.read(night.commit, outcomes, &codes, wanted: wanted)
      for scores in reading.scores { try pool.add(scores, outcomes, reading.slices, plan.kind) }
    }
  }
}
