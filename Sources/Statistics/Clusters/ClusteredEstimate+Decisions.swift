/// A measure of decisions, made of how often each class was predicted for each actual class.
package enum DecisionMeasure: String, Sendable, Hashable, CaseIterable {
  case accuracy
  /// The mean recall of the classes that occur.
  case balancedAccuracy
  /// F₁ of class 1.
  case f1
  /// The plain mean of the F₁ of all classes that occur or were predicted.
  case macroF1
  case matthewsCorrelation
  case cohenKappa
}

extension ClusteredEstimate {
  /// A measure of decisions with the infinitesimal jackknife: U of a row is the derivative of the measure by the
  /// cell of the confusion matrix in which the row lies (the delta method).
  ///
  /// **Shape:** class numbers 0..<classes by row. **Throws:** as `ConfusionMatrix`, and the measure's own reasons.
  package static func decisions(
    _ measure: DecisionMeasure, actual: [Int], predicted: [Int], classes: Int, _ clusters: Clusters
  ) throws(Undefined) -> ClusteredEstimate {
    try RowLosses.checkRows(actual.count, clusters.numbers.count)
    try RowLosses.checkRows(actual.count, predicted.count)
    if let row = predicted.firstIndex(where: { Int32(exactly: $0) == nil }) {
      throw .labelOutOfRange(at: row)
    }
    return try decisions(
      measure,
      of: RowPasses(
        scores: actual.map(Double.init), actual: actual.map(Double.init), decided: predicted.map(Int32.init),
        clusters), classes: classes)
  }

  /// A measure of the decided classes held against the actual ones, in two passes. **Throws:** as above.
  package static func decisions(
    _ measure: DecisionMeasure, of rows: RowPasses, classes: Int
  ) throws(Undefined) -> ClusteredEstimate {
    guard classes >= 2, classes <= ConfusionMatrix.mostClasses else {
      throw .parameterOutOfRange("the number of classes")
    }
    guard rows.rows > 0 else { throw .noObservations }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    try rows.forEachBlock { block throws(Undefined) in
      for (row, number) in block.actual.enumerated() {
        let (actual, predicted) = (Int(number), Int(block.decided[row]))
        guard actual >= 0, actual < classes, predicted >= 0, predicted < classes else {
          throw .labelOutOfRange(at: row)
        }
        counts[actual][predicted] += 1
      }
    }
    let matrix = try ConfusionMatrix(counts: counts)
    let value = try matrix.value(measure)
    let slopes = matrix.slopes(measure, value)
    return try ClusteredEstimate(value: value, of: rows) { block, add throws(Undefined) in
      for (row, number) in block.actual.enumerated() {
        add(row, slopes[Int(number) * classes + Int(block.decided[row])])
      }
    }
  }
}

extension ConfusionMatrix {
  func value(_ measure: DecisionMeasure) throws(Undefined) -> Double {
    switch measure {
    case .accuracy: return accuracy
    case .balancedAccuracy: return try balancedAccuracy(undefined: .leftOut)
    case .f1: return try value(.f(beta: 1))
    case .macroF1: return try average(.f(beta: 1), .macro, undefined: .leftOut)
    case .matthewsCorrelation: return try matthewsCorrelation()
    case .cohenKappa: return try cohenKappa()
    }
  }

  /// ∂measure/∂cell; cells times slopes sum to zero, since no measure depends on the number of rows.
  func slopes(_ measure: DecisionMeasure, _ value: Double) -> [Double] {
    var slopes = [Double](repeating: 0, count: cells.count)
    let (rows, columns) = (actualTotals, predictedTotals)
    let hits = (0..<classes).reduce(0.0) { $0 + self[$1, $1] }
    let chance = (0..<classes).reduce(0.0) { $0 + rows[$1] * columns[$1] }
    func spread(_ totals: [Double]) -> Double { totals.reduce(0) { $0 + $1 * (total - $1) } }
    let (ofRows, ofColumns) = (spread(rows), spread(columns))
    let occurring = Double(rows.count { $0 > 0 })
    let isScored = (0..<classes).map { measure == .f1 ? $0 == 1 : rows[$0] + columns[$0] > 0 }
    let scored = Double(isScored.count { $0 })
    /// ∂F₁/∂cell of a class by the cell's row or column alone, or by both.
    func slopeOfF1(_ c: Int, touched: Double, own: Double) -> Double {
      guard isScored[c] else { return 0 }
      let below = rows[c] + columns[c]
      return (2 * own - touched * (2 * self[c, c] / below)) / below
    }
    for a in 0..<classes {
      for b in 0..<classes {
        let hit = a == b ? 1.0 : 0
        let slope: Double
        switch measure {
        case .accuracy: slope = (hit - value) / total
        case .balancedAccuracy:
          slope = rows[a] > 0 ? (hit - self[a, a] / rows[a]) / rows[a] / occurring : 0
        case .f1, .macroF1:
          // A cell moves the F₁ of its own two classes alone.
          let sum =
            a == b
            ? slopeOfF1(a, touched: 2, own: 1)
            : slopeOfF1(min(a, b), touched: 1, own: 0) + slopeOfF1(max(a, b), touched: 1, own: 0)
          slope = sum / scored
        case .matthewsCorrelation:
          let top = hit * total + hits - columns[a] - rows[b]
          slope =
            top / (ofRows.squareRoot() * ofColumns.squareRoot())
            - value * ((total - columns[b]) / ofColumns + (total - rows[a]) / ofRows)
        case .cohenKappa:
          let moved = columns[a] + rows[b]
          slope = (hit * total + hits - moved - value * (2 * total - moved)) / (total * total - chance)
        }
        slopes[a * classes + b] = slope
      }
    }
    return slopes
  }
}
