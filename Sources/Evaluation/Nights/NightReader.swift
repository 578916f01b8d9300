import Book
import Datasets
package import Diagnostics
import Tabular
import Workspace

extension Diagnostic.Identifier {
  package static let evaluationChanged = Self("evaluation-changed")
  package static let evaluationDuplicatePrediction = Self("evaluation-duplicate-prediction")
}

/// Reads what stands in the target for one date, version by version.
struct NightReader {
  let plan: EvaluationPlan
  let sources: EvaluationSources
  let versions: [EvaluatedVersion: VersionRecord]
  /// Names of a split's variants whose rows another version than the champion scored.
  let otherVariants: @Sendable (CommitRecord) throws(Diagnostic) -> [String]
  let interruption: @Sendable () -> Diagnostic?

  /// The champion first, then the shadows in order.
  ///
  /// - Parameter wanted: versions to read; nil for all.
  func read(
    _ commit: CommitRecord, _ outcomes: NightOutcomes, wanted: Set<EvaluatedVersion>? = nil
  ) throws(Diagnostic) -> [NightScores] {
    let champion = EvaluatedVersion(commit.model)
    var result: [NightScores] = []
    if let champion, wanted?.contains(champion) ?? true {
      result.append(try self.champion(champion, commit, outcomes))
    }
    if wanted.map({ $0.contains { $0 != champion } }) ?? true {
      result += try shadows(commit, outcomes, besides: champion).filter {
        wanted?.contains($0.version) ?? true
      }
    }
    return result
  }

  private func champion(
    _ version: EvaluatedVersion, _ commit: CommitRecord, _ outcomes: NightOutcomes
  ) throws(Diagnostic) -> NightScores {
    let source = try sources.champion(outcomes.date, commit)
    let available = try source.columnNames()
    guard let column = ScoreColumn.choose(among: available, version: versions[version]) else {
      throw Diagnostic(
        .evaluationNoScore, .configuration,
        "job '\(plan.job)' writes nothing of \(version) that could be judged",
        expected: "a column \(ScoreColumn.candidates.joined(separator: ", ")) in '\(source.name)'",
        next: "Add probability to outputs of the job.")
    }
    try requireKeys(available, source)
    var scores = NightScores(
      version: version, role: .champion, isProbability: column.isProbability, slots: outcomes.keys.count)
    let width = plan.keys.count
    let mark = available.contains("is_fallback") ? [Column(source: "is_fallback", storage: .number)] : []
    let others = available.contains("variant") ? try otherVariants(commit).map { Array($0.utf8) } : []
    let variant = others.isEmpty ? [] : [Column(source: "variant", storage: .text)]
    var maker = JoinKeyMaker()
    try RowScan.forEachBatch(
      of: source, columns: keyColumns + [Column(source: column.name, storage: .number)] + mark + variant,
      interruption: interruption
    ) { batch, _ throws(Diagnostic) in
      let numbers = batch.numbers(width + 1)
      // Missing where the date was written before the job had a fallback.
      let marks = mark.isEmpty ? nil : batch.numbers(width + 2)
      for row in 0..<batch.count {
        guard RowScan.text(batch, width, row)?.elementsEqual(commit.runID.utf8) ?? false else {
          throw changed(source, outcomes.date)
        }
        guard let key = maker.key(batch, columns: width, row: row) else {
          throw .missingKey(plan.keys, in: source.name, record: batch.record(row), date: outcomes.date)
        }
        let slot = outcomes.slots[key]
        let isFallback = marks.map { $0[row] == 1 } ?? false
        let own = variant.isEmpty ? nil : RowScan.text(batch, width + 2 + mark.count, row)
        let isOther = own.map { own in others.contains { own.elementsEqual($0) } } ?? false
        guard
          isOther
            ? scores.addOther(slot: slot)
            : isFallback ? scores.addFallback(slot: slot) : scores.add(numbers[row], slot: slot)
        else {
          throw duplicate(version, source, record: batch.record(row), outcomes.date)
        }
      }
    }
    return scores
  }

  private func shadows(
    _ commit: CommitRecord, _ outcomes: NightOutcomes, besides champion: EvaluatedVersion?
  ) throws(Diagnostic) -> [NightScores] {
    guard let source = try sources.shadows(outcomes.date, commit) else { return [] }
    let available = try source.columnNames()
    let candidates = ScoreColumn.candidates.filter { available.contains($0) }
    if candidates.isEmpty { return [] }
    try requireKeys(available, source)
    let width = plan.keys.count
    let columns =
      keyColumns + [
        Column(source: "model", storage: .text), Column(source: "version", storage: .number),
      ] + candidates.map { Column(source: $0, storage: .number) }
    var tally = ShadowTally(champion: champion, versions: versions, candidates: candidates)
    var maker = JoinKeyMaker()
    try RowScan.forEachBatch(of: source, columns: columns, interruption: interruption) {
      batch, _ throws(Diagnostic) in
      for row in 0..<batch.count {
        // A file beside the main one may still be that of the run before.
        guard RowScan.text(batch, width, row)?.elementsEqual(commit.runID.utf8) ?? false else { continue }
        guard let key = maker.key(batch, columns: width, row: row) else {
          throw .missingKey(plan.keys, in: source.name, record: batch.record(row), date: outcomes.date)
        }
        let number = batch.numbers(width + 2)[row]
        guard
          let seat = tally.seat(
            RowScan.text(batch, width + 1, row), number, slots: outcomes.keys.count),
          let column = tally.columns[seat]
        else { continue }
        let score = batch.numbers(width + 3 + column)[row]
        guard tally.scores[seat].add(score, slot: outcomes.slots[key]) else {
          throw duplicate(tally.scores[seat].version, source, record: batch.record(row), outcomes.date)
        }
      }
    }
    return zip(tally.scores, tally.columns).filter { $0.1 != nil }.map(\.0).sorted { $0.version < $1.version }
  }

  private var keyColumns: [Column] { (plan.keys + ["run_id"]).map { Column(source: $0, storage: .text) } }

  private func requireKeys(_ available: [String], _ source: any DatasetSource) throws(Diagnostic) {
    for key in plan.keys + ["run_id"] where !available.contains(key) {
      throw Diagnostic(
        .evaluationColumn, .configuration, "'\(source.name)' has no column '\(key)'",
        expected: "one of \(available.joined(separator: ", "))",
        next:
          "Its rows were written under another key: run the dates of job '\(plan.job)' again with --force.")
    }
  }

  private func changed(_ source: any DatasetSource, _ date: CalendarDate) -> Diagnostic {
    Diagnostic(
      .evaluationChanged, .notNow,
      "rows of \(date) in '\(source.name)' are not those of the run that stands",
      next:
        "Evaluate again when no run of job '\(plan.job)' is at work; if it stays, run that date with --force."
    )
  }

  private func duplicate(
    _ version: EvaluatedVersion, _ source: any DatasetSource, record: Int, _ date: CalendarDate
  ) -> Diagnostic {
    Diagnostic(
      .evaluationDuplicatePrediction, .failure,
      "'\(source.name)' has two predictions of \(version) for one key (\(plan.keys.joined(separator: ", "))) on \(date)",
      found: "the second in record \(record)",
      next: "Somebody else wrote there: run that date again with --force.")
  }
}

/// Shadow rows sorted out by version while they go by.
private struct ShadowTally {
  let champion: EvaluatedVersion?
  let versions: [EvaluatedVersion: VersionRecord]
  let candidates: [String]
  var scores: [NightScores] = []
  /// By seat: the candidate column that is judged; nil for a version that gives none, and for the champion.
  private(set) var columns: [Int?] = []
  /// Few versions share one table, so a walk over their names beats a dictionary of texts.
  private var names: [(bytes: [UInt8], number: Double)] = []

  init(champion: EvaluatedVersion?, versions: [EvaluatedVersion: VersionRecord], candidates: [String]) {
    self.champion = champion
    self.versions = versions
    self.candidates = candidates
  }

  /// Where a row's version sits; nil where the row does not tell its version.
  mutating func seat(_ model: UnsafeRawBufferPointer?, _ number: Double, slots: Int) -> Int? {
    guard let model else { return nil }
    for (seat, name) in names.enumerated()
    where name.number == number && name.bytes.count == model.count && name.bytes.elementsEqual(model) {
      return seat
    }
    guard let exact = Int(exactly: number) else { return nil }
    let version = EvaluatedVersion(model: String(decoding: model, as: UTF8.self), number: exact)
    let chosen = version == champion ? nil : ScoreColumn.choose(among: candidates, version: versions[version])
    names.append((Array(model), number))
    columns.append(chosen.flatMap { candidates.firstIndex(of: $0.name) })
    scores.append(
      NightScores(
        version: version, role: .shadow, isProbability: chosen?.isProbability ?? false, slots: slots))
    return names.count - 1
  }
}
