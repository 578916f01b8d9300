import Diagnostics
import Models
import Tabular

/// Scores batches with an ONNX model; the tensors of one worker.
///
/// ONNX Runtime always gets the same number of rows, the last one repeated where there are fewer, so that a row's
/// bits depend on nothing but the row.
final class ONNXScorer: Scorer {
  private let run: SessionRun
  private let request: ScoreRequest
  private let filler: InputFiller
  private let writer: OutputWriter

  init(_ model: ONNXModel, run: SessionRun, request: ScoreRequest) {
    self.run = run
    self.request = request
    filler = InputFiller(model.inputPlan, run: run, columns: request.columns)
    writer = OutputWriter(model.outputPlan, run: run, wanted: request.wanted)
  }

  func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic) {
    precondition(batch.count <= predictions.capacity)
    predictions.count = batch.count
    var first = 0
    while first < batch.count {
      let end = min(first + run.rows, batch.count)
      try score(batch, first..<end, predictions)
      first = end
    }
    run.releaseResults()
  }

  /// Rows of one run. Where ONNX Runtime will not have them, each half is tried, so that one bad row, an index beyond
  /// its table, takes no other with it: which rows are refused does not depend on where batches begin.
  private func score(
    _ batch: borrowing Batch, _ rows: Range<Int>, _ predictions: Predictions
  ) throws(Diagnostic) {
    filler.fill(batch, rows, predictions)
    var failure: RuntimeFailure?
    do { try run.run() } catch { failure = error }
    guard failure != nil else {
      try writer.write(rows, predictions)
      filler.blameMissing(batch, rows, predictions)
      return
    }
    if rows.count == 1 {
      if predictions.status[rows.lowerBound] == .scored { predictions.status[rows.lowerBound] = .refused }
      writer.clear(rows.lowerBound, predictions)
      return
    }
    let middle = rows.lowerBound + rows.count / 2
    try score(batch, rows.lowerBound..<middle, predictions)
    try score(batch, middle..<rows.upperBound, predictions)
  }
}
