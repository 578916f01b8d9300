import Datasets
package import Diagnostics
import Tabular
import Workspace

extension Diagnostic.Identifier {
  package static let evaluationOutcomeValue = Self("evaluation-outcome-value")
  package static let evaluationDuplicateOutcome = Self("evaluation-duplicate-outcome")
  package static let evaluationMissingKey = Self("evaluation-missing-key")
  package static let evaluationColumn = Self("evaluation-column")
}

/// What really happened after one date, a slot for each key.
struct NightOutcomes {
  let date: CalendarDate
  /// Which slot a key has.
  let slots: KeyTable
  /// **Shape:** by slot.
  var keys: [JoinKey] { slots.keys }
  /// By slot: 0 or 1, a number, or the code of a label.
  let actual: [Double]
  /// Of keys and outcomes, in any order of the rows.
  let digest: String
  /// Events that came after the days in which they count: taken as 0, which they were until then.
  let late: Int

  init(
    _ plan: EvaluationPlan, date: CalendarDate, source: any DatasetSource, labels: inout LabelCodes,
    interruption: () -> Diagnostic?
  ) throws(Diagnostic) {
    try NightOutcomes.requireColumns(plan, source)
    var slots = KeyTable()
    var actual: [Double] = []
    var digest = RowDigest()
    var maker = JoinKeyMaker()
    let width = plan.keys.count
    let columns = (plan.keys + [plan.outcome] + [plan.outcomeDate].compactMap(\.self))
      .map { Column(source: $0, storage: .text) }
    var window = OutcomeWindow(plan, date)
    var late = 0
    try RowScan.forEachBatch(of: source, columns: columns, interruption: interruption) {
      batch, reader throws(Diagnostic) in
      for row in 0..<batch.count {
        guard let key = maker.key(batch, columns: width, row: row) else {
          throw .missingKey(plan.keys, in: source.name, record: batch.record(row), date: date)
        }
        let text = RowScan.text(batch, width, row)
        let outcome: Double?
        // Numbers and labels as they are written, so that the digest does not depend on codes.
        var word: UInt64
        switch plan.kind {
        case .binary:
          outcome = NightOutcomes.outcome(text).map { $0 ? 1 : 0 }
          word = outcome == 1 ? 1 : 0
        case .number:
          outcome = text.flatMap { Double(String(decoding: $0, as: UTF8.self)) }.flatMap {
            $0.isFinite ? $0 : nil
          }
          word = outcome?.bitPattern ?? 0
        case .label:
          let code = labels.code(text)
          outcome = code >= 0 ? Double(code) : nil
          word = text.map { RowDigest.hash($0).low } ?? 0
        }
        guard var found = outcome else {
          throw NightOutcomes.refused(
            plan, source.name, reader.place(ofRow: row), date,
            isMissing: text == nil)
        }
        if plan.outcomeDate != nil {
          let day = RowScan.text(batch, width + 1, row)
          if try window.isLate(day, reader.place(ofRow: row), source.name), plan.kind == .binary, found == 1 {
            late += 1
            (found, word) = (0, 0)
            withUnsafeBytes(of: (key.low, key.high, OutcomeWindow.mark)) { digest.add($0) }
          }
        }
        guard slots.insert(key).isNew else {
          throw Diagnostic(
            .evaluationDuplicateOutcome,
            at: Diagnostic.Place(file: batch.source, line: reader.place(ofRow: row).line),
            "dataset '\(source.name)' has two rows for one key (\(plan.keys.joined(separator: ", "))) on \(date)",
            found: "the second in record \(batch.record(row))",
            next: "Let its query give one row for each key: GROUP BY \(plan.keys.joined(separator: ", ")).")
        }
        actual.append(found)
        let words = (key.low, key.high, word)
        withUnsafeBytes(of: words) { digest.add($0) }
      }
    }
    self.date = date
    self.slots = slots
    self.actual = actual
    self.digest = digest.description
    try window.requireNoneBefore(source.name)
    try window.requireNoneAfter(source.name)
    self.late = late
  }

  private static func requireColumns(
    _ plan: EvaluationPlan, _ source: any DatasetSource
  ) throws(Diagnostic) {
    let names = try source.columnNames()
    for column in plan.keys + [plan.outcome] + [plan.outcomeDate].compactMap(\.self)
    where !names.contains(column) {
      throw Diagnostic(
        .evaluationColumn, .configuration,
        "dataset '\(source.name)' has no column '\(column)', "
          + (plan.keys.contains(column)
            ? "a key of evaluation '\(plan.name)'"
            : column == plan.outcome
              ? "the outcome of evaluation '\(plan.name)'" : "the outcome_date of evaluation '\(plan.name)'"),
        expected: "one of \(names.joined(separator: ", "))",
        next: nearestName(to: column, among: names).map { "Did you mean '\($0)'?" })
    }
  }

  /// 0, 1, 0.0, 1.0, true and false in any case; nil for anything else, a missing one too.
  static func outcome(_ bytes: UnsafeRawBufferPointer?) -> Bool? {
    guard let bytes else { return nil }
    func reads(_ word: StaticString) -> Bool {
      guard bytes.count == word.utf8CodeUnitCount else { return false }
      return (0..<bytes.count).allSatisfy { position in
        let byte = bytes[position]
        return ((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) == word.utf8Start[position]
      }
    }
    if reads("0") || reads("0.0") || reads("false") { return false }
    if reads("1") || reads("1.0") || reads("true") { return true }
    return nil
  }

  /// As many classes as a confusion matrix holds.
  static let mostLabels = 2048

  private static func refused(
    _ plan: EvaluationPlan, _ dataset: String, _ place: RowPlace, _ date: CalendarDate, isMissing: Bool
  ) -> Diagnostic {
    Diagnostic(
      .evaluationOutcomeValue, at: Diagnostic.Place(file: place.source, line: place.line),
      "record \(place.record) of dataset '\(dataset)' on \(date), found by its key "
        + "(\(plan.keys.joined(separator: ", "))), has no outcome in column '\(plan.outcome)'",
      expected: plan.kind == .binary
        ? "0, 1, true or false" : plan.kind == .number ? "a number" : "one of at most \(mostLabels) labels",
      found: isMissing ? "nothing" : "something else",
      next: isMissing
        ? "Leave rows without outcome out of its query, or let it say 0: coalesce(\(plan.outcome), 0)."
        : plan.kind == .binary ? "Let its query give 0 or 1." : "Let its query give nothing else.")
  }
}

extension Diagnostic {
  static func missingKey(_ keys: [String], in source: String, record: Int, date: CalendarDate) -> Diagnostic {
    Diagnostic(
      .evaluationMissingKey, .failure,
      "record \(record) of '\(source)' on \(date) lacks a part of its key (\(keys.joined(separator: ", ")))",
      next: "Leave such rows out of the query: they belong to nobody.")
  }
}
