import Book
import Datasets
import Diagnostics
import Workspace

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
  private var pool = Pool()

  init(reader: NightReader, stored: StoredEvaluations, nights: StandingNights, now: String) {
    self.reader = reader
    self.stored = stored
    self.nights = nights
    self.now = now
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
    let known = stored.records(of: night)
    if !known.isEmpty, known.allSatisfy({ $0.detail?.sourceStamp == stamp }) { return keep(known) }
    let outcomes = try outcomes(of: night)
    // Files that were touched or that grew by a night: the outcomes of this one may be as they were.
    if !known.isEmpty, known.allSatisfy({ $0.detail?.outcomesDigest == outcomes.digest }) {
      return keep(known.map { $0.restamped(stamp) })
    }
    computed.append(night.date)
    for scores in try reader.read(night.commit, outcomes) {
      let record = EvaluationRecord(
        plan, scores, outcomes, version: reader.versions[scores.version], runID: night.commit.runID,
        sourceStamp: stamp, now: now)
      records[scores.version, default: []].append(record)
      if !record.isFlagged { pool.add(scores, outcomes) }
    }
  }

  private mutating func keep(_ known: [EvaluationRecord]) {
    for record in known { records[record.version, default: []].append(record) }
  }

  private func outcomes(of night: StandingNights.Night) throws(Diagnostic) -> NightOutcomes {
    try NightOutcomes(
      plan, date: night.date, source: try reader.sources.outcomes(night.date),
      interruption: reader.interruption)
  }

  /// All records of the evaluation: for each version its pooled one, then its nights.
  mutating func finish() throws(Diagnostic) -> [EvaluationRecord] {
    let pooled = Set(records.keys).union(waiting.keys).sorted().map { pooledRecord($0) }
    try readAgain(for: pooled.filter { !$0.isServed(by: stored.pooled[$0.version]) })
    var all: [EvaluationRecord] = []
    for record in pooled {
      if let standing = stored.pooled[record.version], record.isServed(by: standing) {
        all.append(record.record(keeping: standing))
      } else {
        all.append(record.record(pool, bands: reader.versions[record.version]?.bands, now: now))
      }
      all += record.nights
    }
    return all
  }

  private func pooledRecord(_ version: EvaluatedVersion) -> PooledRecord {
    let own = records[version] ?? []
    let dates = Set(own.map(\.date))
    let baseline = plan.baseline.flatMap { $0 == version ? nil : records[$0] } ?? []
    return PooledRecord(
      plan: plan, version: version, role: waiting[version]?.role ?? own.last?.role ?? .shadow, nights: own,
      immature: waiting[version]?.count ?? 0, baselineNights: baseline.filter { dates.contains($0.date) })
  }

  /// Reads the scores of unchanged nights that are needed to pool a version anew.
  private mutating func readAgain(for pooled: [PooledRecord]) throws(Diagnostic) {
    for night in nights.mature {
      var wanted: Set<EvaluatedVersion> = []
      for record in pooled {
        if record.dates.contains(night.date) { wanted.insert(record.version) }
        if record.isCompared, let baseline = plan.baseline, record.comparedDates.contains(night.date) {
          wanted.insert(baseline)
        }
      }
      wanted = wanted.filter { !pool.holds($0, night.date) }
      if wanted.isEmpty { continue }
      if let stop = reader.interruption() { throw stop }
      let outcomes = try outcomes(of: night)
      for scores in try reader.read(night.commit, outcomes, wanted: wanted) { pool.add(scores, outcomes) }
    }
  }
}
