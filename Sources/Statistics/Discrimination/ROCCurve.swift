/// A point of a curve over all thresholds.
package struct CurvePoint: Sendable, Hashable {
  package let x: Double
  package let y: Double
  /// Rows with a score at or above this are taken; +∞ where none is.
  package let threshold: Double

  package init(x: Double, y: Double, threshold: Double) {
    self.x = x
    self.y = y
    self.threshold = threshold
  }

  /// Where no row is taken.
  static let origin = CurvePoint(x: 0, y: 0, threshold: .infinity)
}

extension RankedOutcomes {
  /// The ROC curve: false positive rate (x) and true positive rate (y), from (0, 0) to (1, 1).
  ///
  /// **Shape:** at most `limit` points (2 or more; nil keeps all), spread evenly along the curve's length
  /// x + y, ends kept: between two points neither rate moves by more than 2/(limit − 1) plus one tie group.
  /// **Throws:** `oneClass`.
  package func rocCurve(limit: Int? = nil) throws(Undefined) -> [CurvePoint] {
    guard positiveCount > 0, negativeCount > 0 else { throw .oneClass }
    let up = Double(positiveCount)
    let down = Double(negativeCount)
    let points = points { hits, taken in (Double(taken - hits) / down, Double(hits) / up) }
    return thinned([.origin] + points, to: limit)
  }

  /// Recall (x) and precision (y) at each distinct score, from the highest score down.
  ///
  /// **Shape:** as `rocCurve`; no artificial point at recall 0. **Throws:** `oneClass` without a positive.
  package func precisionRecallCurve(limit: Int? = nil) throws(Undefined) -> [CurvePoint] {
    guard positiveCount > 0 else { throw .oneClass }
    let all = Double(positiveCount)
    let points = points { hits, taken in (Double(hits) / all, Double(hits) / Double(taken)) }
    return thinned(points, to: limit)
  }

  /// A curve's points, one for each distinct score from the highest down: made from the positives and the rows
  /// that have it or a higher one.
  func points(_ place: (_ hits: Int, _ taken: Int) -> (x: Double, y: Double)) -> [CurvePoint] {
    var points: [CurvePoint] = []
    points.reserveCapacity(scores.count)
    var hits = 0
    var taken = 0
    for k in scores.indices {
      hits += positives[k]
      taken += positives[k] + negatives[k]
      let (x, y) = place(hits, taken)
      points.append(CurvePoint(x: x, y: y, threshold: scores[k]))
    }
    return points
  }

  /// Average precision: Σ (Rₖ − Rₖ₋₁)·Pₖ over the distinct scores, without interpolation.
  ///
  /// **Throws:** `oneClass` without a positive.
  package func averagePrecision() throws(Undefined) -> Double {
    guard positiveCount > 0 else { throw .oneClass }
    var sum = CompensatedSum()
    var hits = 0
    var taken = 0
    for k in scores.indices {
      hits += positives[k]
      taken += positives[k] + negatives[k]
      sum.add(Double(positives[k]) * Double(hits) / Double(taken))
    }
    return sum.value / Double(positiveCount)
  }

  /// A curve of at most `limit` points, spread evenly along x + y / height; its ends are kept.
  func thinned(_ points: [CurvePoint], to limit: Int?, height: Double = 1) -> [CurvePoint] {
    guard let limit, limit >= 2, points.count > limit else { return points }
    var lengths = [0.0]
    for k in points.indices.dropFirst() {
      let rise = abs(points[k].y - points[k - 1].y) / (height > 0 ? height : 1)
      lengths.append(lengths[k - 1] + abs(points[k].x - points[k - 1].x) + rise)
    }
    let step = lengths[lengths.count - 1] / Double(limit - 1)
    var kept = [points[0]]
    var next = 1
    for k in points.indices.dropFirst().dropLast() where lengths[k] >= step * Double(next) {
      kept.append(points[k])
      while step * Double(next) <= lengths[k] { next += 1 }
      if kept.count == limit - 1 { break }
    }
    kept.append(points[points.count - 1])
    return kept
  }
}
