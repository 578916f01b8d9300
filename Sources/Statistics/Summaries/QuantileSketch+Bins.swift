/// A run of the number line that holds values: [lower, upper), or the single value 0.
package struct SketchBin: Sendable, Hashable {
  /// The bin's key: negative for negative values, ascending with the value; 0 is zero itself.
  package let key: Int
  package let lower: Double
  package let upper: Double
  package let count: Int
}

extension QuantileSketch {
  /// The bins that hold a finite value, ascending.
  package var bins: [SketchBin] {
    var result: [SketchBin] = []
    for slot in (2048..<4096).reversed() { append(slot, to: &result) }
    if zeros > 0 { result.append(SketchBin(key: 0, lower: 0, upper: 0, count: zeros)) }
    for slot in 0..<2048 { append(slot, to: &result) }
    return result
  }

  private func append(_ slot: Int, to result: inout [SketchBin]) {
    guard table[slot] > 0 else { return }
    let base = (Int(table[slot]) - 1) * 128
    let negative = slot >= 2048
    for step in 0..<128 {
      let k = negative ? 127 - step : step
      let count = counters[base + k]
      guard count > 0 else { continue }
      let index = (slot & 2047) << 7 | k
      let near = Double(bitPattern: UInt64(index) << 45)
      let far = Double(bitPattern: UInt64(index + 1) << 45)
      result.append(
        negative
          ? SketchBin(key: -index - 1, lower: -far, upper: -near, count: count)
          : SketchBin(key: index + 1, lower: near, upper: far, count: count))
    }
  }

  /// A sketch from its stored parts, as `bins` and the counts gave them.
  ///
  /// **Throws:** `negativeCount` with the position of a bin whose count is below 0 or whose key no finite
  /// double has; `tooManyObservations` beyond 2⁵³, so that merging can't overflow; `notANumber` unless minimum and maximum are
  /// finite, in order, and given exactly when there is a finite value.
  package init(
    bins: [(key: Int, count: Int)], missing: Int, positiveInfinities: Int, negativeInfinities: Int,
    sum: Double, minimum: Double?, maximum: Double?
  ) throws(Undefined) {
    self.init()
    var total = 0
    for (position, bin) in bins.enumerated() {
      guard bin.count >= 0, bin.key.magnitude <= 2047 << 7 else { throw .negativeCount(at: position) }
      let (next, overflow) = total.addingReportingOverflow(bin.count)
      guard !overflow, next <= 1 << 53 else { throw .tooManyObservations }
      total = next
      guard bin.key != 0 else {
        zeros += bin.count
        continue
      }
      let index = abs(bin.key) - 1
      let slot = (bin.key < 0 ? 2048 : 0) + index >> 7
      counters[base(of: slot) + index & 127] += bin.count
    }
    let others = [missing, positiveInfinities, negativeInfinities]
    for (position, count) in others.enumerated() {
      guard count >= 0 else { throw .negativeCount(at: bins.count + position) }
      let (next, overflow) = total.addingReportingOverflow(count)
      guard !overflow, next <= 1 << 53 else { throw .tooManyObservations }
      total = next
    }
    switch (minimum, maximum) {
    case (nil, nil) where finiteCount == 0: break
    case (let low?, let high?) where finiteCount > 0 && low <= high && low.isFinite && high.isFinite: break
    default: throw .notANumber(at: 0)
    }
    self.missing = missing
    self.positiveInfinities = positiveInfinities
    self.negativeInfinities = negativeInfinities
    self.sum = sum
    lowest = minimum ?? .infinity
    highest = maximum ?? -.infinity
  }
}
