package import Book
import Datasets
package import Diagnostics
import Scoring
import Statistics
import Tabular
package import Workspace

/// Takes a readout: reads who was shown what and what they did, and enters what it shows on a morning.
///
/// Each key counts once, with the outcomes of the first date on which it was in the split: keys are independent of
/// each other, rows of one key are not.
///
/// Memory: some 60 bytes for each key and 8 for each column of outcomes and the covariate, and for one metric at a time
/// 24 more; a million keys with two columns took 129 MB in all. What is read of a row is not kept.
package struct ReadoutTaker: Sendable {
  let plan: ReadoutPlan
  let sources: ReadoutSources
  let book: Book
  /// RFC 3339.
  let now: String
  /// Looks also at dates to whose last day the data don't reach.
  let takesBeyond: Bool
  let interruption: @Sendable () -> Diagnostic?

  package init(
    _ plan: ReadoutPlan, sources: ReadoutSources, book: Book, now: String, takesBeyond: Bool = false,
    interruption: @escaping @Sendable () -> Diagnostic? = { nil }
  ) {
    self.plan = plan
    self.sources = sources
    self.book = book
    self.now = now
    self.takesBeyond = takesBeyond
    self.interruption = interruption
  }

  /// Looks as of a morning and enters what is seen; a look that shows what it showed before changes no byte.
  ///
  /// **Throws** for rows and outcomes that can't be joined; then the book is as it was.
  package func take(asOf: CalendarDate) throws(Diagnostic) -> ReadoutOutcome {
    let record = try look(asOf: asOf)
    try requireRows(record)
    let isNew = try book.save(record)
    return ReadoutOutcome(record: record, isNew: isNew)
  }

  /// Nobody where there was somebody before: the rows are gone from the target, and what was seen must not go with them.
  private func requireRows(_ record: ReadoutRecord) throws(Diagnostic) {
    guard record.variants.allSatisfy({ $0.keys == 0 }) else { return }
    let before = try book.readouts(name: plan.name).last { look in
      look.planDigest == plan.digest && look.asOf <= record.asOf && look.variants.contains { $0.keys > 0 }
    }
    guard let before else { return }
    throw Diagnostic(
      .readoutRowsGone, .failure,
      "no row of split '\(plan.readout.split)' stands in the target of job '\(plan.readout.job)' any more",
      found:
        "\(before.variants.reduce(0) { $0 + $1.keys }) keys at the look of \(before.asOf), which stays in the book",
      next: "Put the target back, or run the dates again: scorebook run \(plan.readout.job) --gaps.")
  }

  private func look(asOf: CalendarDate) throws(Diagnostic) -> ReadoutRecord {
    let standing = try ReadoutNights(try sources.rows.commits(), plan: plan, asOf: asOf, book: book)
    var entered = try enter(standing)
    try readOutcomes(&entered, asOf)
    if plan.readout.withoutOutcome == .zero { entered.keys.fillWithZero() }
    let (stretch, nights, keys) = (entered.stretch, entered.nights, entered.keys)
    var record = ReadoutRecord(
      name: plan.name, asOf: asOf.description, job: plan.readout.job, split: plan.readout.split,
      control: plan.variants.indices.contains(plan.control) ? plan.variants[plan.control] : "",
      looks: plan.readout.looks.rawValue, plannedKeys: plan.readout.plannedKeys, status: .early,
      planDigest: plan.digest, dataDigest: entered.reader.digest.description, computedAt: now)
    record.firstDate = nights.first?.date.description
    record.lastDate = nights.last?.date.description
    record.dates = nights.count
    record.waitingDates = nights.count { !plan.isMature($0.date, on: asOf) }
    record.notes = try notes(standing, stretch, keys, strangeRows: entered.reader.strangeRows)
    count(keys, stretch.shares, &record)
    try conclude(&record, keys, stretch, asOf)
    return record
  }

  /// Who entered in one stretch.
  private struct Entered {
    let stretch: ReadoutNights.Stretch
    var nights: [ReadoutNights.Night] = []
    var reader: ReadoutReader
    var keys: ReadoutKeys
  }

  /// Enters the keys of the stretch that counts: where planned keys close the readout, the first that reached them,
  /// so that shares which change after its end don't open it again; else the last.
  private func enter(_ standing: ReadoutNights) throws(Diagnostic) -> Entered {
    func begin(_ stretch: ReadoutNights.Stretch) -> Entered {
      Entered(
        stretch: stretch,
        reader: ReadoutReader(plan: plan, sources: sources, interruption: interruption),
        keys: ReadoutKeys(columns: plan.columns.count, hasCovariate: plan.readout.covariate != nil))
    }
    let isClosedByKeys = plan.readout.looks == .atEnd && plan.readout.plannedKeys != nil
    let candidates = isClosedByKeys ? standing.candidates : standing.candidates.suffix(1)
    var entered = begin(ReadoutNights.Stretch())
    for stretch in candidates {
      entered = begin(stretch)
      for night in stretch.nights {
        if let stop = interruption() { throw stop }
        // Who is looked at once is closed when the planned keys are there: later looks show the same.
        if isFull(entered.keys) { break }
        try entered.reader.enter(night, &entered.keys)
        entered.nights.append(night)
      }
      if isFull(entered.keys) { break }
    }
    return entered
  }

  /// Reads what they did, where it may be told: before its end a readout that is looked at once tells counts alone.
  private func readOutcomes(_ entered: inout Entered, _ asOf: CalendarDate) throws(Diagnostic) {
    let isTold =
      plan.readout.looks == .sequential
      || isClosed(entered.keys, asOf) && entered.nights.allSatisfy { plan.isMature($0.date, on: asOf) }
    let reach = takesBeyond || !isTold ? nil : try sources.rows.reach()
    for (place, night) in entered.nights.enumerated() where plan.isMature(night.date, on: asOf) {
      if let reach { try require(reach, for: night.date) }
      if let stop = interruption() { throw stop }
      if isTold {
        try entered.reader.readOutcomes(night, place, &entered.keys)
      } else {
        entered.keys.leaveUnread(night: place)
      }
    }
    try requireJoin(entered)
  }

  /// A look can't be taken back, so that none is taken at outcomes that are still to come.
  private func require(_ reach: DataReach, for date: CalendarDate) throws(Diagnostic) {
    let last = date.adding(days: max(1, plan.readout.maturesAfter) - 1)
    guard !reach.holds(last) else { return }
    throw Diagnostic(
      .readoutBeyondData, .notNow,
      "readout '\(plan.name)' would look at outcomes of \(date) that are not there yet",
      expected: "data up to \(last)", found: reach.words,
      next: reach.advice("Look again when the data are there"))
  }

  private func isFull(_ keys: ReadoutKeys) -> Bool {
    guard plan.readout.looks == .atEnd, let planned = plan.readout.plannedKeys else { return false }
    return keys.count >= planned
  }

  /// Whether nobody enters any more.
  private func isClosed(_ keys: ReadoutKeys, _ asOf: CalendarDate) -> Bool {
    isFull(keys) || plan.readout.until.map { $0 < asOf } ?? false
  }

  /// Outcomes that share no key with those who were in the split were not made of the same customers; where who is
  /// missing did nothing, no outcomes at all are an answer.
  private func requireJoin(_ entered: Entered) throws(Diagnostic) {
    let state = entered.keys.state
    guard state.contains(.withoutOutcome), !state.contains(.counted) else { return }
    if plan.readout.withoutOutcome == .zero, entered.reader.outcomeRows == 0 { return }
    throw Diagnostic(
      .readoutEmptyJoin, .failure,
      "no key of split '\(plan.readout.split)' has a row in the outcomes, dataset '\(plan.readout.actuals)'",
      expected: "rows with the same \(plan.keys.joined(separator: ", "))",
      next: "Look whether both write the key alike: 1 and 00001 are two keys.")
  }

  private func count(
    _ keys: ReadoutKeys, _ shares: [Configuration.Split.Share], _ record: inout ReadoutRecord
  ) {
    let variants = plan.variants.count
    let all = keys.tally(variants) { _ in true }
    let waiting = keys.tally(variants) { keys.state[$0] == .waiting }
    let without = keys.tally(variants) { keys.state[$0] == .withoutOutcome }
    let counted = keys.tally(variants) { keys.state[$0] == .counted }
    let unknown =
      plan.readout.covariate == nil
      ? [Int](repeating: 0, count: variants)
      : keys.tally(variants) { keys.state[$0] == .counted && keys.covariate[$0].isNaN }
    record.variants = plan.variants.enumerated().map { place, name in
      var variant = ReadoutRecord.Variant(
        name: name, share: place < shares.count ? shares[place].description : "0%")
      variant.keys = all[place]
      variant.waiting = waiting[place]
      variant.withoutOutcome = without[place]
      variant.counted = counted[place]
      variant.withoutCovariate = unknown[place]
      return variant
    }
  }

  private func conclude(
    _ record: inout ReadoutRecord, _ keys: ReadoutKeys, _ stretch: ReadoutNights.Stretch, _ asOf: CalendarDate
  ) throws(Diagnostic) {
    guard keys.count > 0 else {
      record.sentence = "\(plan.name): nobody has been in split \(plan.readout.split) yet."
      return
    }
    let places = plan.variants.indices.filter { stretch.shares[$0].cells > 0 }
    let check = ReadoutSampleRatio(record.variants, shares: stretch.shares, among: places)
    record.sampleRatio = check?.record
    record.notes += check?.notes ?? []
    if plan.readout.withoutOutcome == .leaveOut, let note = ReadoutSampleRatio.lossNote(record.variants) {
      record.notes.append(note)
    }
    if let reason = check?.reason {
      record.status = .mismatch
      record.sentence = "\(plan.name): no conclusion, since \(reason)."
      return
    }
    if let reason = waitsFor(record, keys, asOf) {
      record.sentence = "\(plan.name): too early: \(reason)."
      return
    }
    var figures = ReadoutFigures(plan, keys, isCovariateClean: !stretch.wereTreated)
    let found = figures.effects()
    record.notes += figures.notes
    record.effects = ReadoutVerdicts.judge(found, plan)
    record.status = .told
    record.sentence = ReadoutVerdicts.summary(record)
  }

  /// Why nothing is told yet; nil where it may be.
  private func waitsFor(_ record: ReadoutRecord, _ keys: ReadoutKeys, _ asOf: CalendarDate) -> String? {
    let isAtEnd = plan.readout.looks == .atEnd
    if isAtEnd, !isClosed(keys, asOf) {
      let planned = plan.readout.plannedKeys.map { "\(keys.count) of \($0) planned keys have entered" }
      let until = plan.readout.until.map { "keys enter until \($0)" }
      return [planned, until].compactMap { $0 }.joined(separator: ", and ")
    }
    let waiting = record.variants.reduce(0) { $0 + $1.waiting }
    guard record.counted == 0 || isAtEnd && waiting > 0 else { return nil }
    return "the outcomes of \(waiting) keys are not complete"
  }
}

extension Diagnostic.Identifier {
  package static let readoutRowsGone = Self("readout-rows-gone")
  package static let readoutBeyondData = Self("readout-beyond-data")
}
