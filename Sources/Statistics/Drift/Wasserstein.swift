/// The first Wasserstein distance of two distributions, ∫ |F₁ − F₂|: the least mean way by which one's mass must
/// be moved to make the other.
///
/// **Units:** those of the values. **Source:** L. N. Vaserstein (1969); for distributions on a line: S. S.
/// Vallender, Theory of Probability and Its Applications 18 (1974).
package struct Wasserstein: Sendable, Hashable {
  package let distance: Double

  /// Of two samples, their rows weighted or not.
  ///
  /// O(n log n). **Missing values:** none; NaN and infinities are refused. **Throws:** `noObservations`,
  /// `notANumber`, `lengthsDiffer`, `notAWeight`, `overflow`.
  package init(
    first: [Double], second: [Double], firstWeights: [Double]? = nil, secondWeights: [Double]? = nil
  ) throws(Undefined) {
    for sample in [first, second] {
      guard !sample.isEmpty else { throw .noObservations }
      if let position = sample.firstIndex(where: { !$0.isFinite }) { throw .notANumber(at: position) }
    }
    let ofFirst = try Weights(firstWeights, rows: first.count)
    let ofSecond = try Weights(secondWeights, rows: second.count)
    let a = first.indices.sorted { first[$0] < first[$1] }
    let b = second.indices.sorted { second[$0] < second[$1] }
    var gap = CumulativeGap(first: ofFirst.total, second: ofSecond.total)
    var sum = CompensatedSum()
    var i = 0
    var j = 0
    var previous = min(first[a[0]], second[b[0]])
    while i < a.count || j < b.count {
      let takesFirst = j == b.count || (i < a.count && first[a[i]] <= second[b[j]])
      let value = takesFirst ? first[a[i]] : second[b[j]]
      if value > previous { sum.add((value - previous) * abs(gap.value)) }
      previous = value
      if takesFirst {
        gap.addFirst(ofFirst[a[i]])
        i += 1
      } else {
        gap.addSecond(ofSecond[b[j]])
        j += 1
      }
    }
    distance = try Self.checked(sum.value)
  }

  /// Of two histograms whose mass lies at points, such as the middles of bins.
  ///
  /// **Throws:** `lengthsDiffer`, `cutsNotAscending` unless the points are finite and strictly ascending,
  /// `negativeCount`, `noObservations`, `tooManyObservations`, `overflow`.
  package init(points: [Double], reference: [Int], current: [Int]) throws(Undefined) {
    let shares = try Shares(reference: reference, current: current)
    guard points.count == reference.count else { throw .lengthsDiffer(points.count, reference.count) }
    _ = try Bands(cuts: points)
    var gap = CumulativeGap(first: Double(shares.referenceCount), second: Double(shares.currentCount))
    var sum = CompensatedSum()
    for bin in points.indices.dropLast() {
      gap.addFirst(Double(reference[bin]))
      gap.addSecond(Double(current[bin]))
      sum.add((points[bin + 1] - points[bin]) * abs(gap.value))
    }
    distance = try Self.checked(sum.value)
  }

  /// Of two histograms whose mass is spread evenly over each bin.
  ///
  /// Off the distance of the raw values by at most one bin's width. **Shape:** one more edge than bins.
  /// **Throws:** as with points.
  package init(edges: [Double], reference: [Int], current: [Int]) throws(Undefined) {
    let shares = try Shares(reference: reference, current: current)
    guard edges.count == reference.count + 1 else {
      throw .lengthsDiffer(edges.count, reference.count + 1)
    }
    _ = try Bands(cuts: edges)
    var gap = CumulativeGap(first: Double(shares.referenceCount), second: Double(shares.currentCount))
    var sum = CompensatedSum()
    for bin in reference.indices {
      let start = gap.value
      gap.addFirst(Double(reference[bin]))
      gap.addSecond(Double(current[bin]))
      let end = gap.value
      let width = edges[bin + 1] - edges[bin]
      // The gap runs straight from one edge to the next; where it crosses zero, two triangles are left.
      let height = abs(start) + abs(end)
      let crosses = (start < 0) != (end < 0) && start != 0 && end != 0
      let area = crosses ? (start * start + end * end) / (2 * height) : height / 2
      sum.add(width * area)
    }
    distance = try Self.checked(sum.value)
  }

  private static func checked(_ distance: Double) throws(Undefined) -> Double {
    guard distance.isFinite else { throw .overflow }
    return max(0, distance)
  }
}

/// F₁ − F₂ from running sums, as (S₁·T₂ − S₂·T₁)/(T₁·T₂) with exact products: no cancellation where the two
/// distributions are nearly alike.
private struct CumulativeGap {
  private let first: Double
  private let second: Double
  private var ofFirst = CompensatedSum()
  private var ofSecond = CompensatedSum()

  init(first: Double, second: Double) {
    self.first = first
    self.second = second
  }

  mutating func addFirst(_ weight: Double) { ofFirst.add(weight) }
  mutating func addSecond(_ weight: Double) { ofSecond.add(weight) }

  var value: Double {
    var sum = CompensatedSum()
    sum.addProduct(ofFirst.value, second)
    sum.addProduct(-ofSecond.value, first)
    let product = first * second
    return product.isNormal ? sum.value / product : sum.value / first / second
  }
}
