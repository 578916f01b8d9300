/// The area under the ROC curve of any number of rows in bounded memory, with bounds that hold for certain.
///
/// Scores are binned by the leading bits of their order-preserving pattern. While the bins do not exceed the
/// limit every distinct score has its own (64 bits) and the area is exact; beyond it the number of bits falls
/// to the largest at which the bins fit. That number, and all counts, depend only on the rows seen: sketches
/// merge to the same result in any order and at any number of threads.
///
/// **Bounds:** bins are ordered as the scores are, so a positive and a negative in different bins are compared
/// rightly. Only pairs within one bin are unknown, and of those not the ones in a bin that has met a single
/// score, which are ties. With w unknown pairs, the doubled wins U of all others and N = n₁·n₀ pairs in all,
/// U/2N ≤ area ≤ (U + 2w)/2N; the middle is off by at most w/2N, half the share of unknown pairs.
///
/// **Shape:** a hash table of at most 4 · limit entries of 32 bytes, twice that where the limit is no power
/// of two: 16 MiB for the default of 2¹⁷ bins. While rows come it may hold up to twice the limit of bins;
/// results are always those of the limit.
/// **Missing values:** none; a NaN score is refused. Infinite scores rank like any other; −0 equals 0.
package struct AreaSketch: Sendable {
  /// 2¹⁷ bins.
  package static let defaultLimit = 1 << 17

  /// The largest number of bins.
  package let limit: Int
  /// Leading bits that name a bin as rows come; see `bits`.
  var workingBits = 64
  package internal(set) var positives = 0
  package internal(set) var negatives = 0

  /// The scores of one bin, counted.
  package struct Bin: Sendable, Hashable {
    /// Leading bits of the order-preserving pattern, the others 0.
    var prefix: UInt64
    /// The pattern of the only score met, or `mixed`.
    var only: UInt64
    var positives: Int
    var negatives: Int

    /// No score's pattern: it is a NaN's.
    static let mixed = UInt64.max
    static let none = Bin(prefix: 0, only: 0, positives: 0, negatives: 0)
    var isFree: Bool { positives | negatives == 0 }
  }

  /// Open addressing over a power of two of places, at most half of them taken.
  var table = [Bin](repeating: .none, count: 256)
  var occupied = 0

  /// **Throws:** `parameterOutOfRange` unless 2⁸ ≤ limit ≤ 2²².
  package init(limit: Int = AreaSketch.defaultLimit) throws(Undefined) {
    guard limit >= 1 << 8, limit <= 1 << 22 else { throw .parameterOutOfRange("the number of bins") }
    self.limit = limit
  }

  package var count: Int { positives + negatives }

  /// Counts rows.
  ///
  /// **Throws:** `lengthsDiffer`, and `notANumber` for a NaN: rows before it are counted.
  package mutating func add(scores: [Double], outcomes: [Bool]) throws(Undefined) {
    guard scores.count == outcomes.count else { throw .lengthsDiffer(scores.count, outcomes.count) }
    for (row, score) in scores.enumerated() {
      guard !score.isNaN else { throw .notANumber(at: row) }
      let happened = outcomes[row]
      let pattern = Self.pattern(score)
      insert(
        Bin(prefix: pattern, only: pattern, positives: happened ? 1 : 0, negatives: happened ? 0 : 1))
    }
  }

  /// Adds the rows of another sketch of the same limit.
  package mutating func merge(_ other: AreaSketch) {
    precondition(limit == other.limit, "sketches of different limits")
    if other.workingBits < workingBits { rebuild(bits: other.workingBits) }
    for bin in other.table where !bin.isFree { insert(bin) }
  }

  /// The bins in the order of their scores: equal for equal rows.
  package var bins: [Bin] {
    settled.table.filter { !$0.isFree }.sorted { $0.prefix < $1.prefix }
  }

  /// Leading bits of a score that name its bin: the most at which the bins fit the limit.
  package var bits: Int { settled.workingBits }

  /// The bits of a score as an integer that is ordered as scores are.
  @inline(__always)
  static func pattern(_ score: Double) -> UInt64 {
    // Adding zero makes −0 into 0.
    let bits = (score + 0).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }

  @inline(__always)
  func prefix(_ pattern: UInt64) -> UInt64 { pattern & ~UInt64(0) << UInt64(64 - workingBits) }

  @inline(__always)
  private mutating func insert(_ bin: Bin) {
    positives += bin.positives
    negatives += bin.negatives
    if place(bin) { makeRoom() }
  }

  /// Adds to the table; true where a bin was new.
  @inline(__always)
  mutating func place(_ bin: Bin) -> Bool {
    let prefix = prefix(bin.prefix)
    var place = Self.hash(prefix) & (table.count - 1)
    return table.withUnsafeMutableBufferPointer { table in
      while true {
        if table[place].isFree {
          table[place] = bin
          table[place].prefix = prefix
          return true
        }
        if table[place].prefix == prefix {
          table[place].positives += bin.positives
          table[place].negatives += bin.negatives
          if table[place].only != bin.only { table[place].only = Bin.mixed }
          return false
        }
        place = (place + 1) & (table.count - 1)
      }
    }
  }

  /// Finalising steps of SplitMix64: the low bits depend on all bits.
  @inline(__always)
  private static func hash(_ prefix: UInt64) -> Int {
    var x = prefix
    x = (x ^ x >> 30) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ x >> 27) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: x ^ x >> 31)
  }
}
