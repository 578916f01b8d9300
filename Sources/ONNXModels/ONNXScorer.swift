import Diagnostics
import Models
import Tabular

/// Scores batches with an ONNX model; the tensors of one worker.
///
/// ONNX Runtime always gets the same number of rows, the last one repeated where there are fewer, so that a row's
/// bits depend on nothing but the row.
final class ONNXScorer: Scorer {
  private let run: SessionRun
  private let filler: InputFiller
  private let writer: OutputWriter
  private let probe: RowProbe
  private let names: [String]
  private let sample: Int
  /// Whether some rows of this worker have been scored among other neighbours.
  private var hasCheckedNeighbours: Bool

  init(_ model: ONNXModel, run: SessionRun, request: ScoreRequest) {
    self.run = run
    filler = InputFiller(model.inputPlan, run: run, columns: request.columns)
    writer = OutputWriter(model.outputPlan, run: run, wanted: request.wanted)
    names = model.outputPlan.shapes.map(\.name)
    sample = model.sample
    probe = RowProbe(run, names: names, sample: sample)
    hasCheckedNeighbours = run.rows < 2
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

  private func score(
    _ batch: borrowing Batch, _ rows: Range<Int>, _ predictions: Predictions
  ) throws(Diagnostic) {
    let others = hasCheckedNeighbours ? nil : amongOthers(batch, rows, predictions)
    filler.fill(batch, rows, predictions)
    if (try? run.run()) == nil {
      try settle(batch, rows, predictions)
    } else if let others {
      try compare(others)
      hasCheckedNeighbours = true
    }
    try writer.write(rows, predictions)
    filler.blameMissing(batch, rows, predictions)
  }

  /// Rows that make ONNX Runtime fail alone are refused with its words; the others are run without them.
  ///
  /// Which rows are refused does not depend on where batches begin.
  /// **Throws** where no single row is to blame.
  private func settle(
    _ batch: borrowing Batch, _ rows: Range<Int>, _ predictions: Predictions
  ) throws(Diagnostic) {
    try probe.checkSample()
    filler.fill(batch, rows, predictions)
    var refused: [Int] = []
    for row in rows {
      guard let message = try probe.message(ofRow: row - rows.lowerBound) else { continue }
      refused.append(row - rows.lowerBound)
      guard predictions.status[row] == .scored else { continue }
      predictions.status[row] = .refused
      predictions.reasons[row] = message
    }
    // What follows the last row is that row again.
    let rest = refused.last == rows.count - 1 ? rows.count..<max(rows.count, run.rows) : 0..<0
    try probe.runWithout(refused + rest)
  }

  /// What every second row gives where made-up rows stand in the places of the others; nil where that fails.
  private func amongOthers(
    _ batch: borrowing Batch, _ rows: Range<Int>, _ predictions: Predictions
  ) -> (count: Int, values: [RunValues])? {
    filler.fill(batch, rows, predictions)
    for place in 0..<run.rows where place % 2 == 1 || place >= rows.count {
      TrialRows.put(sample, at: place, of: run)
    }
    guard (try? run.run()) != nil, let values = try? RunValues.read(run, names, rows: rows.count) else {
      return nil
    }
    return (rows.count, values)
  }

  /// **Throws** where a row gives something else among the rows that really are beside it.
  private func compare(_ others: (count: Int, values: [RunValues])) throws(Diagnostic) {
    guard let values = try? RunValues.read(run, names, rows: others.count) else { return }
    for (index, output) in values.enumerated() {
      for place in stride(from: 0, to: others.count, by: 2)
      where !output.equals(place, others.values[index], place) {
        throw Diagnostic(
          .onnxRows, .failure, "output \(quoted(names[index])) of a row depends on the rows beside it",
          next:
            "Export the model so that it averages, normalises and sorts over columns only, and register it.")
      }
    }
  }
}
