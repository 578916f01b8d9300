/// Counts of a column of doubles in bins of one part in 128: quantiles, histograms and counts below an edge,
/// mergeable by addition and therefore the same at any number of threads.
///
/// The bin of a value is its sign, exponent and seven highest mantissa bits: [m·2ᵏ, (m+1)·2ᵏ) with
/// 128 ≤ m < 256, closed below on the negative side too. A quantile is off by at most one bin, 0.8 % of the
/// value. **Shape:** a table of 4,096 pages, one for each sign and power of two, of 128 counters (1 KiB),
/// allocated when first hit: 20 to 60 KiB for a usual column.
/// **Missing values:** NaN is missing. Zero (and −0), +∞ and −∞ are counted apart; all three are values.
package struct QuantileSketch: Sendable {
  /// NaN.
  package internal(set) var missing = 0
  package internal(set) var zeros = 0
  package internal(set) var positiveInfinities = 0
  package internal(set) var negativeInfinities = 0
  /// Sum of the finite values. A sum of doubles depends on its order: for equal bytes at any number of
  /// threads keep one sketch for each chunk and merge in chunk order.
  package internal(set) var sum = 0.0
  /// +∞ until a finite value came.
  var lowest = Double.infinity
  /// −∞ until a finite value came.
  var highest = -Double.infinity
  /// 1 + number of the page, 0 while it is not allocated.
  var table = [UInt16](repeating: 0, count: 4096)
  var counters: [Int] = []

  package init() {}

  /// Values that are not missing, infinite ones included.
  package var count: Int { binned + zeros + positiveInfinities + negativeInfinities }
  package var finiteCount: Int { binned + zeros }
  /// Smallest finite value, exactly.
  package var minimum: Double? { lowest <= highest ? lowest : nil }
  /// Largest finite value, exactly.
  package var maximum: Double? { lowest <= highest ? highest : nil }
  /// Mean of the finite values, or nil when there is none or the sum overflowed.
  package var mean: Double? {
    finiteCount > 0 && sum.isFinite ? sum / Double(finiteCount) : nil
  }

  var binned: Int { counters.reduce(0, +) }

  package mutating func add(_ value: Double) {
    withUnsafePointer(to: value) { add($0, count: 1) }
  }

  /// Counts a batch's column.
  package mutating func add(_ values: UnsafePointer<Double>, count: Int) {
    var start = 0
    while start < count {
      let size = min(256, count - start)
      addBlock(values + start, size)
      start += size
    }
  }

  /// Where a page's counters begin; allocates it.
  mutating func base(of slot: Int) -> Int {
    if table[slot] == 0 {
      counters.append(contentsOf: repeatElement(0, count: 128))
      table[slot] = UInt16(counters.count / 128)
    }
    return (Int(table[slot]) - 1) * 128
  }

  private mutating func addBlock(_ values: UnsafePointer<Double>, _ size: Int) {
    var binned = 0
    for k in 0..<size { binned &+= Self.hasBin(values[k]) }
    // A branch on zeros and missing values costs nothing while they are rare or the rule; where they are
    // mixed it is mispredicted, and sorting them out first is cheaper.
    guard binned &* 16 > size, (size &- binned) &* 16 > size else {
      addRun(values, size)
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 512) { buffer in
      guard let kept = buffer.baseAddress else { return }
      let others = kept + 256
      var place = 0
      for k in 0..<size {
        // Both places are written, and only one of them moves on.
        kept[place] = values[k]
        others[k &- place] = values[k]
        place &+= Self.hasBin(values[k])
      }
      addRun(kept, place)
      addRun(others, size - place)
    }
  }

  private mutating func addRun(_ values: UnsafePointer<Double>, _ count: Int) {
    var next = 0
    // The loop stops where a page is missing, so that its pointers never outlive an allocation.
    while let key = addWhileAllocated(values, &next, count) { _ = base(of: key >> 7) }
  }

  /// 1 for a value that is finite and not zero, else 0; in integers, so that no branch is made of it.
  @inline(__always)
  private static func hasBin(_ value: Double) -> Int {
    let before = (value.bitPattern & 0x7FFF_FFFF_FFFF_FFFF) &- 1
    return Int(truncatingIfNeeded: ((before &- 0x7FEF_FFFF_FFFF_FFFF) & ~before) &>> 63)
  }

  private mutating func addWhileAllocated(
    _ values: UnsafePointer<Double>, _ next: inout Int, _ end: Int
  ) -> Int? {
    var sum = sum
    var low = lowest
    var high = highest
    var special = (zero: 0, positive: 0, negative: 0, missing: 0)
    var position = next
    var wanted: Int?
    table.withUnsafeBufferPointer { table in
      counters.withUnsafeMutableBufferPointer { counters in
        while position < end {
          let value = values[position]
          let magnitude = value.bitPattern & 0x7FFF_FFFF_FFFF_FFFF
          if magnitude &- 1 < 0x7FEF_FFFF_FFFF_FFFF {
            let key = Self.key(value.bitPattern, magnitude)
            let page = Int(table[key >> 7])
            if page == 0 {
              wanted = key
              break
            }
            counters[(page &- 1) &<< 7 | key & 127] &+= 1
            sum += value
            low = value < low ? value : low
            high = value > high ? value : high
          } else if magnitude == 0 {
            special.zero &+= 1
          } else if magnitude > 0x7FF0_0000_0000_0000 {
            special.missing &+= 1
          } else if value > 0 {
            special.positive &+= 1
          } else {
            special.negative &+= 1
          }
          position &+= 1
        }
      }
    }
    if special.zero > 0 {
      low = min(low, 0)
      high = max(high, 0)
    }
    next = position
    self.sum = sum
    lowest = low
    highest = high
    zeros += special.zero
    missing += special.missing
    positiveInfinities += special.positive
    negativeInfinities += special.negative
    return wanted
  }

  /// Sign bit above the exponent and seven mantissa bits. Taking one from a negative's magnitude makes its
  /// bins closed at the lower, more negative end.
  @inline(__always)
  static func key(_ bits: UInt64, _ magnitude: UInt64) -> Int {
    let sign = bits >> 63
    return Int(truncatingIfNeeded: sign << 18 | (magnitude &- sign) >> 45)
  }

  /// Adds another sketch's counts.
  package mutating func merge(_ other: QuantileSketch) {
    missing += other.missing
    zeros += other.zeros
    positiveInfinities += other.positiveInfinities
    negativeInfinities += other.negativeInfinities
    sum += other.sum
    lowest = min(lowest, other.lowest)
    highest = max(highest, other.highest)
    for slot in other.table.indices where other.table[slot] > 0 {
      let mine = base(of: slot)
      let theirs = (Int(other.table[slot]) - 1) * 128
      for k in 0..<128 { counters[mine + k] += other.counters[theirs + k] }
    }
  }
}
