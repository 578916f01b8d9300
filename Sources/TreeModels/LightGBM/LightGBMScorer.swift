import Diagnostics
import Models
import Tabular

/// Scores batches with a LightGBM model; the scratch of one worker.
final class LightGBMScorer: Scorer {
  private let request: ScoreRequest
  private let isCategory: [Bool]
  private let margins: UnsafeMutablePointer<Double>
  private let sums: LightGBMMargins
  private let outputs: PredictionWriter

  init(_ model: LightGBMModel, request: ScoreRequest, plainly: Bool = false) {
    self.request = request
    sums = LightGBMMargins(model, plainly: plainly)
    isCategory = model.signature.inputs.map { if case .category = $0.kind { true } else { false } }
    let count = model.forest.outputs * ForestPlan.tileRows
    margins = .allocate(capacity: count)
    margins.initialize(repeating: 0, count: count)
    outputs = PredictionWriter(
      model.signature, wanted: request.wanted, objective: model.objective, divisor: model.divisor)
  }

  deinit { margins.deallocate() }

  func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic) {
    precondition(batch.count <= predictions.capacity)
    predictions.count = batch.count
    var first = 0
    while first < batch.count {
      let rows = min(ForestPlan.tileRows, batch.count - first)
      sums.score({ input(batch, $0, first) }, rows: rows, into: margins)
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
}
