import Diagnostics
import Models
import Tabular

/// Scores batches with an XGBoost model; the scratch of one worker.
final class XGBoostScorer: Scorer {
  private let model: XGBoostModel
  private let scorer: ForestScorer?
  private let request: ScoreRequest
  /// Inputs that are categories of a data frame.
  private let categories: [Int]
  private let isCategory: [Bool]
  private let margins: UnsafeMutablePointer<Double>
  private let outputs: XGBoostPredictionWriter
  private var row: [Double]

  init(_ model: XGBoostModel, plan: ForestPlan?, request: ScoreRequest) {
    self.model = model
    self.request = request
    scorer = plan.map { ForestScorer($0) }
    let inputs = model.signature.inputs
    isCategory = inputs.map { if case .category = $0.kind { true } else { false } }
    categories = inputs.indices.filter { if case .category = inputs[$0].kind { true } else { false } }
    let count = model.outputs * ForestPlan.tileRows
    margins = .allocate(capacity: count)
    margins.initialize(repeating: 0, count: count)
    outputs = XGBoostPredictionWriter(
      model.signature, wanted: request.wanted, objective: model.objective, isSorted: model.sortsQuantiles)
    row = scorer == nil ? [Double](repeating: 0, count: inputs.count) : []
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
      } else if let linear = model.linear {
        linear.score(
          { UnsafePointer(batch.numbers(request.columns[$0]) + first) }, rows: rows, into: margins)
      } else if let forest = model.forest {
        walk(forest, batch, first: first, rows: rows)
      }
      outputs.write(margins, rows: rows, first: first, into: predictions)
      first += ForestPlan.tileRows
    }
    refuse(batch, predictions)
  }

  @inline(__always)
  private func input(_ batch: borrowing Batch, _ feature: Int, _ first: Int) -> ForestInput {
    let column = request.columns[feature]
    return isCategory[feature]
      ? .codes(UnsafePointer(batch.codes(column) + first))
      : .numbers(UnsafePointer(batch.numbers(column) + first))
  }

  /// A category that training did not see has no code, and XGBoost refuses it too.
  private func refuse(_ batch: borrowing Batch, _ predictions: Predictions) {
    for input in categories {
      let codes = batch.codes(request.columns[input])
      for row in 0..<batch.count
      where codes[row] == Storage.unseenCode && predictions.status[row] == .scored {
        predictions.status[row] = .invalidInput
        predictions.blame[row] = Int32(input)
        outputs.clear(row, in: predictions)
      }
    }
  }

  /// Row by row, for forests that have no plan.
  private func walk(_ forest: Forest, _ batch: borrowing Batch, first: Int, rows: Int) {
    for offset in 0..<rows {
      for feature in row.indices {
        switch input(batch, feature, first) {
        case .numbers(let numbers): row[feature] = numbers[offset]
        case .codes(let codes): row[feature] = codes[offset] < 0 ? .nan : Double(codes[offset])
        }
      }
      for (output, margin) in forest.margins(of: row).enumerated() {
        margins[output * ForestPlan.tileRows + offset] = margin
      }
    }
  }
}
