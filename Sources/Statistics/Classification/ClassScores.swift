/// Scores or probabilities of several classes, row by row.
///
/// **Shape:** `values[row · classes + class]`. **Missing values:** none; NaN is refused, infinities rank.
package struct ClassScores: Sendable, Hashable {
  package let values: [Double]
  package let classes: Int
  package var rows: Int { values.count / classes }

  /// **Throws:** `parameterOutOfRange` for less than two classes, `lengthsDiffer` where the values don't fill
  /// whole rows, `noObservations`, `notANumber` (at the flat position).
  package init(values: [Double], classes: Int) throws(Undefined) {
    guard classes >= 2 else { throw .parameterOutOfRange("the number of classes") }
    guard !values.isEmpty else { throw .noObservations }
    guard values.count.isMultiple(of: classes) else {
      throw .lengthsDiffer(values.count, values.count / classes * classes)
    }
    if let position = values.firstIndex(where: \.isNaN) { throw .notANumber(at: position) }
    self.values = values
    self.classes = classes
  }

  package subscript(row: Int, number: Int) -> Double { values[row * classes + number] }

  /// The class of the highest score of each row, the first of equals.
  package var predicted: [Int] {
    (0..<rows).map { row in
      var best = 0
      for number in 1..<classes where self[row, number] > self[row, best] { best = number }
      return best
    }
  }

  /// Scores of one class, in row order.
  func column(_ number: Int) -> [Double] { (0..<rows).map { self[$0, number] } }

  /// **Throws:** `lengthsDiffer`, `labelOutOfRange`.
  func check(_ actual: [Int]) throws(Undefined) {
    guard actual.count == rows else { throw .lengthsDiffer(rows, actual.count) }
    if let position = actual.firstIndex(where: { $0 < 0 || $0 >= classes }) {
      throw .labelOutOfRange(at: position)
    }
  }

  /// **Throws:** `notAProbability`, `probabilitiesOffOne`.
  func checkProbabilities() throws(Undefined) {
    if let position = values.firstIndex(where: { $0 < 0 || $0 > 1 }) { throw .notAProbability(at: position) }
    for row in 0..<rows {
      var sum = CompensatedSum()
      for number in 0..<classes { sum.add(self[row, number]) }
      guard abs(sum.value - 1) <= 1e-4 else { throw .probabilitiesOffOne(at: row) }
    }
  }
}
