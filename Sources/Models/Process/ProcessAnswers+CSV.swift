extension ProcessAnswers {
  /// Which output stands in which column: all of them, each once, in any order.
  func header(csv line: UnsafeMutableBufferPointer<UInt8>) throws(ProcessFault) -> [Int] {
    var found: [Int] = []
    var position = 0
    while true {
      guard let field = field(line, &position) else { throw wrongHeader(line) }
      guard let output = names.firstIndex(where: { field.bytes.elementsEqual($0) }), !found.contains(output)
      else { throw wrongHeader(line) }
      found.append(output)
      if position == line.count { break }
      position += 1
    }
    guard found.count == names.count else { throw wrongHeader(line) }
    return found
  }

  /// Fills `fields`; true where all are empty, and the row so refused.
  func split(csv line: UnsafeMutableBufferPointer<UInt8>, _ order: [Int]) throws(ProcessFault) -> Bool {
    var position = 0
    var isEmpty = true
    var column = 0
    while true {
      guard column < order.count, let field = field(line, &position) else {
        throw malformed(line, order.count == 1 ? "1 field" : "\(order.count) fields")
      }
      fields[order[column]] = field
      if field.count > 0 { isEmpty = false }
      column += 1
      if position == line.count { break }
      position += 1
    }
    guard column == order.count else {
      throw malformed(line, order.count == 1 ? "1 field" : "\(order.count) fields")
    }
    return isEmpty
  }

  /// The field at the position, its quotes taken away in place; the position moves to the comma or the end.
  ///
  /// **Source:** RFC 4180. nil for a quote in the middle, one that is not closed, and what follows a closed one.
  private func field(_ line: UnsafeMutableBufferPointer<UInt8>, _ position: inout Int) -> Field? {
    guard let base = line.baseAddress else { return Field(start: nil) }
    let start = position
    guard position < line.count, line[position] == 0x22 else {
      while position < line.count, line[position] != 0x2C {
        if line[position] == 0x22 { return nil }
        position += 1
      }
      return Field(start: base + start, count: position - start)
    }
    position += 1
    var write = start
    while position < line.count {
      if line[position] == 0x22 {
        position += 1
        if position == line.count || line[position] == 0x2C {
          // Digits that moved must not be left behind a number.
          line[write] = 0x22
          return Field(start: base + start, count: write - start)
        }
        guard line[position] == 0x22 else { return nil }
      }
      line[write] = line[position]
      write += 1
      position += 1
    }
    return nil
  }
}
