/// As many draws as there are cells, each cell as likely as any: how often each was drawn.
///
/// Exact, and cheap: the draws are first divided among blocks of 4,096 cells, halving by fair coins counted 64 at a
/// time, and then inside a block each draw costs 12 random bits. Only the splits that are not even need more: a
/// binomial with p = k/n is got by comparing each draw's uniform number with the binary digits of k/n, all draws at
/// once, digit by digit until none is open. **Shape:** one byte for a cell; that a cell is drawn 256 times among as
/// many draws as cells has a probability below 1e-500, and none with fewer than 256 cells.
enum Multinomial {
  private static let blockBits = 12
  private static let block = 1 << blockBits

  /// Sets the counts of all cells.
  static func draw(_ counts: UnsafeMutablePointer<UInt8>, cells: Int, _ random: inout Xoshiro256) {
    counts.update(repeating: 0, count: cells)
    split(counts, cells: cells, draws: cells, &random)
  }

  private static func split(
    _ counts: UnsafeMutablePointer<UInt8>, cells: Int, draws: Int, _ random: inout Xoshiro256
  ) {
    guard cells > block else { return fill(counts, cells: cells, draws: draws, &random) }
    // The largest power of two below, so that all splits but those along the right edge are even.
    let left = 1 << (Int.bitWidth - 1 - (cells - 1).leadingZeroBitCount)
    let here = binomial(draws, left, of: cells, &random)
    split(counts, cells: left, draws: here, &random)
    split(counts + left, cells: cells - left, draws: draws - here, &random)
  }

  private static func fill(
    _ counts: UnsafeMutablePointer<UInt8>, cells: Int, draws: Int, _ random: inout Xoshiro256
  ) {
    if cells == block {
      var left = draws
      while left >= 5 {
        let word = random.next()
        counts[Int(truncatingIfNeeded: word & 4095)] &+= 1
        counts[Int(truncatingIfNeeded: word &>> 12 & 4095)] &+= 1
        counts[Int(truncatingIfNeeded: word &>> 24 & 4095)] &+= 1
        counts[Int(truncatingIfNeeded: word &>> 36 & 4095)] &+= 1
        counts[Int(truncatingIfNeeded: word &>> 48 & 4095)] &+= 1
        left &-= 5
      }
      var word = left > 0 ? random.next() : 0
      for _ in 0..<left {
        counts[Int(truncatingIfNeeded: word & 4095)] &+= 1
        word &>>= 12
      }
      return
    }
    guard cells > 1 else {
      if cells == 1 { counts[0] = UInt8(truncatingIfNeeded: draws) }
      return
    }
    // Draws that fall beyond the last cell are taken again.
    let bits = Int.bitWidth - (cells - 1).leadingZeroBitCount
    let mask = UInt64(1) << UInt64(bits) - 1
    let perWord = 64 / bits
    var left = draws
    while left > 0 {
      var word = random.next()
      for _ in 0..<perWord where left > 0 {
        let cell = Int(truncatingIfNeeded: word & mask)
        word &>>= UInt64(bits)
        if cell < cells {
          counts[cell] &+= 1
          left &-= 1
        }
      }
    }
  }

  /// How many of some draws fall on the left, each with probability left/all.
  static func binomial(_ draws: Int, _ left: Int, of all: Int, _ random: inout Xoshiro256) -> Int {
    var count = 0
    var open = draws
    var rest = left
    while open > 0, rest != 0 {
      rest &*= 2
      let heads = heads(open, &random)
      if rest >= all {
        rest &-= all
        count &+= heads
        open &-= heads
      } else {
        open = heads
      }
    }
    return count
  }

  /// How many of some fair coins show heads.
  private static func heads(_ coins: Int, _ random: inout Xoshiro256) -> Int {
    var sum = 0
    for _ in 0..<(coins &>> 6) { sum &+= random.next().nonzeroBitCount }
    let rest = coins & 63
    if rest > 0 { sum &+= (random.next() &>> UInt64(64 &- rest)).nonzeroBitCount }
    return sum
  }
}
