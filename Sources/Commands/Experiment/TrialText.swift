import Book
import Diagnostics

/// Trials as a person reads them on a terminal.
enum TrialText {
  /// What others wrote, on one line, control characters visible, cut to so many characters.
  static func cell(_ text: String, _ width: Int) -> String {
    let shown = visible(text.prefix(width + 1))
    return shown.count > width ? shown.prefix(width - 1) + "…" : shown
  }

  /// A metric's value: six digits that count; NaN as such.
  static func number(_ value: Double?) -> String {
    guard let value else { return "NaN" }
    if value.isInfinite { return value > 0 ? "∞" : "-∞" }
    if value == value.rounded(), abs(value) < 1e6 { return Quantity.fixed(value, 0) }
    let size = abs(value)
    if size >= 1e6 || size < 1e-4 { return scientific(value) }
    var decimals = 5
    var limit = 10.0
    while decimals > 0, size >= limit {
      decimals -= 1
      limit *= 10
    }
    return Quantity.fixed(value, decimals)
  }

  /// 1.5e+300 → "1.50000e300".
  private static func scientific(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    var exponent = 0
    var rest = abs(value)
    while rest >= 10 {
      rest /= 10
      exponent += 1
    }
    while rest < 1 {
      rest *= 10
      exponent -= 1
    }
    return (value < 0 ? "-" : "") + Quantity.fixed(rest, 5) + "e\(exponent)"
  }

  /// Parents first, each with its own behind it.
  static func nested(_ trials: [TrialRecord]) -> [(trial: TrialRecord, depth: Int)] {
    let ids = Set(trials.map(\.originID))
    var children: [String: [TrialRecord]] = [:]
    var roots: [TrialRecord] = []
    for trial in trials {
      if let parent = trial.parentID, ids.contains(parent), parent != trial.originID {
        children[parent, default: []].append(trial)
      } else {
        roots.append(trial)
      }
    }
    var found: [(trial: TrialRecord, depth: Int)] = []
    var seen: Set<String> = []
    var waiting = roots.reversed().map { (trial: $0, depth: 0) }
    while let next = waiting.popLast() {
      guard seen.insert(next.trial.origin + "\u{1F}" + next.trial.originID).inserted else { continue }
      found.append(next)
      for child in (children[next.trial.originID] ?? []).reversed() {
        waiting.append((child, min(next.depth + 1, 8)))
      }
    }
    // Those that are part of each other in a circle.
    for trial in trials where !seen.contains(trial.origin + "\u{1F}" + trial.originID) {
      found.append((trial, 0))
    }
    return found
  }
}
