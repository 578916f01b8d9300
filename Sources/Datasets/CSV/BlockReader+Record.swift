import Tabular

extension BlockReader {
  typealias Cursor = UnsafePointer<UInt8>

  /// Writes one record to row `row` and gives where its line end starts; nil where the careful way must look.
  @inline(__always)
  func parse(
    _ start: Cursor, _ operations: UnsafeBufferPointer<FieldOperation>, lastField: Int, row: Int
  ) -> Cursor? {
    let delimiter = delimiter
    let scansNumbers = scansNumbers && !looksNumeric
    let mark = mark
    let powers = UnsafePointer(scanner.powers)
    let whole = UnsafePointer(scanner.whole)
    let numbers = numbers
    var cell = start
    var stop: Cursor? = nil
    var field = 0
    var index = 0
    while index < operations.count {
      let operation = operations[index]
      while field < operation.field {
        guard let end = stop ?? skip(cell), end.pointee == delimiter else { return nil }
        cell = end + 1
        stop = nil
        field += 1
      }
      index += 1
      switch operation.kind {
      case .number:
        let tile = operation.tile.assumingMemoryBound(to: Double.self)
        if scansNumbers {
          if operation.run > 0 {
            let found = foretold(cell, index - 1, operation.run, row)
            if found.count > 0 {
              stop = found.stop
              field += found.count - 1
              index += found.count - 1
              continue
            }
          }
          var cursor = cell
          let isNegative = cursor.pointee == 0x2D
          cursor += isNegative ? 1 : 0
          // The usual number: sign, up to seven digits, mark, up to eight digits.
          let front = DecimalScanner.load(cursor)
          let count = DecimalScanner.digitCount(front)
          if count > 0, count < 8 {
            // Foretelling one digit before the mark lets the next load start before these are counted.
            var mantissa: UInt64
            if count == 1 {
              mantissa = front & 0xFF
              cursor += 1
            } else {
              mantissa = DecimalScanner.eight(front &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count))
              cursor += count
            }
            var value: Double
            if cursor.pointee == mark {
              cursor += 1
              let back = DecimalScanner.load(cursor)
              var decimals = DecimalScanner.digitCount(back)
              if decimals > 0 {
                mantissa =
                  mantissa &* whole[decimals]
                  &+ DecimalScanner.eight(back &<< UInt64(truncatingIfNeeded: 64 &- 8 &* decimals))
              }
              // A ninth digit by arithmetic: no branch can foretell it. With seven before the mark these
              // are 16 digits, which may pass 2^53.
              let ninth = cursor[8] &- 0x30
              let more: UInt64 = decimals == 8 && ninth <= 9 && count < 7 ? 1 : 0
              mantissa = mantissa &* (1 &+ 9 &* more) &+ UInt64(ninth) &* more
              decimals &+= Int(truncatingIfNeeded: more)
              cursor += decimals
              if count == 1 { numbers[index - 1].miss(decimals: decimals) }
              value = Double(Int64(truncatingIfNeeded: mantissa)) / powers[decimals]
            } else {
              value = Double(Int64(truncatingIfNeeded: mantissa))
            }
            if isEnd(cursor.pointee, delimiter) {
              tile[row] = isNegative ? -value : value
              stop = cursor
              continue
            }
          }
        }
        guard let end = number(cell, .number, tile + row) else { return nil }
        stop = end
      case .integer, .boolean:
        let tile = operation.tile.assumingMemoryBound(to: Double.self)
        guard let end = number(cell, operation.kind, tile + row) else { return nil }
        stop = end
      case .category:
        let tile = operation.tile.assumingMemoryBound(to: Int32.self)
        guard let end = category(cell, operation.table, tile + row) else { return nil }
        stop = end
      case .text:
        let tile = operation.tile.assumingMemoryBound(to: TextSlice.self)
        guard let end = text(cell, tile + row) else { return nil }
        stop = end
      }
    }
    while field < lastField {
      guard let end = stop ?? skip(cell), end.pointee == delimiter else { return nil }
      cell = end + 1
      stop = nil
      field += 1
    }
    guard let end = stop ?? skip(cell), end.pointee != delimiter else { return nil }
    return end
  }

  /// Whether an unquoted field ends before this byte.
  @inline(__always)
  private func isEnd(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
    byte == delimiter || byte == 0x0A || byte == 0x0D
  }

  /// Where an unquoted field ends: at a delimiter or a line end, which every chunk ends with.
  @inline(__always)
  func plainEnd(_ start: Cursor) -> Cursor {
    let delimiters = 0x0101_0101_0101_0101 &* UInt64(delimiter)
    var cursor = start
    while true {
      let word = UInt64(littleEndian: UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self))
      let hits =
        zeros(word ^ delimiters) | zeros(word ^ 0x0A0A_0A0A_0A0A_0A0A) | zeros(word ^ 0x0D0D_0D0D_0D0D_0D0D)
      if hits != 0 { return cursor + hits.trailingZeroBitCount >> 3 }
      cursor += 8
    }
  }

  /// The high bit of each byte that is zero; bytes above the first may be wrong.
  @inline(__always)
  private func zeros(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// A quoted field: where its text ends, whether quotes are doubled in it, and where the field ends; nil if
  /// it goes on after its closing quote.
  @inline(__always)
  func quoted(_ start: Cursor) -> (textEnd: Cursor, isEscaped: Bool, end: Cursor)? {
    let quotes = 0x0101_0101_0101_0101 &* UInt64(truncatingIfNeeded: quote)
    var cursor = start + 1
    var isEscaped = false
    while true {
      let word = UInt64(littleEndian: UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self))
      let hits = zeros(word ^ quotes)
      if hits == 0 {
        cursor += 8
        continue
      }
      cursor += hits.trailingZeroBitCount >> 3
      if Int32(cursor[1]) != quote { break }
      isEscaped = true
      cursor += 2
    }
    let byte = cursor[1]
    guard byte == delimiter || byte == 0x0A || byte == 0x0D else { return nil }
    return (cursor, isEscaped, cursor + 1)
  }

  /// Where a field ends that nobody wants.
  @inline(__always)
  func skip(_ start: Cursor) -> Cursor? {
    if Int32(start.pointee) == quote { return quoted(start)?.end }
    return plainEnd(start)
  }
}
