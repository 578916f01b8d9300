import Tabular
import Workspace

/// What stands in the target for one date.
struct NightReading {
  var scores: [NightScores] = []
  var slices = NightSlices(columns: 0, slots: 0)
}

/// Numbers for the texts of one evaluation.
struct EvaluationCodes {
  /// Of outcomes and decided classes.
  var labels = LabelCodes(limit: NightOutcomes.mostLabels)
  /// By column of slices.
  var slices: [LabelCodes]

  init(slices columns: Int) {
    slices = [LabelCodes](repeating: LabelCodes(limit: NightSlices.mostValues), count: columns)
  }
}

/// Which slice each row of a date belongs to, by column.
struct NightSlices {
  /// So many values of a column are told apart; the others are one slice.
  static let mostValues = 10_000

  /// **Shape:** by column, then by slot.
  private(set) var codes: [[Int16]]
  /// By slot: a hash of the values, whatever their codes.
  private(set) var digests: [UInt64]

  init(columns: Int, slots: Int) {
    codes = [[Int16]](
      repeating: [Int16](repeating: Int16(LabelCodes.missing), count: slots), count: columns)
    digests = columns > 0 ? [UInt64](repeating: 0, count: slots) : []
  }

  mutating func set(_ column: Int, slot: Int, _ text: UnsafeRawBufferPointer?, _ labels: inout LabelCodes) {
    codes[column][slot] = Int16(labels.code(text))
    let hash = text.map { RowDigest.hash($0).low } ?? 0
    digests[slot] = digests[slot] &* 0x9E37_79B9_7F4A_7C15 &+ hash
  }
}

/// Where the prediction of a row stands in a batch.
struct PredictionReading {
  let score: Int
  /// Whether the score is a class.
  let isText: Bool
  /// The class beside a score.
  let decision: Int?

  /// The score, NaN for none, and the code of the class, -1 for none.
  func prediction(
    _ batch: borrowing Batch, _ row: Int, _ kind: OutcomeKind, _ labels: [String]?,
    _ codes: inout LabelCodes
  ) -> (score: Double, decided: Int32) {
    if isText {
      let code = codes.code(RowScan.text(batch, score, row))
      return (code >= 0 ? Double(code) : .nan, max(code, -1))
    }
    guard let decision else { return (batch.numbers(score)[row], -1) }
    return (
      batch.numbers(score)[row],
      PredictionReading.binary(RowScan.text(batch, decision, row), labels ?? [])
    )
  }

  /// 1 for the version's second label, 0 for its first; else as an outcome is read.
  private static func binary(_ text: UnsafeRawBufferPointer?, _ labels: [String]) -> Int32 {
    guard let text else { return -1 }
    if labels.count == 2 {
      if text.elementsEqual(labels[1].utf8) { return 1 }
      if text.elementsEqual(labels[0].utf8) { return 0 }
    }
    return NightOutcomes.outcome(text).map { $0 ? 1 : 0 } ?? -1
  }
}
