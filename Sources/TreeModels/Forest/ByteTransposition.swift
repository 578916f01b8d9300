/// Turns sixteen records of sixteen bytes into sixteen columns of sixteen rows.
enum ByteTransposition {
  /// **Shape:** reads 16 bytes at `records + rows[i] * width` for 16 rows; writes column c to
  /// `target + 256 * c`.
  @inline(__always)
  static func run(
    _ records: UnsafeRawPointer, width: Int, _ rows: UnsafePointer<Int32>,
    into target: UnsafeMutableRawPointer
  ) {
    withUnsafeTemporaryAllocation(of: SIMD2<UInt64>.self, capacity: 16) { block in
      guard let lines = block.baseAddress else { return }
      for row in 0..<16 {
        let line = records.loadUnaligned(
          fromByteOffset: Int(rows[row]) &* width, as: SIMD2<UInt64>.self)
        (lines + row).initialize(to: line)
      }
      exchange(lines, distance: 1, shift: 8, mask: 0x00FF_00FF_00FF_00FF)
      exchange(lines, distance: 2, shift: 16, mask: 0x0000_FFFF_0000_FFFF)
      exchange(lines, distance: 4, shift: 32, mask: 0x0000_0000_FFFF_FFFF)
      for row in 0..<8 {
        let (upper, lower) = (lines[row], lines[row + 8])
        lines[row] = SIMD2(upper.x, lower.x)
        lines[row + 8] = SIMD2(upper.y, lower.y)
      }
      for column in 0..<16 {
        target.storeBytes(of: lines[column], toByteOffset: column * 256, as: SIMD2<UInt64>.self)
      }
    }
  }

  /// Swaps the off-diagonal squares of each pair of lines that lie `distance` apart.
  @inline(__always)
  private static func exchange(
    _ lines: UnsafeMutablePointer<SIMD2<UInt64>>, distance: Int, shift: UInt64, mask: UInt64
  ) {
    let low = SIMD2(repeating: mask)
    let shifts = SIMD2(repeating: shift)
    for row in 0..<16 where row & distance == 0 {
      let (upper, lower) = (lines[row], lines[row + distance])
      lines[row] = (upper & low) | ((lower & low) &<< shifts)
      lines[row + distance] = ((upper &>> shifts) & low) | (lower & ~low)
    }
  }
}
