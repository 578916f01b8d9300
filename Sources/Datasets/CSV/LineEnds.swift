/// How many lines end in some bytes: LF, CRLF and a CR alone each end one.
enum LineEnds {
  static func count(_ bytes: UnsafeRawBufferPointer) -> Int {
    var count = 0
    var offset = 0
    // Blocks without CR are only counted; SIMD lanes hold at most 4 for each of them.
    while offset + 64 <= bytes.count {
      var ends = SIMD16<UInt8>(repeating: 0)
      var returns = SIMD16<UInt8>(repeating: 0)
      for lane in 0..<4 {
        let v = bytes.loadUnaligned(fromByteOffset: offset + lane * 16, as: SIMD16<UInt8>.self)
        ends &-= unsafeBitCast(v .== 0x0A, to: SIMD16<UInt8>.self)
        returns |= unsafeBitCast(v .== 0x0D, to: SIMD16<UInt8>.self)
      }
      let halves = unsafeBitCast(returns, to: SIMD2<UInt64>.self)
      if halves[0] | halves[1] == 0, offset == 0 || bytes[offset - 1] != 0x0D {
        count += Int(ends.wrappedSum())
      } else {
        count += careful(bytes, offset..<offset + 64)
      }
      offset += 64
    }
    return count + careful(bytes, offset..<bytes.count)
  }

  static func count(_ bytes: ArraySlice<UInt8>) -> Int { bytes.withUnsafeBytes { count($0) } }

  private static func careful(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
    var count = 0
    for index in range {
      if bytes[index] == 0x0D || (bytes[index] == 0x0A && (index == 0 || bytes[index - 1] != 0x0D)) {
        count += 1
      }
    }
    return count
  }
}
