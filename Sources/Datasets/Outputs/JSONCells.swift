/// Cells as values of a JSON object; the encoder puts names and commas.
struct JSONCells: CellSink {
  let scratch: ByteScratch

  func null() { scratch.append("null") }

  func real(_ value: Double) {
    if value.isFinite { scratch.append(number: value) } else { null() }
  }

  func integer(_ value: Int64) { scratch.append(integer: value) }

  func text(_ bytes: UnsafeRawBufferPointer) {
    scratch.reserve(bytes.count * 6 + 2)
    scratch.append(0x22)
    for byte in bytes {
      switch byte {
      case 0x22, 0x5C:
        scratch.append(0x5C)
        scratch.append(byte)
      case 0..<0x20:
        scratch.append("\\u00")
        scratch.append(ByteScratch.hexDigits[Int(byte >> 4)])
        scratch.append(ByteScratch.hexDigits[Int(byte & 15)])
      default: scratch.append(byte)
      }
    }
    scratch.append(0x22)
  }
}
