/// What takes the cells of an encoded row, one after the other.
protocol CellSink {
  func null()
  func real(_ value: Double)
  func integer(_ value: Int64)
  func text(_ bytes: UnsafeRawBufferPointer)
}
