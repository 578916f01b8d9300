/// Cells as a compact binary row: a tag and its value, in the machine's own byte order.
///
/// Tags: 0 NULL, 1 real (8 bytes), 2 integer of one byte, 3 integer (8 bytes), 4 text (length of 4 bytes, then
/// the bytes), 5 blob (likewise), 16 + n text of n bytes, n at most 239.
struct SpoolCells: CellSink {
  let scratch: ByteScratch

  @inline(__always)
  func null() { scratch.append(0) }

  @inline(__always)
  func real(_ value: Double) {
    scratch.reserve(9)
    scratch.append(1)
    scratch.append(bits: value.bitPattern)
  }

  @inline(__always)
  func integer(_ value: Int64) {
    scratch.reserve(9)
    if value >= 0, value < 256 {
      scratch.append(2)
      scratch.append(UInt8(truncatingIfNeeded: value))
    } else {
      scratch.append(3)
      scratch.append(bits: UInt64(bitPattern: value))
    }
  }

  @inline(__always)
  func text(_ bytes: UnsafeRawBufferPointer) {
    scratch.reserve(bytes.count + 5)
    if bytes.count <= 239 {
      scratch.append(UInt8(16 + bytes.count))
    } else {
      scratch.append(4)
      scratch.append(bits: UInt32(truncatingIfNeeded: bytes.count))
    }
    scratch.append(bytes)
  }

  func blob(_ bytes: UnsafeRawBufferPointer) {
    scratch.append(5)
    scratch.append(bits: UInt32(truncatingIfNeeded: bytes.count))
    scratch.append(bytes)
  }
}
