import Diagnostics
import Models
import Tabular

/// Scores batches with a LightGBM model; the scratch of one worker.
final class LightGBMScorer: Scorer {
  private let model: LightGBMModel
  private let scorer: ForestScorer?
  private let request: ScoreRequest
  private let isCategory: [Bool]
  private let margins: UnsafeMutablePointer<Double>
  private let outputs: PredictionWriter
  private var row: [Double]

  init(_ model: LightGBMModel, plan: ForestPlan?, request: ScoreRequest) {
    self.model = model
    self.request = request
    scorer = plan.map { ForestScorer($0) }
    isCategory = model.signature.inputs.map { if case .category = $0.kind { true } else { false } }
    let count = model.forest.outputs * ForestPlan.tileRows
    margins = .allocate(capacity: count)
    margins.initialize(repeating: 0, count: count)
    outputs = PredictionWriter(
      model.signature, wanted: request.wanted, objective: model.objective, divisor: model.divisor)
    row = scorer == nil ? [Double](repeating: 0, count: model.forest.features) : []
  }

  deinit { margins.deallocate() }

  func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic) {
    precondition(batch.count <= predictions.capacity)
    predictions.count = batch.count
    var first = 0
    while first < batch.count {
      let rows = min(ForestPlan.tileRows, batch.count - first)
      if let scorer {
        scorer.score({ input(batch, $0, first) }, into: margins)
      } else {
        walk(batch, first: first, rows: rows)
      }
      outputs.write(margins, rows: rows, first: first, into: predictions)
      first += ForestPlan.tileRows
    }
  }

  @inline(__always)
  private func input(_ batch: borrowing Batch, _ feature: Int, _ first: Int) -> ForestInput {
    let column = request.columns[feature]
    return isCategory[feature]
      ? .codes(UnsafePointer(batch.codes(column) + first))
      : .numbers(UnsafePointer(batch.numbers(column) + first))
  }

  /// Row by row, for forests that have no plan.
  private func walk(_ batch: borrowing Batch, first: Int, rows: Int) {
    for offset in 0..<rows {
      for feature in row.indices {
        switch input(batch, feature, first) {
        case .numbers(let numbers): row[feature] = numbers[offset]
        case .codes(let codes): row[feature] = codes[offset] < 0 ? .nan : Double(codes[offset])
        }
      }
      for (output, margin) in model.forest.margins(of: row).enumerated() {
        margins[output * ForestPlan.tileRows + offset] = margin
      }
    }
  }
}
