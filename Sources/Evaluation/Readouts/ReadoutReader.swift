import Datasets
package import Diagnostics
import Tabular
import Workspace

extension Diagnostic.Identifier {
  package static let readoutColumn = Self("readout-column")
  package static let readoutVariant = Self("readout-variant")
  package static let readoutCovariateValue = Self("readout-covariate-value")
  package static let readoutOutcome = Self("readout-outcome")
  package static let readoutEmptyJoin = Self("readout-empty-join")
}

/// Reads who entered on which night, and what became of them.
struct ReadoutReader {
  let plan: ReadoutPlan
  let sources: ReadoutSources
  let interruption: @Sendable () -> Diagnostic?
  private var maker = JoinKeyMaker()
  private(set) var digest = RowDigest()
  /// Rows of the outcomes that were read, whosever they are.
  private(set) var outcomeRows = 0
  /// Of these, rows of keys that are not in the split.
  private(set) var strangeRows = 0

  init(
    plan: ReadoutPlan, sources: ReadoutSources, interruption: @escaping @Sendable () -> Diagnostic?
  ) {
    self.plan = plan
    self.sources = sources
    self.interruption = interruption
  }

  /// Enters a night's keys: those that were in none before.
  mutating func enter(_ night: ReadoutNights.Night, _ keys: inout ReadoutKeys) throws(Diagnostic) {
    if let covariate = plan.readout.covariate, plan.keys.contains(covariate) {
      throw Diagnostic(
        .readoutColumn, .configuration,
        "readout '\(plan.name)' is adjusted by '\(covariate)', which is a key",
        expected: "a number that is known of each key before its first day",
        next: "Name another column in cuped, or leave it out.")
    }
    keys.beginNight()
    let source = try sources.rows.champion(night.date, night.commit)
    let available = try source.columnNames()
    for column in plan.keys + ["variant", "run_id"] where !available.contains(column) {
      throw column == "variant"
        ? Diagnostic(
          .readoutVariant, .failure, "the rows of job '\(plan.readout.job)' on \(night.date) tell no variant",
          next: "Score the date again: scorebook run \(plan.readout.job) --date \(night.date) --force.")
        : missing(column, of: source, available)
    }
    let width = plan.keys.count
    // What else stands in the output was made by the variant's own model.
    let kept = plan.readout.covariate.flatMap { plan.kept.contains($0) && available.contains($0) ? $0 : nil }
    let columns =
      (plan.keys + ["run_id", "variant"]).map { Column(source: $0, storage: .text) }
      + (kept.map { [Column(source: $0, storage: .text)] } ?? [])
    let names = plan.variants.map { Array($0.utf8) }
    let day = UInt64(bitPattern: Int64(night.date.daysSinceEpoch))
    var isNew = false
    try RowScan.forEachBatch(of: source, columns: columns, interruption: interruption) {
      batch, _ throws(Diagnostic) in
      for row in 0..<batch.count {
        guard RowScan.text(batch, width, row)?.elementsEqual(night.commit.runID.utf8) ?? false else {
          throw Diagnostic(
            .evaluationChanged, .notNow,
            "the rows of job '\(plan.readout.job)' on \(night.date) changed while they were read",
            next: "Another run wrote them; begin the readout again.")
        }
        guard let key = maker.key(batch, columns: width, row: row) else {
          throw .missingKey(plan.keys, in: source.name, record: batch.record(row), date: night.date)
        }
        let told = RowScan.text(batch, width + 1, row)
        guard let told, let variant = names.firstIndex(where: { told.elementsEqual($0) }) else {
          throw Diagnostic(
            .readoutVariant, .failure,
            "record \(batch.record(row)) of '\(source.name)' on \(night.date) has no variant of split "
              + "'\(plan.readout.split)'",
            expected: oneOf(plan.variants), found: told == nil ? "nothing" : "something else",
            next: "Score the date again: scorebook run \(plan.readout.job) --date \(night.date) --force.")
        }
        // Most rows are of keys that have entered before: nothing more is read of them.
        guard keys.enter(key, variant: UInt8(variant)) else { continue }
        isNew = true
        var covariate = 0.0
        if let kept {
          covariate = try self.covariate(batch, width + 2, row, kept, source, night.date)
          keys.set(covariate: covariate, slot: keys.count - 1)
        }
        let words = (key.low, key.high, day, UInt64(variant), covariate.bitPattern)
        withUnsafeBytes(of: words) { digest.add($0) }
      }
    }
    if isNew, let covariate = plan.readout.covariate, kept == nil {
      try readInput(covariate, night, &keys)
    }
  }

  /// A kept column is written as its dataset has it: a number of a CSV file is a text in a table. NaN where it is missing.
  private func covariate(
    _ batch: borrowing Batch, _ column: Int, _ row: Int, _ name: String, _ source: any DatasetSource,
    _ date: CalendarDate
  ) throws(Diagnostic) -> Double {
    guard let text = RowScan.text(batch, column, row) else { return .nan }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
      throw Diagnostic(
        .readoutCovariateValue, .failure,
        "record \(batch.record(row)) of '\(source.name)' on \(date) has no number in column '\(name)', the covariate "
          + "of readout '\(plan.name)'", expected: "a number, or nothing", found: "something else",
        next: "Let the input's query give a number, or name another column in cuped.")
    }
    return value
  }

  /// The covariate of a night's keys, where the job does not keep it.
  private mutating func readInput(
    _ covariate: String, _ night: ReadoutNights.Night, _ keys: inout ReadoutKeys
  ) throws(Diagnostic) {
    let source = try sources.input(night.date)
    let available = try source.columnNames()
    for column in plan.keys + [covariate] where !available.contains(column) {
      throw missing(column, of: source, available)
    }
    let width = plan.keys.count
    let columns =
      plan.keys.map { Column(source: $0, storage: .text) } + [Column(source: covariate, storage: .number)]
    let own = keys.entered(keys.nights - 1)
    try RowScan.forEachBatch(of: source, columns: columns, interruption: interruption) {
      batch, _ throws(Diagnostic) in
      let values = batch.numbers(width)
      for row in 0..<batch.count {
        guard let key = maker.key(batch, columns: width, row: row), let slot = keys.slots[key],
          own.contains(Int(slot))
        else { continue }
        keys.set(covariate: values[row], slot: Int(slot))
        let words = (key.low, key.high, values[row].bitPattern)
        withUnsafeBytes(of: words) { digest.add($0) }
      }
    }
  }

  /// The outcomes of those who entered on a night.
  ///
  /// - Parameter place: the night's among those that were entered.
  mutating func readOutcomes(
    _ night: ReadoutNights.Night, _ place: Int, _ keys: inout ReadoutKeys
  ) throws(Diagnostic) {
    keys.mature(night: place)
    let own = keys.entered(place)
    if own.isEmpty { return }
    let source = try sources.rows.outcomes(night.date)
    let available = try source.columnNames()
    for column in plan.keys + plan.columns where !available.contains(column) {
      throw missing(column, of: source, available)
    }
    let width = plan.keys.count
    let columns =
      plan.keys.map { Column(source: $0, storage: .text) }
      + plan.columns.map { Column(source: $0, storage: plan.isProportion($0) ? .text : .number) }
    try RowScan.forEachBatch(of: source, columns: columns, interruption: interruption) {
      batch, reader throws(Diagnostic) in
      outcomeRows += batch.count
      for row in 0..<batch.count {
        guard let key = maker.key(batch, columns: width, row: row) else {
          throw .missingKey(plan.keys, in: source.name, record: batch.record(row), date: night.date)
        }
        guard let found = keys.slots[key] else {
          strangeRows += 1
          continue
        }
        guard own.contains(Int(found)) else { continue }
        let slot = Int(found)
        guard keys.state[slot] == .withoutOutcome else {
          throw Diagnostic(
            .evaluationDuplicateOutcome,
            at: Diagnostic.Place(file: batch.source, line: reader.place(ofRow: row).line),
            "dataset '\(source.name)' has two rows for one key (\(plan.keys.joined(separator: ", "))) on "
              + "\(night.date)",
            found: "the second in record \(batch.record(row))",
            next: "Let its query give one row for each key: GROUP BY \(plan.keys.joined(separator: ", ")).")
        }
        for (column, name) in plan.columns.enumerated() {
          let value =
            plan.isProportion(name)
            ? zeroOrOne(batch, width + column, row) : batch.numbers(width + column)[row]
          guard let known = known(value) else {
            throw refused(
              name, source, reader.place(ofRow: row), night.date, isMissing: value?.isNaN ?? false)
          }
          keys.set(outcome: known, column: column, slot: slot)
          // One term: a sum of keys and a sum of values would not tell who had which.
          let words = (key.low, key.high, UInt64(column), known.bitPattern)
          withUnsafeBytes(of: words) { digest.add($0) }
        }
        keys.count(slot: slot)
      }
    }
  }

  /// NaN for a missing one; nil for anything else than 0 or 1.
  private func zeroOrOne(_ batch: borrowing Batch, _ column: Int, _ row: Int) -> Double? {
    guard let text = RowScan.text(batch, column, row) else { return .nan }
    return NightOutcomes.outcome(text).map { $0 ? 1 : 0 }
  }

  /// What is missing is 0 where nothing happened means nothing is said.
  private func known(_ value: Double?) -> Double? {
    guard let value else { return nil }
    if value.isNaN { return plan.readout.withoutOutcome == .zero ? 0 : nil }
    return value.isFinite ? value : nil
  }

  private func missing(_ column: String, of source: any DatasetSource, _ available: [String]) -> Diagnostic {
    Diagnostic(
      .readoutColumn, .configuration,
      "'\(source.name)' has no column '\(column)', which readout '\(plan.name)' asks for",
      expected: "one of \(available.joined(separator: ", "))",
      next: nearestName(to: column, among: available).map { "Did you mean '\($0)'?" })
  }

  private func refused(
    _ column: String, _ source: any DatasetSource, _ place: RowPlace, _ date: CalendarDate, isMissing: Bool
  ) -> Diagnostic {
    Diagnostic(
      .readoutOutcome, at: Diagnostic.Place(file: place.source, line: place.line),
      "record \(place.record) of dataset '\(source.name)' on \(date), found by its key "
        + "(\(plan.keys.joined(separator: ", "))), has no outcome in column '\(column)'",
      expected: plan.isProportion(column) ? "0, 1, true or false" : "a number",
      found: isMissing ? "nothing" : "something else",
      next: isMissing
        ? "Let its query say 0 where nothing happened: coalesce(\(column), 0); or say without_outcome: zero."
        : "Let its query give nothing else.")
  }
}
