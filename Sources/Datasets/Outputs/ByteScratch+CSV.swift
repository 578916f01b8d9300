extension ByteScratch {
  static let hexDigits = Array("0123456789abcdef".utf8)

  /// A CSV field: quoted where it holds a comma, a quote or a line end, never altered otherwise.
  @inline(__always)
  func append(field bytes: UnsafeRawBufferPointer) {
    for byte in bytes where byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D {
      append(quotedField: bytes)
      return
    }
    append(bytes)
  }

  @inline(never)
  private func append(quotedField bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count * 2 + 2)
    append(0x22)
    for byte in bytes {
      if byte == 0x22 { append(0x22) }
      append(byte)
    }
    append(0x22)
  }

  func append(field text: String) {
    var text = text
    text.withUTF8 { append(field: UnsafeRawBufferPointer($0)) }
  }
}
