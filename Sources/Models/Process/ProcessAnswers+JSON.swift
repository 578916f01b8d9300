extension ProcessAnswers {
  /// `{"outputs": ["…"]}`, all of them, each once, in any order.
  func header(json line: UnsafeMutableBufferPointer<UInt8>) throws(ProcessFault) -> [Int] {
    var reader = ProcessJSON(line)
    guard reader.skip(0x7B), reader.text()?.elementsEqual("outputs".utf8) ?? false, reader.skip(0x3A),
      reader.skip(0x5B)
    else { throw wrongHeader(line) }
    var found: [Int] = []
    repeat {
      guard let name = reader.text(), let output = names.firstIndex(where: { name.elementsEqual($0) }),
        !found.contains(output)
      else { throw wrongHeader(line) }
      found.append(output)
    } while reader.skip(0x2C)
    guard reader.skip(0x5D), reader.skip(0x7D), reader.isAtEnd, found.count == names.count else {
      throw wrongHeader(line)
    }
    return found
  }

  /// Fills `fields` from one object; true for `null` and where all are null, and the row so refused.
  func split(json line: UnsafeMutableBufferPointer<UInt8>) throws(ProcessFault) -> Bool {
    var reader = ProcessJSON(line)
    if reader.isNull(), reader.isAtEnd { return true }
    let expected = "null, or an object of the outputs, each once, with numbers, strings and null in it"
    guard reader.skip(0x7B) else { throw malformed(line, expected) }
    for output in names.indices { fields[output] = Field(start: nil, count: -1) }
    var isEmpty = true
    // Programs give the same order again and again: the next one first.
    var next = 0
    var count = 0
    repeat {
      guard let key = reader.text(), reader.skip(0x3A) else { throw malformed(line, expected) }
      var output = next < names.count && key.elementsEqual(names[next]) ? next : -1
      if output < 0 { output = names.firstIndex { key.elementsEqual($0) } ?? -1 }
      guard output >= 0, fields[output].count < 0 else { throw malformed(line, expected) }
      if reader.isNull() {
        fields[output] = Field(start: nil)
      } else if let value = reader.value(isNumber: outputs[output].kind == .number) {
        fields[output] = Field(start: value.baseAddress.map { UnsafePointer($0) }, count: value.count)
        isEmpty = false
      } else {
        throw wrong(output, "is of the wrong kind", outputs[output].kind == .number ? "a number" : "a string")
      }
      next = output + 1
      count += 1
    } while reader.skip(0x2C)
    guard reader.skip(0x7D), reader.isAtEnd, count == names.count else { throw malformed(line, expected) }
    return isEmpty
  }
}
