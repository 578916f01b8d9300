import Diagnostics

/// Sorts rows by score, best first and equal scores as they came, however many there are: stretches in memory, then all
/// stretches together.
///
/// **Units:** 64 MiB while it sorts; beyond a stretch of two million rows 16 bytes for each row in the scratch space.
struct ScoreSorter {
  struct Row: BitwiseCopyable {
    /// Ascends as scores descend.
    var key: UInt64 = 0
    var payload: UInt64 = 0
  }

  static let stretch = 1 << 21

  private let space: ScratchSpace
  private let stretch: Int
  private var rows: [Row] = []
  private var spare: [Row] = []
  private var runs: [ScratchColumn<Row>] = []
  private let file: SpillFile

  /// - Parameter count: how many rows come.
  init(_ space: ScratchSpace, count: Int, stretch: Int = ScoreSorter.stretch) {
    self.space = space
    self.stretch = stretch
    file = SpillFile(space)
    rows.reserveCapacity(min(count, stretch))
  }

  /// **Missing values:** none; −0 equals 0.
  static func key(_ score: Double) -> UInt64 {
    let bits = (score + 0).bitPattern
    // Doubles without a sign order as their bits do, those with one the other way round.
    return bits >> 63 == 1 ? bits : ~(bits | 1 << 63)
  }

  mutating func append(_ score: Double, _ payload: UInt64) throws(Diagnostic) {
    try append(key: ScoreSorter.key(score), payload)
  }

  /// By a key of another kind, the smallest first.
  mutating func append(key: UInt64, _ payload: UInt64 = 0) throws(Diagnostic) {
    if rows.count == stretch { try keep() }
    rows.append(Row(key: key, payload: payload))
  }

  /// Gives all rows in order. The body is told whether the next row has another score.
  mutating func finish(_ body: (_ row: Row, _ endsGroup: Bool) throws(Diagnostic) -> Void) throws(Diagnostic)
  {
    if runs.isEmpty {
      RadixSort.sort(&rows, &spare)
      spare = []
      for place in rows.indices {
        try body(rows[place], place + 1 == rows.count || rows[place + 1].key != rows[place].key)
      }
      rows = []
      return
    }
    try keep()
    rows = []
    spare = []
    var merge = RunMerge(runs)
    guard var row = merge.next() else { return }
    while let next = merge.next() {
      try body(row, next.key != row.key)
      row = next
    }
    try body(row, true)
    runs = []
  }

  private mutating func keep() throws(Diagnostic) {
    RadixSort.sort(&rows, &spare)
    runs.append(try ScratchColumn(rows, in: space, file))
    // A column in memory shares the array: the next stretch takes a new one.
    rows = []
    rows.reserveCapacity(stretch)
  }
}

/// Sorts by keys in passes of a byte, stable.
private enum RadixSort {
  static func sort(_ rows: inout [ScoreSorter.Row], _ spare: inout [ScoreSorter.Row]) {
    let count = rows.count
    guard count > 1 else { return }
    if spare.count != count { spare = [ScoreSorter.Row](repeating: .init(), count: count) }
    var counts = [Int](repeating: 0, count: 8 * 256)
    counts.withUnsafeMutableBufferPointer { counts in
      for row in rows {
        for byte in 0..<8 { counts[byte << 8 | Int(row.key >> UInt64(byte * 8) & 255)] += 1 }
      }
      for byte in 0..<8 {
        let own = UnsafeMutableBufferPointer(rebasing: counts[byte << 8..<(byte + 1) << 8])
        if own.contains(count) { continue }
        var start = 0
        for digit in own.indices { (own[digit], start) = (start, start + own[digit]) }
        rows.withUnsafeBufferPointer { from in
          spare.withUnsafeMutableBufferPointer { to in
            for row in from {
              let digit = Int(row.key >> UInt64(byte * 8) & 255)
              to[own[digit]] = row
              own[digit] += 1
            }
          }
        }
        swap(&rows, &spare)
      }
    }
  }
}
