import Glibc
import Models

/// Turns margins into the outputs that are wanted.
///
/// Nothing is allocated after `init`.
final class PredictionWriter {
  /// Where each wanted output goes; -1 where it is not wanted.
  private struct Places {
    var prediction: [Int] = []
    var margins: [Int] = []
    var probabilities: [Int] = []
    var label = -1
  }

  private let objective: LightGBMObjective
  /// 1 where nothing is averaged: a division by it changes no bit.
  private let divisor: Double
  private let places: Places
  private let classes: Int
  private let probabilities: UnsafeMutablePointer<Double>

  init(_ signature: Signature, wanted: Set<Int>, objective: LightGBMObjective, divisor: Double?) {
    self.objective = objective
    self.divisor = divisor ?? 1
    let place = OutputPlaces(signature, wanted: wanted)
    var places = Places()
    var classes = 1
    switch signature.task {
    case .binary:
      places.margins = [place(OutputNames.margin)]
      places.probabilities = [place(OutputNames.probability)]
      places.label = place(OutputNames.label)
    case .multiclass(let labels):
      classes = labels.count
      places.margins = labels.map { place(OutputNames.margin(of: $0)) }
      places.probabilities = labels.map { place(OutputNames.probability(of: $0)) }
      places.label = place(OutputNames.label)
    case .targets(let targets):
      classes = targets.count
      places.prediction = targets.map { place(OutputNames.prediction(of: $0)) }
    case .regression, .ranking, .lookup:
      places.prediction = [place(OutputNames.prediction)]
    }
    self.places = places
    self.classes = classes
    probabilities = .allocate(capacity: classes)
    probabilities.initialize(repeating: 0, count: classes)
  }

  deinit { probabilities.deallocate() }

  /// **Shape:** `margins` has a tile of 256 for each output; rows `first ..< first + rows` are written.
  func write(_ margins: UnsafePointer<Double>, rows: Int, first: Int, into predictions: Predictions) {
    for (output, place) in places.margins.enumerated() where place >= 0 {
      (predictions.numbers(place) + first).update(from: margins + output * ForestPlan.tileRows, count: rows)
    }
    for (output, place) in places.prediction.enumerated() where place >= 0 {
      let target = predictions.numbers(place) + first
      let source = margins + output * ForestPlan.tileRows
      for row in 0..<rows { target[row] = objective.prediction(source[row] / divisor) }
    }
    guard places.label >= 0 || places.probabilities.contains(where: { $0 >= 0 }) else { return }
    if classes == 1 {
      writeBinary(margins, rows: rows, first: first, into: predictions)
    } else {
      writeClasses(margins, rows: rows, first: first, into: predictions)
    }
  }

  private func writeBinary(
    _ margins: UnsafePointer<Double>, rows: Int, first: Int, into predictions: Predictions
  ) {
    let place = places.probabilities[0]
    for row in 0..<rows {
      let probability = objective.prediction(margins[row] / divisor)
      if place >= 0 { predictions.numbers(place)[first + row] = probability }
      // At exactly one half the framework's own wrapper takes the negative class.
      if places.label >= 0 { predictions.labels(places.label)[first + row] = probability > 0.5 ? 1 : 0 }
    }
  }

  private func writeClasses(
    _ margins: UnsafePointer<Double>, rows: Int, first: Int, into predictions: Predictions
  ) {
    for row in 0..<rows {
      transform(margins + row)
      // As NumPy's argmax: the first of the largest, and what is not a number before all others.
      var best = 0
      for output in 1..<classes
      where probabilities[output] > probabilities[best]
        || probabilities[output].isNaN && !probabilities[best].isNaN
      {
        best = output
      }
      if places.label >= 0 { predictions.labels(places.label)[first + row] = Int32(best) }
      for output in 0..<classes where places.probabilities[output] >= 0 {
        predictions.numbers(places.probabilities[output])[first + row] = probabilities[output]
      }
    }
  }

  /// **Source:** LightGBM, `Common::Softmax`, in its order of additions.
  private func transform(_ margins: UnsafePointer<Double>) {
    let rows = ForestPlan.tileRows
    guard case .softmax = objective else {
      for output in 0..<classes {
        probabilities[output] = objective.prediction(margins[output * rows] / divisor)
      }
      return
    }
    var largest = margins[0] / divisor
    for output in 1..<classes { largest = max(margins[output * rows] / divisor, largest) }
    var sum = 0.0
    for output in 0..<classes {
      probabilities[output] = exp(margins[output * rows] / divisor - largest)
      sum += probabilities[output]
    }
    for output in 0..<classes { probabilities[output] /= sum }
  }
}
