/// Cells as fields of a CSV record; the encoder puts the commas.
struct CSVCells: CellSink {
  let scratch: ByteScratch

  func null() {}
  @inline(__always)
  func real(_ value: Double) { scratch.append(number: value) }
  @inline(__always)
  func integer(_ value: Int64) { scratch.append(integer: value) }
  @inline(__always)
  func text(_ bytes: UnsafeRawBufferPointer) { scratch.append(field: bytes) }
}
