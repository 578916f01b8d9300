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

  /// The champion first, then the shadows in order; and the slices by column and slot, which the champion's rows tell.
  ///
  /// - Parameter wanted: versions to read; nil for all.
  func read(
    _ commit: CommitRecord, _ outcomes: NightOutcomes, _ codes: inout EvaluationCodes,
    wanted: Set<EvaluatedVersion>? = nil
  ) throws(Diagnostic) -> NightReading {
    let champion = EvaluatedVersion(commit.model)
    var result = NightReading()
    let isWanted = champion.map { wanted?.contains($0) ?? true } ?? false
    if let champion, isWanted || !plan.by.isEmpty {
      let (scores, slices) = try self.champion(champion, commit, outcomes, &codes)
      if isWanted { result.scores.append(scores) }
      result.slices = slices
    }
    if wanted.map({ $0.contains { $0 != champion } }) ?? true {
      result.scores += try shadows(commit, outcomes, &codes, besides: champion).filter {
        wanted?.contains($0.version) ?? true
      }
    }
    if sources.backtest != nil {
      for place in result.scores.indices { result.scores[place].role = .scored }
    }
    return result
  }

  private func champion(
    _ version: EvaluatedVersion, _ commit: CommitRecord, _ outcomes: NightOutcomes,
    _ codes: inout EvaluationCodes
  ) throws(Diagnostic) -> (NightScores, NightSlices) {
    let source = try sources.champion(outcomes.date, commit)
    let available = try source.columnNames()
    guard let column = ScoreColumn.choose(among: available, plan.kind, version: versions[version]) else {
      throw Diagnostic(
        .evaluationNoScore, .configuration,
        "job '\(plan.job)' writes nothing of \(version) that could be judged",
        expected: "a column \(ScoreColumn.candidates(plan.kind).joined(separator: ", ")) in '\(source.name)'",
        next: "Add \(ScoreColumn.candidates(plan.kind)[0]) to outputs of the job.")
    }
    try requireColumns(available, source)
    let decision = decisionColumn(available)
    var scores = NightScores(
      version: version, role: .champion, isProbability: column.isProbability, slots: outcomes.keys.count,
      decides: decision != nil)
    var slices = NightSlices(columns: plan.by.count, slots: outcomes.keys.count)
    let width = plan.keys.count
    let mark = available.contains("is_fallback") ? [Column(source: "is_fallback", storage: .number)] : []
    let others = available.contains("variant") ? try otherVariants(commit).map { Array($0.utf8) } : []
    let variant = others.isEmpty ? [] : [Column(source: "variant", storage: .text)]
    let decided = decision.map { [Column(source: $0, storage: .text)] } ?? []
    let reading = PredictionReading(
      score: width + 1, isText: column.isClass, decision: decision.map { _ in width + 2 })
    let marked = width + 2 + decided.count
    let told = marked + mark.count
    let sliced = told + variant.count
    let columns =
      keyColumns + [Column(source: column.name, storage: column.isClass ? .text : .number)] + decided + mark
      + variant + plan.by.map { Column(source: $0, storage: .text) }
    let labels = versions[version]?.signature.labels
    var maker = JoinKeyMaker()
    try RowScan.forEachBatch(of: source, columns: columns, interruption: interruption) {
      batch, _ throws(Diagnostic) in
      // Missing where the date was written before the job had a fallback.
      let marks = mark.isEmpty ? nil : batch.numbers(marked)
      for row in 0..<batch.count {
        guard RowScan.text(batch, width, row)?.elementsEqual(commit.runID.utf8) ?? false else {
          throw changed(source, outcomes.date)
        }
        guard let key = maker.key(batch, columns: width, row: row) else {
          throw .missingKey(plan.keys, in: source.name, record: batch.record(row), date: outcomes.date)
        }
        let slot = outcomes.slots[key]
        let isFallback = marks.map { $0[row] == 1 } ?? false
        let own = variant.isEmpty ? nil : RowScan.text(batch, told, row)
        let isOther = own.map { own in others.contains { own.elementsEqual($0) } } ?? false
        let isNew: Bool
        if isOther {
          isNew = scores.addOther(slot: slot)
        } else if isFallback {
          isNew = scores.addFallback(slot: slot)
        } else {
          let (score, code) = reading.prediction(batch, row, plan.kind, labels, &codes.labels)
          isNew = scores.add(score, decided: code, slot: slot)
        }
        guard isNew else {
          throw duplicate(version, source, record: batch.record(row), outcomes.date)
        }
        guard let slot else { continue }
        for place in plan.by.indices {
          slices.set(
            place, slot: Int(slot), RowScan.text(batch, sliced + place, row), &codes.slices[place])
        }
      }
    }
    return (scores, slices)
  }

  private func shadows(
    _ commit: CommitRecord, _ outcomes: NightOutcomes, _ codes: inout EvaluationCodes,
    besides champion: EvaluatedVersion?
  ) throws(Diagnostic) -> [NightScores] {
    guard let source = try sources.shadows(outcomes.date, commit) else { return [] }
    let available = try source.columnNames()
    let candidates = ScoreColumn.candidates(plan.kind).filter { available.contains($0) }
    if candidates.isEmpty { return [] }
    try requireKeys(available, source)
    let width = plan.keys.count
    let decision = decisionColumn(available)
    let columns =
      keyColumns + [
        Column(source: "model", storage: .text), Column(source: "version", storage: .number),
      ] + candidates.map { Column(source: $0, storage: plan.kind == .label ? .text : .number) }
      + (decision.map { [Column(source: $0, storage: .text)] } ?? [])
    var tally = ShadowTally(
      champion: champion, versions: versions, kind: plan.kind, candidates: candidates,
      decides: decision != nil)
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
        let reading = PredictionReading(
          score: width + 3 + column, isText: plan.kind == .label,
          decision: decision.map { _ in width + 3 + candidates.count })
        let version = tally.scores[seat].version
        let (score, code) = reading.prediction(
          batch, row, plan.kind, versions[version]?.signature.labels, &codes.labels)
        guard tally.scores[seat].add(score, decided: code, slot: outcomes.slots[key]) else {
          throw duplicate(tally.scores[seat].version, source, record: batch.record(row), outcomes.date)
        }
      }
    }
    return zip(tally.scores, tally.columns).filter { $0.1 != nil }.map(\.0).sorted { $0.version < $1.version }
  }

  /// The classes beside a score, where metrics ask for decisions and the job writes them.
  private func decisionColumn(_ available: [String]) -> String? {
    let name = Configuration.Job.Prediction.class.rawValue
    return plan.kind == .binary && plan.asks(.decision) && available.contains(name) ? name : nil
  }

  private func requireColumns(_ available: [String], _ source: any DatasetSource) throws(Diagnostic) {
    try requireKeys(available, source)
    for column in plan.by where !available.contains(column) {
      throw Diagnostic(
        .evaluationColumn, .configuration,
        "'\(source.name)' has no column '\(column)', by which evaluation '\(plan.name)' tells rows apart",
        expected: "one of \(available.joined(separator: ", "))",
        next: "Its rows were written without it: run the dates of job '\(plan.job)' again with --force.")
    }
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
