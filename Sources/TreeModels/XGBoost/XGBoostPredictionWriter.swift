import Glibc
import Models

/// Turns margins into the outputs that are wanted, in `Float` as XGBoost does.
///
/// Nothing is allocated after `init`.
final class XGBoostPredictionWriter {
  private let objective: XGBoostObjective
  private let transform: XGBoostObjective.Transform
  private let outputs: Int
  /// Whether the predictions of a row are written in ascending order.
  private let isSorted: Bool
  private let isBinary: Bool
  /// Where each goes; -1 where it is not wanted.
  private var predictions: [Int] = []
  private var margins: [Int] = []
  private var probabilities: [Int] = []
  private var label = -1
  /// All that are wanted: index and whether it is a label.
  private let wanted: [(place: Int, isLabel: Bool)]
  private let scratch: UnsafeMutablePointer<Float>

  init(_ signature: Signature, wanted: Set<Int>, objective: XGBoostObjective, isSorted: Bool) {
    self.objective = objective
    self.isSorted = isSorted
    transform = objective.transform
    let place = OutputPlaces(signature, wanted: wanted)
    var isBinary = false
    var outputs = 1
    switch signature.task {
    case .binary:
      isBinary = true
      margins = [place(OutputNames.margin)]
      probabilities = [place(OutputNames.probability)]
      label = place(OutputNames.label)
    case .multiclass(let labels):
      outputs = labels.count
      margins = labels.map { place(OutputNames.margin(of: $0)) }
      probabilities = labels.map { place(OutputNames.probability(of: $0)) }
      label = place(OutputNames.label)
    case .targets(let targets):
      outputs = targets.count
      predictions = targets.map { place(OutputNames.prediction(of: $0)) }
    case .regression, .ranking, .lookup:
      predictions = [place(OutputNames.prediction)]
    }
    self.isBinary = isBinary
    self.outputs = outputs
    self.wanted = wanted.sorted().map { index in
      if case .label = signature.outputs[index].kind { (index, true) } else { (index, false) }
    }
    scratch = .allocate(capacity: outputs)
    scratch.initialize(repeating: 0, count: outputs)
  }

  deinit { scratch.deallocate() }

  /// **Shape:** `margins` has a tile of 256 for each output; rows `first ..< first + rows` are written.
  func write(_ sums: UnsafePointer<Double>, rows: Int, first: Int, into target: Predictions) {
    for (output, place) in margins.enumerated() where place >= 0 {
      (target.numbers(place) + first).update(from: sums + output * ForestPlan.tileRows, count: rows)
    }
    if isSorted {
      for row in 0..<rows { writeSorted(sums + row, first + row, into: target) }
      return
    }
    for (output, place) in predictions.enumerated() where place >= 0 {
      let values = target.numbers(place) + first
      let source = sums + output * ForestPlan.tileRows
      for row in 0..<rows { values[row] = Double(transform.prediction(Float(source[row]))) }
    }
    guard label >= 0 || probabilities.contains(where: { $0 >= 0 }) else { return }
    if isBinary {
      writeBinary(sums, rows: rows, first: first, into: target)
    } else {
      for row in 0..<rows { writeClasses(sums + row, first + row, into: target) }
    }
  }

  /// No value for a row that was refused.
  func clear(_ row: Int, in target: Predictions) {
    for (place, isLabel) in wanted {
      if isLabel { target.labels(place)[row] = -1 } else { target.numbers(place)[row] = .nan }
    }
  }

  /// Quantiles are few, and mostly in order.
  private func writeSorted(_ sums: UnsafePointer<Double>, _ row: Int, into target: Predictions) {
    for output in 0..<outputs {
      let value = Float(sums[output * ForestPlan.tileRows])
      var place = output
      while place > 0, scratch[place - 1] > value {
        scratch[place] = scratch[place - 1]
        place -= 1
      }
      scratch[place] = value
    }
    for (output, place) in predictions.enumerated() where place >= 0 {
      target.numbers(place)[row] = Double(scratch[output])
    }
  }

  private func writeBinary(
    _ sums: UnsafePointer<Double>, rows: Int, first: Int, into target: Predictions
  ) {
    let place = probabilities[0]
    for row in 0..<rows {
      let prediction = transform.prediction(Float(sums[row]))
      if place >= 0 { target.numbers(place)[first + row] = Double(prediction) }
      // At exactly one half the framework's own wrapper takes the negative class.
      if label >= 0 { target.labels(label)[first + row] = prediction > 0.5 ? 1 : 0 }
    }
  }

  /// **Source:** XGBoost, `common::Softmax`: exponentials in `Float`, their sum in `Double`.
  private func writeClasses(_ sums: UnsafePointer<Double>, _ row: Int, into target: Predictions) {
    let tile = ForestPlan.tileRows
    var largest = Float(sums[0])
    var best = 0
    for output in 1..<outputs {
      let margin = Float(sums[output * tile])
      if margin > largest {
        largest = margin
        best = output
      }
    }
    var total = 0.0
    for output in 0..<outputs {
      scratch[output] = expf(Float(sums[output * tile]) - largest)
      total += Double(scratch[output])
    }
    let divisor = Float(total)
    for output in 0..<outputs { scratch[output] /= divisor }
    // softmax compares margins, softprob's wrapper probabilities, which may be equal.
    if objective == .softprob {
      best = 0
      for output in 1..<outputs where scratch[output] > scratch[best] { best = output }
    }
    if label >= 0 { target.labels(label)[row] = Int32(best) }
    for (output, place) in probabilities.enumerated() where place >= 0 {
      target.numbers(place)[row] = Double(scratch[output])
    }
  }
}
