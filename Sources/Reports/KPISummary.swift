import Charts
import Workspace

/// A report in three sentences: what changed, what needs attention, what is fine.
struct KPISummary: Sendable {
  let changed: String
  let attention: String
  let fine: String
  /// Whether anything needs attention.
  let needsAttention: Bool

  /// Longer lists are cut, and say how many follow.
  private static let mostNamed = 4

  init(_ readings: [KPIReading], evaluations: [EvaluationVerdict], readouts: [ReadoutVerdict]) {
    changed = Self.sentence(Self.changes(readings, readouts)) ?? Self.nothingChanged(readings)
    let attention =
      readings.compactMap(Self.trouble) + evaluations.compactMap(\.trouble) + readouts.compactMap(\.trouble)
    needsAttention = !attention.isEmpty
    self.attention =
      Self.sentence(attention)
      ?? (readings.isEmpty
        ? "Nothing: evaluations and readouts give no cause."
        : "Nothing: no number is missing, misses its target or moved in the unwanted direction.")
    fine =
      Self.sentence(Self.calm(readings) + evaluations.compactMap(\.good) + readouts.compactMap(\.good))
      ?? (readings.isEmpty ? "Nothing can be called so." : "None of the numbers can be called so.")
  }

  private static func changes(_ readings: [KPIReading], _ readouts: [ReadoutVerdict]) -> [String] {
    let changed = readings.filter { $0.state == .current && $0.series.limits != nil && !$0.signals.isEmpty }
    // Of many each has two or three words.
    guard changed.count <= 2 else {
      let shown = changed.prefix(mostNamed).map { "\($0.title) (\($0.signalLabel))" }
      let rest = changed.count - shown.count
      return ["Signals in \(NumberText.list(shown + (rest > 0 ? ["\(rest) more"] : [])))"]
        + readouts.compactMap(\.change)
    }
    return changed.compactMap { reading in
      guard let limits = reading.series.limits, let first = reading.signals.first else { return nil }
      return "\(reading.title): \(reading.words(first, limits))"
    } + readouts.compactMap(\.change)
  }

  /// The largest move against the period before, which is told to be no news.
  private static func nothingChanged(_ readings: [KPIReading]) -> String {
    guard !readings.isEmpty else { return "Nothing that is told here is followed from period to period." }
    let told = readings.filter { $0.state == .current && $0.series.limits != nil }
    guard !told.isEmpty else { return withoutNewest(readings) }
    let moves = told.compactMap { reading in reading.previous?.share.map { (reading, $0) } }
    let largest = moves.max { $0.1.magnitude < $1.1.magnitude }
    let words = largest.map { reading, share in
      let by = share.magnitude > KPIReading.Change.mostPercent ? "" : "by "
      return "; the largest move, \(reading.title) \(by)\(reading.previous?.text ?? ""), lies within it"
    }
    return "Nothing beyond the usual variation\(words ?? "")."
  }

  /// Why nothing can be told to have changed: newest periods without a value, or too few values.
  private static func withoutNewest(_ readings: [KPIReading]) -> String {
    let (current, late) = (
      readings.filter { $0.state == .current }, readings.filter { $0.series.limits != nil }
    )
    if late.isEmpty { return "There are too few values to tell a change from usual variation." }
    if current.isEmpty { return "That can't be told: no number has a value for its newest period." }
    return
      "That can't be told: numbers with enough values have none for their newest period, and the others have "
      + "too few."
  }

  /// What a reader has to look at.
  static func trouble(_ reading: KPIReading) -> String? {
    switch reading.state {
    case .none: return "\(reading.title) has no value yet"
    case .late, .missing:
      let name = reading.expected.map(reading.series.name) ?? "its newest period"
      return "\(reading.title) has no value for \(name)"
    case .current: break
    }
    var words: [String] = []
    if let target = reading.target, target.isMet == false {
      words.append(
        "misses its target of \(reading.series.format.text(target.value)) by "
          + reading.series.format.text(target.difference.magnitude))
    }
    if reading.wanted == false {
      words.append("shows a change in the unwanted direction")
    } else if !reading.signals.isEmpty, reading.wanted == nil {
      words.append("shows a change whose cause is to be found")
    }
    return words.isEmpty ? nil : "\(reading.title) \(NumberText.list(words))"
  }

  private static func calm(_ readings: [KPIReading]) -> [String] {
    let calm = readings.filter { $0.state == .current && trouble($0) == nil }
    let met = calm.filter { $0.target?.isMet == true }
    let better = calm.filter { $0.target?.isMet != true && $0.wanted == true }
    let usual = calm.filter { $0.target?.isMet != true && $0.signals.isEmpty && $0.series.limits != nil }
    func group(_ readings: [KPIReading], _ one: String, _ several: String) -> String? {
      guard !readings.isEmpty else { return nil }
      return "\(named(readings.map(\.title))) \(readings.count == 1 ? one : several)"
    }
    return [
      group(met, "meets its target", "meet their targets"),
      group(better, "moved in the wanted direction", "moved in the wanted direction"),
      group(usual, "stays within its usual variation", "stay within their usual variation"),
    ].compactMap { $0 }
  }

  private static func named(_ names: [String]) -> String {
    guard names.count > mostNamed else { return NumberText.list(names) }
    return NumberText.list(Array(names.prefix(mostNamed)) + ["\(names.count - mostNamed) more"])
  }

  /// One sentence of several clauses; nil without any.
  private static func sentence(_ clauses: [String]) -> String? {
    guard !clauses.isEmpty else { return nil }
    let shown = Array(clauses.prefix(mostNamed))
    let rest = clauses.count - shown.count
    let words = shown.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
    return words + (words.hasSuffix(".") ? "" : ".")
  }
}
