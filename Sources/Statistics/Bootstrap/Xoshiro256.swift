/// A fast seeded generator of 64 random bits: xoshiro256**, with streams numbered from one seed.
///
/// The four words of state are outputs of SplitMix64, started at one output for the seed, exclusive-or
/// stream·0x9E37_79B9_7F4A_7C15, hashed once more, so that equal seed and stream give equal numbers on any machine and by any number of threads.
/// **Source:** D. Blackman and S. Vigna, ACM TOMS 47 (2021); SplitMix64: G. L. Steele, D. Lea, C. H. Flood (2014).
package struct Xoshiro256: RandomNumberGenerator, Sendable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  package init(seed: UInt64, stream: UInt64 = 0) {
    var state = seed
    var start = Self.splitMix(&state) ^ (stream &* 0x9E37_79B9_7F4A_7C15)
    start = Self.splitMix(&start)
    a = Self.splitMix(&start)
    b = Self.splitMix(&start)
    c = Self.splitMix(&start)
    d = Self.splitMix(&start)
  }

  /// The generator at a given state, not all zero.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) { (a, b, c, d) = state }

  @inline(__always)
  package mutating func next() -> UInt64 {
    let mixed = b &* 5
    let result = (mixed &<< 7 | mixed &>> 57) &* 9
    let shifted = b &<< 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = d &<< 45 | d &>> 19
    return result
  }

  /// Uniform in [0, 1), a multiple of 2⁻⁵³.
  @inline(__always)
  package mutating func uniform() -> Double { Double(next() &>> 11) * 0x1p-53 }

  private static func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
