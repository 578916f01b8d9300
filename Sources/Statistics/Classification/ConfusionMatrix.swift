/// How often each class was predicted for each actual class: the ground of the measures of decisions.
///
/// **Shape:** `cells[actual · classes + predicted]`, counts or sums of weights as doubles, exact up to 2⁵³, so
/// that no product of counts can overflow. For two classes, class 1 is the positive one.
package struct ConfusionMatrix: Sendable, Hashable {
  package let classes: Int
  package let cells: [Double]
  /// Rows, or weight, of each actual class.
  package let actualTotals: [Double]
  /// Rows, or weight, of each predicted class.
  package let predictedTotals: [Double]
  package let total: Double

  /// The largest number of classes: 2,048, a matrix of 32 MiB.
  package static let mostClasses = 2048

  /// Counts rows of class numbers 0..<classes.
  ///
  /// **Throws:** `parameterOutOfRange` for less than two classes or more than `mostClasses`, `lengthsDiffer`,
  /// `noObservations`, `labelOutOfRange`, `notAWeight`, `overflow`.
  package init(
    actual: [Int], predicted: [Int], classes: Int, weights: [Double]? = nil
  ) throws(Undefined) {
    guard classes >= 2, classes <= Self.mostClasses else {
      throw .parameterOutOfRange("the number of classes")
    }
    try RowLosses.checkRows(actual.count, predicted.count)
    let all = try Weights(weights, rows: actual.count)
    var cells = [CompensatedSum](repeating: CompensatedSum(), count: classes * classes)
    for (row, number) in actual.enumerated() {
      guard number >= 0, number < classes, predicted[row] >= 0, predicted[row] < classes else {
        throw .labelOutOfRange(at: row)
      }
      cells[number * classes + predicted[row]].add(all[row])
    }
    self.init(classes: classes, cells: cells.map(\.value))
  }

  /// Two classes decided by a threshold: positive at or above it.
  ///
  /// **Missing values:** NaN scores are refused. **Throws:** `lengthsDiffer`, `noObservations`, `notANumber`,
  /// `parameterOutOfRange` for a threshold of NaN, `notAWeight`, `overflow`.
  package init(
    scores: [Double], outcomes: [Bool], threshold: Double, weights: [Double]? = nil
  ) throws(Undefined) {
    guard !threshold.isNaN else { throw .parameterOutOfRange("the threshold") }
    if let position = scores.firstIndex(where: \.isNaN) { throw .notANumber(at: position) }
    try self.init(
      actual: outcomes.map { $0 ? 1 : 0 }, predicted: scores.map { $0 >= threshold ? 1 : 0 }, classes: 2,
      weights: weights)
  }

  /// From counts that are known already, `counts[actual][predicted]`.
  ///
  /// **Throws:** `parameterOutOfRange`, `lengthsDiffer` unless it is square, `negativeCount` (at the flat
  /// position), `noObservations`.
  package init(counts: [[Int]]) throws(Undefined) {
    guard counts.count >= 2, counts.count <= Self.mostClasses else {
      throw .parameterOutOfRange("the number of classes")
    }
    var cells: [Double] = []
    for row in counts {
      guard row.count == counts.count else { throw .lengthsDiffer(counts.count, row.count) }
      for count in row {
        guard count >= 0 else { throw .negativeCount(at: cells.count) }
        cells.append(Double(count))
      }
    }
    guard cells.contains(where: { $0 > 0 }) else { throw .noObservations }
    self.init(classes: counts.count, cells: cells)
  }

  private init(classes: Int, cells: [Double]) {
    var actual = [CompensatedSum](repeating: CompensatedSum(), count: classes)
    var predicted = actual
    var total = CompensatedSum()
    for (position, cell) in cells.enumerated() {
      actual[position / classes].add(cell)
      predicted[position % classes].add(cell)
      total.add(cell)
    }
    self.classes = classes
    self.cells = cells
    actualTotals = actual.map(\.value)
    predictedTotals = predicted.map(\.value)
    self.total = total.value
  }

  package subscript(actual: Int, predicted: Int) -> Double { cells[actual * classes + predicted] }
}
