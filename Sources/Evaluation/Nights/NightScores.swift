import Book

/// What one version predicted on one date, laid beside the outcomes.
struct NightScores {
  let version: EvaluatedVersion
  var role: RunRecord.Version.Role
  /// Whether the scores are probabilities; else they only rank.
  let isProbability: Bool
  /// **Shape:** by slot of the outcomes. **Missing values:** NaN where there is no prediction.
  private(set) var scores: [Double]
  /// **Shape:** by slot: the code of the class that was decided; -1 for none. Empty where none is asked for.
  private(set) var decided: [Int16]
  /// Slots that have a row, with a number or without.
  private var seen: [Bool]
  private(set) var rowCount = 0
  /// Predictions whose key has no outcome.
  private(set) var withoutOutcome = 0
  /// Rows whose prediction is no number.
  private(set) var notANumber = 0

  /// Rows that the fallback answered: they say nothing about this version.
  private(set) var fallbacks = 0
  /// Rows that another version scored, that of a split's variant.
  private(set) var otherVersions = 0
  /// Of rows that were left out, how many have an outcome.
  private var leftOutSlots = 0

  init(
    version: EvaluatedVersion, role: RunRecord.Version.Role, isProbability: Bool, slots: Int,
    decides: Bool = false
  ) {
    self.version = version
    self.role = role
    self.isProbability = isProbability
    scores = [Double](repeating: .nan, count: slots)
    decided = decides ? [Int16](repeating: -1, count: slots) : []
    seen = [Bool](repeating: false, count: slots)
  }

  /// Takes one row; false if its key came before.
  mutating func add(_ score: Double, decided code: Int32 = -1, slot: Int32?) -> Bool {
    guard let slot = slot.map(Int.init) else {
      withoutOutcome += 1
      return true
    }
    if seen[slot] { return false }
    seen[slot] = true
    rowCount += 1
    if score.isNaN { notANumber += 1 }
    scores[slot] = score
    if !decided.isEmpty { decided[slot] = Int16(code) }
    return true
  }

  /// Leaves out one row that the fallback answered; false if its key came before.
  mutating func addFallback(slot: Int32?) -> Bool {
    fallbacks += 1
    return leaveOut(slot)
  }

  /// Leaves out one row that another version scored; false if its key came before.
  mutating func addOther(slot: Int32?) -> Bool {
    otherVersions += 1
    return leaveOut(slot)
  }

  private mutating func leaveOut(_ slot: Int32?) -> Bool {
    guard let slot = slot.map(Int.init) else { return true }
    if seen[slot] { return false }
    seen[slot] = true
    leftOutSlots += 1
    return true
  }

  /// Outcomes that have a row, those that were left out too.
  var matched: Int { rowCount + leftOutSlots }
  var withoutPrediction: Int { scores.count - rowCount - leftOutSlots }
}
