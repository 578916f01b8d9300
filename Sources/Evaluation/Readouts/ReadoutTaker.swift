package import Book
import Datasets
package import Diagnostics
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
  let interruption: @Sendable () -> Diagnostic?

  package init(
    _ plan: ReadoutPlan, sources: ReadoutSources, book: Book, now: String,
    interruption: @escaping @Sendable () -> Diagnostic? = { nil }
  ) {
    self.plan = plan
    self.sources = sources
    self.book = book
    self.now = now
    self.interruption = interruption
  }

  /// Looks as of a morning and enters what is seen; a look that shows what it showed before changes no byte.
  ///
  /// **Throws** for rows and outcomes that can't be joined; then the book is as it was.
  package func take(asOf: CalendarDate) throws(Diagnostic) -> ReadoutOutcome {
    let record = try look(asOf: asOf)
    let isNew = try book.save(record)
    return ReadoutOutcome(record: record, isNew: isNew)
  }

  private func look(asOf: CalendarDate) throws(Diagnostic) -> ReadoutRecord {
    let standing = try ReadoutNights(try sources.rows.commits(), plan: plan, asOf: asOf, book: book)
    var reader = ReadoutReader(plan: plan, sources: sources, interruption: interruption)
    var keys = ReadoutKeys(columns: plan.columns.count, hasCovariate: plan.readout.covariate != nil)
    var nights: [ReadoutNights.Night] = []
    for night in standing.nights {
      if let stop = interruption() { throw stop }
      // Who is looked at once is closed when the planned keys are there: later looks show the same.
      if isFull(keys) { break }
      try reader.enter(night, &keys)
      nights.append(night)
    }
    for (place, night) in nights.enumerated() where plan.isMature(night.date, on: asOf) {
      if let stop = interruption() { throw stop }
      try reader.readOutcomes(night, place, &keys)
    }
    try requireJoin(keys)
    if plan.readout.withoutOutcome == .zero { keys.fillWithZero() }
    var record = ReadoutRecord(
      name: plan.name, asOf: asOf.description, job: plan.readout.job, split: plan.readout.split,
      control: plan.variants.indices.contains(plan.control) ? plan.variants[plan.control] : "",
      looks: plan.readout.looks.rawValue, plannedKeys: plan.readout.plannedKeys, status: .early,
      planDigest: plan.digest, dataDigest: reader.digest.description, computedAt: now)
    record.firstDate = nights.first?.date.description
    record.lastDate = nights.last?.date.description
    record.dates = nights.count
    record.waitingDates = nights.count { !plan.isMature($0.date, on: asOf) }
    record.notes = try notes(standing, keys, asOf: asOf)
    count(keys, standing.shares, &record)
    try conclude(&record, keys, standing, asOf)
    return record
  }

  private func isFull(_ keys: ReadoutKeys) -> Bool {
    guard plan.readout.looks == .atEnd, let planned = plan.readout.plannedKeys else { return false }
    return keys.count >= planned
  }

  /// Outcomes that share no key with those who were in the split were not made of the same customers.
  private func requireJoin(_ keys: ReadoutKeys) throws(Diagnostic) {
    guard keys.state.contains(.withoutOutcome), !keys.state.contains(.counted) else { return }
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
    _ record: inout ReadoutRecord, _ keys: ReadoutKeys, _ standing: ReadoutNights, _ asOf: CalendarDate
  ) throws(Diagnostic) {
    guard keys.count > 0 else {
      record.sentence = "\(plan.name): nobody has been in split \(plan.readout.split) yet."
      return
    }
    let places = plan.variants.indices.filter { standing.shares[$0].cells > 0 }
    let check = ReadoutSampleRatio(record.variants, shares: standing.shares, among: places)
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
    var figures = ReadoutFigures(plan, keys, isCovariateClean: !standing.wereTreated)
    let found = figures.effects()
    record.notes += figures.notes
    record.effects = ReadoutVerdicts.judge(found, plan)
    record.status = .told
    record.sentence = ReadoutVerdicts.summary(record)
  }

  /// Why nothing is told yet; nil where it may be.
  private func waitsFor(_ record: ReadoutRecord, _ keys: ReadoutKeys, _ asOf: CalendarDate) -> String? {
    let waiting = record.variants.reduce(0) { $0 + $1.waiting }
    if record.counted == 0 { return "the outcomes of \(waiting) keys are not complete" }
    guard plan.readout.looks == .atEnd else { return nil }
    let isFull = isFull(keys)
    let isOver = plan.readout.until.map { $0 < asOf } ?? false
    if !isFull, !isOver {
      let planned = plan.readout.plannedKeys.map { "\(keys.count) of \($0) planned keys have entered" }
      let until = plan.readout.until.map { "keys enter until \($0)" }
      return [planned, until].compactMap { $0 }.joined(separator: ", and ")
    }
    return waiting > 0 ? "the outcomes of \(waiting) keys are not complete" : nil
  }

  private func notes(
    _ standing: ReadoutNights, _ keys: ReadoutKeys, asOf: CalendarDate
  ) throws(Diagnostic) -> [String] {
    var notes: [String] = []
    if let changed = standing.changed {
      notes.append(
        "The shares are as they are since \(changed): keys count from then on, and some of them were in another "
          + "variant before.")
    }
    if standing.strangers > 0 {
      notes.append(
        "\(standing.strangers) dates are left out: the book knows no split '\(plan.readout.split)' of their runs."
      )
    }
    if keys.moved > 0 {
      notes.append(
        "\(keys.moved) rows tell another variant than on the first date of their key; the first counts.")
    }
    let earlier = try book.readouts(name: plan.name).filter { $0.asOf < asOf.description }
    if let other = earlier.last(where: { $0.planDigest != plan.digest && $0.status == .told }) {
      notes.append(
        "The plan was another one at the look of \(other.asOf): what is chosen after looking proves less than it says."
      )
    }
    return notes
  }
}
