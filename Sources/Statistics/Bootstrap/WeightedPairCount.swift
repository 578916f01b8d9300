/// One model's rows in ascending order of score, ready to count pairs under any multiplicities.
package struct WeightedPairCount: Sendable {
  /// Rows of both classes with one score: the positives' places, then the negatives'.
  private struct Tie: Sendable {
    let start: Int
    let middle: Int
    let end: Int
  }

  private let rows: Int
  /// 0xFF at each positive's place, padded to whole words with neither class.
  private let positives: [UInt64]
  private let negatives: [UInt64]
  private let ties: [Tie]
  /// The cell at each place; nil where they are the same.
  private let cells: [UInt32]?

  /// Rows by score, equal ones with the positives first, then by number.
  package static func order(_ scores: [Double], _ outcomes: [Bool]) -> [Int] {
    outcomes.indices.sorted { a, b in
      if scores[a] != scores[b] { return scores[a] < scores[b] }
      return outcomes[a] == outcomes[b] ? a < b : outcomes[a]
    }
  }

  package init(_ scores: [Double], _ outcomes: [Bool], order: [Int], cellOfRow: [UInt32]?) {
    rows = order.count
    var positives = [UInt64](repeating: 0, count: (rows + 7) / 8)
    var negatives = positives
    var ties: [Tie] = []
    var start = 0
    for place in 0..<rows {
      let byte = UInt64(0xFF) << UInt64(place % 8 * 8)
      if outcomes[order[place]] { positives[place / 8] |= byte } else { negatives[place / 8] |= byte }
      guard place == rows - 1 || scores[order[place]] != scores[order[place + 1]] else { continue }
      let middle = order[start...place].firstIndex { !outcomes[$0] } ?? place + 1
      if middle > start, middle <= place { ties.append(Tie(start: start, middle: middle, end: place + 1)) }
      start = place + 1
    }
    self.positives = positives
    self.negatives = negatives
    self.ties = ties
    cells = cellOfRow.map { cells in order.map { cells[$0] } }
  }

  /// Doubled wins and pairs, where each row counts as often as its cell was drawn.
  ///
  /// - Parameter sorted: memory for `rows` bytes and 8 more, zero beyond `rows`.
  package func count(_ drawn: UnsafePointer<UInt8>, _ sorted: UnsafeMutablePointer<UInt8>) -> PairCount {
    var counts = drawn
    if let cells {
      cells.withUnsafeBufferPointer { cells in
        for place in 0..<rows { sorted[place] = drawn[Int(truncatingIfNeeded: cells[place])] }
      }
      counts = UnsafePointer(sorted)
    }
    let words = UnsafeRawPointer(counts)
    var wins = 0
    var up = 0
    var down = 0
    positives.withUnsafeBufferPointer { positives in
      negatives.withUnsafeBufferPointer { negatives in
        for k in 0..<positives.count {
          let word = UInt64(littleEndian: words.loadUnaligned(fromByteOffset: 8 &* k, as: UInt64.self))
          if word & 0xE0E0_E0E0_E0E0_E0E0 != 0 {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
              let weight = Int(truncatingIfNeeded: word &>> shift & 0xFF)
              if positives[k] &>> shift & 1 == 1 {
                wins &+= weight &* down
                up &+= weight
              } else if negatives[k] &>> shift & 1 == 1 {
                down &+= weight
              }
            }
            continue
          }
          // Each byte is below 32, so that sums of eight of them fit a byte.
          let above = word & positives[k]
          let below = (word & negatives[k]) &* 0x0101_0101_0101_0101
          let weight = Int(truncatingIfNeeded: (above &* 0x0101_0101_0101_0101) &>> 56)
          wins &+= weight &* down &+ Self.product(above, below)
          up &+= weight
          down &+= Int(truncatingIfNeeded: below &>> 56)
        }
      }
    }
    var tied = 0
    for tie in ties {
      var here = 0
      for place in tie.start..<tie.middle { here &+= Int(counts[place]) }
      var others = 0
      for place in tie.middle..<tie.end { others &+= Int(counts[place]) }
      tied &+= here &* others
    }
    return PairCount(doubledWins: 2 &* wins &+ tied, pairs: up &* down)
  }

  /// Σ of the products of the eight bytes, each below 32 and 256: at most 63,240.
  @inline(__always)
  private static func product(_ a: UInt64, _ b: UInt64) -> Int {
    let bytes = unsafeBitCast(a, to: SIMD8<UInt8>.self)
    let others = unsafeBitCast(b, to: SIMD8<UInt8>.self)
    let products =
      SIMD8<UInt16>(truncatingIfNeeded: bytes) &* SIMD8<UInt16>(truncatingIfNeeded: others)
    return Int(products.wrappedSum())
  }
}
