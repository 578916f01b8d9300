import Tabular

/// Keeps for each row of a tile the characteristics that lost the most points; the scratch of one worker.
///
/// Nothing is allocated after `init`; a reason's text is put into a batch's predictions once.
final class ScorecardReasons {
  /// The losses of one characteristic, by what a row was given.
  private struct Losses {
    /// By bin or code, the last one for what is above or `other`; NaN where that is refused.
    let losses: [Double]
    let missing: Double
    /// The place of its first text; that of a missing value lies behind the others.
    let firstText: Int
  }

  private let tables: [Losses]
  private let texts: [[UInt8]]
  /// Outputs by rank, -1 where one is not wanted.
  private let outputs: [Int]
  private let kept: Int
  /// By row, then by rank.
  private let losses: UnsafeMutablePointer<Double>
  private let reasons: UnsafeMutablePointer<Int32>
  private let count: Int
  /// Where a text lies in the batch's predictions, missing while it does not.
  private let slices: UnsafeMutablePointer<TextSlice>

  /// nil where no reason is wanted.
  init?(_ model: ScorecardModel, _ request: ScoreRequest, rows: Int) {
    let place = OutputPlaces(model.signature, wanted: request.wanted)
    outputs = (0..<model.card.reasons).map { place(OutputNames.reason($0 + 1)) }
    guard let last = outputs.lastIndex(where: { $0 >= 0 }) else { return nil }
    var texts: [[UInt8]] = []
    tables = model.card.characteristics.map { characteristic in
      var awards: [Scorecard.Award?]
      switch characteristic.rule {
      case .bins(let bins): awards = bins.map(\.award) + (bins.last?.upTo == nil ? [] : [nil])
      case .categories(let categories, let other): awards = categories.map(\.award) + [other]
      }
      awards.append(characteristic.missing)
      let neutral = characteristic.neutral ?? characteristic.pointsRange.upperBound
      let losses = awards.map { $0.map { neutral - $0.points } ?? .nan }
      defer { texts += awards.map { Array(($0?.reason ?? characteristic.input).utf8) } }
      return Losses(losses: losses.dropLast(), missing: losses.last ?? .nan, firstText: texts.count)
    }
    self.texts = texts
    kept = last + 1
    count = rows * kept
    losses = .allocate(capacity: count)
    losses.initialize(repeating: 0, count: count)
    reasons = .allocate(capacity: count)
    reasons.initialize(repeating: -1, count: count)
    slices = .allocate(capacity: texts.count)
    slices.initialize(repeating: .missing, count: texts.count)
  }

  deinit {
    losses.deallocate()
    reasons.deallocate()
    slices.deallocate()
  }

  func startBatch() { slices.update(repeating: .missing, count: texts.count) }

  func startTile() {
    losses.update(repeating: 0, count: count)
    reasons.update(repeating: -1, count: count)
  }

  /// - Parameter chosen: By row, which of the characteristic's points it got; -1 for a missing value.
  func take(_ characteristic: Int, _ chosen: UnsafePointer<Int32>, rows: Int) {
    let table = tables[characteristic]
    table.losses.withUnsafeBufferPointer { byChoice in
      for row in 0..<rows {
        let choice = Int(chosen[row])
        let loss = choice < 0 ? table.missing : byChoice[choice]
        let start = row * kept
        var rank = kept
        // Only more than an earlier one goes before it; what was not lost is no reason, nor is NaN.
        while rank > 0, loss > losses[start + rank - 1] { rank -= 1 }
        guard rank < kept else { continue }
        var place = kept - 1
        while place > rank {
          losses[start + place] = losses[start + place - 1]
          reasons[start + place] = reasons[start + place - 1]
          place -= 1
        }
        losses[start + rank] = loss
        reasons[start + rank] = Int32(
          truncatingIfNeeded: table.firstText + (choice < 0 ? byChoice.count : choice))
      }
    }
  }

  func write(rows: Int, first: Int, into predictions: Predictions) {
    for (rank, output) in outputs.enumerated() where output >= 0 {
      let target = predictions.slices(output) + first
      for row in 0..<rows {
        let reason = Int(reasons[row * kept + rank])
        guard reason >= 0, predictions.status[first + row] == .scored else {
          target[row] = .missing
          continue
        }
        if slices[reason].isMissing {
          slices[reason] = texts[reason].withUnsafeBytes { predictions.text.append($0) } ?? .missing
        }
        target[row] = slices[reason]
      }
    }
  }
}
