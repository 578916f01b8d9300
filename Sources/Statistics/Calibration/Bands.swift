/// Cut points that divide the number line into bands, each closed below and open above.
///
/// **Shape:** n cuts make n + 1 bands: (−∞, c₀), [c₀, c₁), …, [cₙ₋₁, +∞). A value on a cut lies in the
/// upper band, found by comparison and never by multiplication: 0.29 · 100 is 28.999….
package struct Bands: Sendable, Hashable {
  package let cuts: [Double]

  /// **Throws:** `cutsNotAscending` unless the cuts are finite and strictly ascending.
  package init(cuts: [Double]) throws(Undefined) {
    for (position, cut) in cuts.enumerated() {
      guard cut.isFinite, position == 0 || cuts[position - 1] < cut else {
        throw .cutsNotAscending(at: position)
      }
    }
    self.cuts = cuts
  }

  /// Bands of equal width over [0, 1]: cuts at 1/count, 2/count ….
  ///
  /// **Throws:** `levelOutOfRange` for less than one band.
  package static func equalWidth(_ count: Int) throws(Undefined) -> Bands {
    guard count >= 1 else { throw .levelOutOfRange }
    return try Bands(cuts: (1..<max(count, 1)).map { Double($0) / Double(count) })
  }

  package var count: Int { cuts.count + 1 }

  /// The band of a value. **Missing values:** nil for NaN.
  package func index(of value: Double) -> Int? {
    guard !value.isNaN else { return nil }
    var low = 0
    var high = cuts.count
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
