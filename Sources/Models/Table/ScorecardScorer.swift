import Diagnostics
import Glibc
import Tabular

/// Adds up points, characteristic by characteristic; the scratch of one worker.
///
/// Nothing is allocated after `init`.
final class ScorecardScorer: Scorer {
  /// A characteristic laid out for the loops.
  private struct Table {
    /// The signature's input.
    let input: Int
    let column: Int
    let isCategory: Bool
    /// The upper bounds of the bins.
    let bounds: [Double]
    /// By bin or code; NaN is what is refused. The last one is what lies above every bound, or `other`.
    let points: [Double]
    let missing: Double

    /// Whether some value of it is refused.
    var mayRefuse: Bool { missing.isNaN || points.contains(where: \.isNaN) }
  }

  private let tables: [Table]
  private let basePoints: Double
  private let scale: Scorecard.Scale?
  /// Outputs that are wanted; -1 where one is not.
  private let prediction: Int
  private let margin: Int
  private let probability: Int
  private let label: Int
  private static let rows = 256
  private let totals: UnsafeMutablePointer<Double>
  /// By row: which of the table's points it got, -1 for a missing value.
  private let chosen: UnsafeMutablePointer<Int32>
  private let reasons: ScorecardReasons?

  init(_ model: ScorecardModel, _ request: ScoreRequest) {
    tables = zip(model.card.characteristics, request.columns).enumerated().map { input, pair in
      let (characteristic, column) = pair
      let missing = characteristic.missing?.points ?? .nan
      switch characteristic.rule {
      case .bins(let bins):
        let isOpen = bins.last?.upTo == nil
        return Table(
          input: input, column: column, isCategory: false, bounds: bins.compactMap(\.upTo),
          points: bins.map(\.award.points) + (isOpen ? [] : [.nan]), missing: missing)
      case .categories(let categories, let other):
        return Table(
          input: input, column: column, isCategory: true, bounds: [],
          points: categories.map(\.award.points) + [other?.points ?? .nan], missing: missing)
      }
    }
    basePoints = model.card.basePoints
    scale = model.card.scale
    let place = OutputPlaces(model.signature, wanted: request.wanted)
    prediction = place(OutputNames.prediction)
    margin = place(OutputNames.margin)
    probability = place(OutputNames.probability)
    label = place(OutputNames.label)
    reasons = ScorecardReasons(model, request, rows: ScorecardScorer.rows)
    chosen = .allocate(capacity: ScorecardScorer.rows)
    chosen.initialize(repeating: -1, count: ScorecardScorer.rows)
    totals = .allocate(capacity: ScorecardScorer.rows)
    totals.initialize(repeating: 0, count: ScorecardScorer.rows)
  }

  deinit {
    totals.deallocate()
    chosen.deallocate()
  }

  func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic) {
    precondition(batch.count <= predictions.capacity)
    predictions.count = batch.count
    reasons?.startBatch()
    var first = 0
    while first < batch.count {
      let rows = min(ScorecardScorer.rows, batch.count - first)
      totals.update(repeating: basePoints, count: rows)
      reasons?.startTile()
      for table in tables {
        let status = predictions.status + first
        if table.isCategory {
          add(table, codes: batch.codes(table.column) + first, rows: rows, status)
        } else {
          add(table, numbers: batch.numbers(table.column) + first, rows: rows, status)
        }
        blame(table, rows: rows, status, predictions.blame + first)
        reasons?.take(table.input, chosen, rows: rows)
      }
      write(rows: rows, first: first, into: predictions)
      reasons?.write(rows: rows, first: first, into: predictions)
      first += ScorecardScorer.rows
    }
  }

  private func add(
    _ table: Table, numbers: UnsafePointer<Double>, rows: Int, _ status: UnsafeMutablePointer<RowStatus>
  ) {
    table.bounds.withUnsafeBufferPointer { bounds in
      table.points.withUnsafeBufferPointer { points in
        for row in 0..<rows {
          let value = numbers[row]
          var bin = 0
          for bound in bounds { bin &+= value > bound ? 1 : 0 }
          chosen[row] = value.isNaN ? -1 : Int32(truncatingIfNeeded: bin)
          give(value.isNaN ? table.missing : points[bin], isMissing: value.isNaN, row, status)
        }
      }
    }
  }

  private func add(
    _ table: Table, codes: UnsafePointer<Int32>, rows: Int, _ status: UnsafeMutablePointer<RowStatus>
  ) {
    table.points.withUnsafeBufferPointer { points in
      let other = points.count - 1
      for row in 0..<rows {
        let code = codes[row]
        let isMissing = code == Storage.missingCode
        chosen[row] =
          isMissing ? -1 : Int32(truncatingIfNeeded: code >= 0 && Int(code) < other ? Int(code) : other)
        let index = code >= 0 && Int(code) < other ? Int(code) : other
        give(isMissing ? table.missing : points[index], isMissing: isMissing, row, status)
      }
    }
  }

  /// NaN is what a table refuses; the first refusal is the one that is told.
  @inline(__always)
  private func give(
    _ points: Double, isMissing: Bool, _ row: Int, _ status: UnsafeMutablePointer<RowStatus>
  ) {
    totals[row] += points
    if points.isNaN, status[row] == .scored { status[row] = isMissing ? .missingInput : .invalidInput }
  }

  /// Tells of rows that were refused just now which input it was; they are few.
  private func blame(
    _ table: Table, rows: Int, _ status: UnsafeMutablePointer<RowStatus>, _ blame: UnsafeMutablePointer<Int32>
  ) {
    guard table.mayRefuse else { return }
    for row in 0..<rows where status[row] != .scored && blame[row] < 0 { blame[row] = Int32(table.input) }
  }

  private func write(rows: Int, first: Int, into predictions: Predictions) {
    guard let scale else {
      if prediction >= 0 { (predictions.numbers(prediction) + first).update(from: totals, count: rows) }
      return
    }
    let needsProbability = probability >= 0 || label >= 0
    for row in 0..<rows {
      let value = scale.margin(totals[row])
      if margin >= 0 { predictions.numbers(margin)[first + row] = value }
      guard needsProbability else { continue }
      let chance = 1 / (1 + exp(-value))
      if probability >= 0 { predictions.numbers(probability)[first + row] = chance }
      if label >= 0 {
        predictions.labels(label)[first + row] = chance.isNaN ? -1 : chance > 0.5 ? 1 : 0
      }
    }
  }
}
