/// Ranks of a tile's values among sorted thresholds.
enum RankSearch {
  /// Writes `rank - 128` of each of the 256 values, for at most 255 thresholds.
  ///
  /// **Shape:** `thresholds` has `1 << steps` less one values. **Missing values:** NaN ranks 0.
  static func bytes(
    _ values: UnsafePointer<Double>, _ thresholds: UnsafePointer<Double>, steps: Int,
    into column: UnsafeMutablePointer<Int8>
  ) {
    // One copy of the loop for each number of steps: a variable number costs ten times as much.
    switch steps {
    case 1: bytes(values, thresholds, 1, column)
    case 2: bytes(values, thresholds, 2, column)
    case 3: bytes(values, thresholds, 3, column)
    case 4: bytes(values, thresholds, 4, column)
    case 5: bytes(values, thresholds, 5, column)
    case 6: bytes(values, thresholds, 6, column)
    case 7: bytes(values, thresholds, 7, column)
    default: bytes(values, thresholds, 8, column)
    }
  }

  @inline(__always)
  private static func bytes(
    _ values: UnsafePointer<Double>, _ thresholds: UnsafePointer<Double>, _ steps: Int,
    _ column: UnsafeMutablePointer<Int8>
  ) {
    var row = 0
    while row < ForestPlan.tileRows {
      let ranks = fourRanks(values + row, thresholds, steps)
      column[row] = Int8(truncatingIfNeeded: ranks.0 &- 128)
      column[row + 1] = Int8(truncatingIfNeeded: ranks.1 &- 128)
      column[row + 2] = Int8(truncatingIfNeeded: ranks.2 &- 128)
      column[row + 3] = Int8(truncatingIfNeeded: ranks.3 &- 128)
      row += 4
    }
  }

  /// Writes the ranks themselves, for any number of thresholds.
  static func ranks(
    _ values: UnsafePointer<Double>, _ thresholds: UnsafePointer<Double>, steps: Int,
    into ranks: UnsafeMutablePointer<Int32>
  ) {
    switch steps {
    case 9: wide(values, thresholds, 9, ranks)
    case 10: wide(values, thresholds, 10, ranks)
    case 11: wide(values, thresholds, 11, ranks)
    case 12: wide(values, thresholds, 12, ranks)
    default: wide(values, thresholds, steps, ranks)
    }
  }

  @inline(__always)
  private static func wide(
    _ values: UnsafePointer<Double>, _ thresholds: UnsafePointer<Double>, _ steps: Int,
    _ ranks: UnsafeMutablePointer<Int32>
  ) {
    var row = 0
    while row < ForestPlan.tileRows {
      let found = fourRanks(values + row, thresholds, steps)
      ranks[row] = Int32(truncatingIfNeeded: found.0)
      ranks[row + 1] = Int32(truncatingIfNeeded: found.1)
      ranks[row + 2] = Int32(truncatingIfNeeded: found.2)
      ranks[row + 3] = Int32(truncatingIfNeeded: found.3)
      row += 4
    }
  }

  /// Four binary searches at once, so that the loads of one hide behind the others'.
  @inline(__always)
  private static func fourRanks(
    _ values: UnsafePointer<Double>, _ thresholds: UnsafePointer<Double>, _ steps: Int
  ) -> (Int, Int, Int, Int) {
    let (x0, x1, x2, x3) = (values[0], values[1], values[2], values[3])
    var (a, b, c, d) = (0, 0, 0, 0)
    var step = steps &- 1
    while step >= 0 {
      let half = 1 &<< step
      let probe = thresholds + (half &- 1)
      a = a &+ (probe[a] < x0 ? half : 0)
      b = b &+ (probe[b] < x1 ? half : 0)
      c = c &+ (probe[c] < x2 ? half : 0)
      d = d &+ (probe[d] < x3 ? half : 0)
      step = step &- 1
    }
    return (a, b, c, d)
  }
}
