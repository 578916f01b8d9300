/// Each key once: the variant it was shown on the date on which it entered, and its outcomes.
///
/// Memory: about 60 bytes for each key, and 8 for each column of outcomes and a covariate.
struct ReadoutKeys {
  /// What is known of a key's outcomes.
  enum State: UInt8 {
    case waiting
    /// Complete, and not looked at before the end.
    case unread
    case withoutOutcome
    case counted
  }

  private(set) var slots: [JoinKey: Int32] = [:]
  /// The first slot of each night: a night's keys lie side by side.
  private var starts: [Int] = []
  /// **Shape:** by slot, as all that follow.
  private(set) var variant: [UInt8] = []
  private(set) var state: [State] = []
  /// NaN where it is missing; empty where none is asked for.
  private(set) var covariate: [Double] = []
  /// By column, then slot. **Missing values:** NaN where there is no row.
  private(set) var outcomes: [[Double]]
  /// Rows of keys whose variant is another than on the date on which they entered.
  private(set) var moved = 0
  private let hasCovariate: Bool

  init(columns: Int, hasCovariate: Bool) {
    outcomes = [[Double]](repeating: [], count: columns)
    self.hasCovariate = hasCovariate
  }

  var count: Int { variant.count }

  /// From here on keys enter on the next night.
  mutating func beginNight() { starts.append(count) }

  var nights: Int { starts.count }

  /// The keys that entered on a night, by its place.
  func entered(_ night: Int) -> Range<Int> {
    starts[night]..<(night + 1 < starts.count ? starts[night + 1] : count)
  }

  /// Gives whether it is new.
  mutating func enter(_ key: JoinKey, variant: UInt8) -> Bool {
    let next = Int32(count)
    let slot = slots[key, default: next]
    guard slot == next else {
      if self.variant[Int(slot)] != variant { moved += 1 }
      return false
    }
    slots[key] = next
    self.variant.append(variant)
    state.append(.waiting)
    if hasCovariate { covariate.append(.nan) }
    for column in outcomes.indices { outcomes[column].append(.nan) }
    return true
  }

  mutating func set(covariate value: Double, slot: Int) { covariate[slot] = value }

  /// A night's outcomes are complete: its keys have none until their row comes.
  mutating func mature(night: Int) {
    for slot in entered(night) { state[slot] = .withoutOutcome }
  }

  /// A night's outcomes are complete, and are not looked at yet.
  mutating func leaveUnread(night: Int) {
    for slot in entered(night) { state[slot] = .unread }
  }

  mutating func set(outcome value: Double, column: Int, slot: Int) { outcomes[column][slot] = value }

  mutating func count(slot: Int) { state[slot] = .counted }

  /// Keys without a row did nothing.
  mutating func fillWithZero() {
    for slot in state.indices where state[slot] == .withoutOutcome {
      for column in outcomes.indices { outcomes[column][slot] = 0 }
      state[slot] = .counted
    }
  }

  /// **Shape:** by variant.
  func tally(_ variants: Int, _ isIncluded: (Int) -> Bool) -> [Int] {
    var counts = [Int](repeating: 0, count: variants)
    for slot in 0..<count where isIncluded(slot) { counts[Int(variant[slot])] += 1 }
    return counts
  }

  /// A column's values of those that count. **Shape:** by variant.
  func values(_ column: Int, variants: Int) -> [[Double]] { parted(outcomes[column], variants) }

  /// What is missing is the mean of what is known of those that count; nil where nothing is.
  func covariates(variants: Int) -> [[Double]]? {
    var sum = 0.0
    var known = 0
    for slot in 0..<count where state[slot] == .counted && !covariate[slot].isNaN {
      sum += covariate[slot]
      known += 1
    }
    guard known > 0 else { return nil }
    let mean = sum / Double(known)
    return parted(covariate.map { $0.isNaN ? mean : $0 }, variants)
  }

  private func parted(_ values: [Double], _ variants: Int) -> [[Double]] {
    var parts = [[Double]](repeating: [], count: variants)
    for slot in 0..<count where state[slot] == .counted { parts[Int(variant[slot])].append(values[slot]) }
    return parts
  }
}
