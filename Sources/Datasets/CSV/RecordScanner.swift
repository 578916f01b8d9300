/// Finds where records end, and counts records and lines, without looking at fields: the one sequential step
/// before chunks are parsed in parallel.
///
/// It follows the quotes exactly. A quote opens a field only right after a delimiter or a line end; anywhere
/// else outside a quoted field it is an ordinary byte. A quoted field ends at a quote that is not doubled.
/// Quotes, line ends and delimiters are found 64 bytes at a time; blocks without quote, CR or blank line are
/// only counted.
struct RecordScanner {
  private enum State { case outside, inside, afterQuote }

  private let delimiter: UInt8
  private let quote: UInt8?
  /// One column: a blank line is a record.
  private let blankIsRecord: Bool
  private var state = State.outside
  /// What the byte before the next one was; a chunk starts as after a line end.
  private var previous: UInt8 = 0x0A
  private var previousIsTerminator = true
  /// Bytes looked at.
  private(set) var position = 0
  /// Just behind the last record that is known to have ended, and the counts up to there.
  private(set) var end = 0
  private(set) var records = 0
  private(set) var lines = 0
  private var recordsSeen = 0
  private var linesSeen = 0
  /// Where the quoted field that is open now was opened.
  private(set) var opening = 0
  /// A CR was the last byte: its record ends after the LF that may follow.
  private var pendingCR = false

  init(delimiter: UInt8, quote: UInt8?, blankIsRecord: Bool) {
    self.delimiter = delimiter
    self.quote = quote
    self.blankIsRecord = blankIsRecord
  }

  /// Whether the bytes end inside a quoted field.
  var isInside: Bool { state == .inside }

  /// Looks at `position ..< count`. At the end of the file `finish` must follow.
  mutating func scan(_ bytes: UnsafePointer<UInt8>, count: Int) {
    while count - position >= 64 {
      if state == .outside, !pendingCR, plainBlocks(bytes, count: count) { continue }
      if count - position < 64 { break }
      quotedBlock(bytes)
    }
    while position < count {
      step(bytes[position], at: position)
      position += 1
    }
  }

  /// The last byte of the file has been seen: a CR there ends its record.
  mutating func finish() {
    if pendingCR { settle(at: position) }
  }

  private mutating func settle(at offset: Int) {
    pendingCR = false
    end = offset
    records = recordsSeen
    lines = linesSeen
  }

  @inline(__always)
  private mutating func step(_ byte: UInt8, at offset: Int) {
    if pendingCR {
      if byte == 0x0A {
        settle(at: offset + 1)
        previous = byte
        return
      }
      settle(at: offset)
    }
    if state == .afterQuote {
      state = byte == quote ? .inside : .outside
      if state == .inside {
        previous = byte
        return
      }
    }
    let isTerminator = byte == 0x0A || byte == 0x0D
    if state == .inside {
      if byte == quote {
        state = .afterQuote
      } else if byte == 0x0D || (byte == 0x0A && previous != 0x0D) {
        linesSeen += 1
      }
      previousIsTerminator = false
    } else if isTerminator {
      linesSeen += 1
      if blankIsRecord || !previousIsTerminator { recordsSeen += 1 }
      previousIsTerminator = true
      if byte == 0x0D { pendingCR = true } else { settle(at: offset + 1) }
    } else {
      if byte == quote, previous == delimiter || previousIsTerminator {
        state = .inside
        opening = offset
      }
      previousIsTerminator = false
    }
    previous = byte
  }

  /// Takes all blocks up to the first that holds a quote, a CR or a blank line; false if it took none.
  private mutating func plainBlocks(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
    let lf = SIMD16<UInt8>(repeating: 0x0A)
    let cr = SIMD16<UInt8>(repeating: 0x0D)
    let quotes = SIMD16<UInt8>(repeating: quote ?? 0x0D)
    let raw = UnsafeRawPointer(bytes)
    let start = position
    var offset = start
    var total = 0
    var lastWithEnd = -1
    // The byte before the first block may belong to an earlier buffer, or be missing.
    if previousIsTerminator, bytes[offset] == 0x0A { return false }
    while count - offset >= 64 {
      var odd = SIMD16<UInt8>(repeating: 0)
      var ends = SIMD16<UInt8>(repeating: 0)
      for lane in 0..<4 {
        let v = raw.loadUnaligned(fromByteOffset: offset + lane * 16, as: SIMD16<UInt8>.self)
        odd |= mask(v .== cr) | mask(v .== quotes)
        ends &-= mask(v .== lf)
      }
      if any(odd | ends) {
        if any(odd) || hasBlankLine(raw, offset) { break }
        total += sum(ends)
        lastWithEnd = offset
      }
      offset += 64
    }
    guard offset > start else { return false }
    previous = bytes[offset - 1]
    previousIsTerminator = previous == 0x0A
    position = offset
    linesSeen += total
    recordsSeen += total
    if lastWithEnd >= 0 {
      var last = lastWithEnd + 63
      while bytes[last] != 0x0A { last -= 1 }
      settle(at: last + 1)
    }
    return true
  }

  /// Whether an LF follows another in the block; the one before its first byte counts, if there is one.
  @inline(__always)
  private func hasBlankLine(_ bytes: UnsafeRawPointer, _ offset: Int) -> Bool {
    let ends = bits(bytes + offset, 0x0A)
    let before: UInt64 = offset > 0 && bytes.load(fromByteOffset: offset - 1, as: UInt8.self) == 0x0A ? 1 : 0
    return ends & (ends << 1 | before) != 0
  }

  /// The sum of lanes that are at most 4.
  @inline(__always)
  private func sum(_ v: SIMD16<UInt8>) -> Int {
    let halves = unsafeBitCast(v, to: SIMD2<UInt64>.self)
    return Int(truncatingIfNeeded: ((halves[0] &+ halves[1]) &* 0x0101_0101_0101_0101) >> 56)
  }

  /// Takes one block of 64 bytes by following its quotes through bit masks.
  private mutating func quotedBlock(_ bytes: UnsafePointer<UInt8>) {
    let block = UnsafeRawPointer(bytes + position)
    let crs = bits(block, 0x0D)
    guard crs == 0, previous != 0x0D, state != .afterQuote, let quote else {
      for offset in position..<position + 64 { step(bytes[offset], at: offset) }
      position += 64
      return
    }
    let quotes = bits(block, quote)
    let ends = bits(block, 0x0A)
    let separators =
      (ends | bits(block, delimiter)) << 1 | (previous == delimiter || previousIsTerminator ? 1 : 0)
    let openers = quotes & separators
    var outside: UInt64 = 0
    var at = 0
    while at < 64 {
      let rest = UInt64.max &<< UInt64(at)
      if state == .outside {
        let next = openers & rest
        if next == 0 {
          outside |= rest
          break
        }
        let open = next.trailingZeroBitCount
        outside |= rest & ~(UInt64.max &<< UInt64(open))
        state = .inside
        opening = position + open
        at = open + 1
      } else {
        let next = quotes & rest
        if next == 0 { break }
        let close = next.trailingZeroBitCount
        if close == 63 {
          state = .afterQuote
          break
        }
        if quotes &>> UInt64(close + 1) & 1 == 1 {
          at = close + 2
        } else {
          state = .outside
          at = close + 1
        }
      }
    }
    finishBlock(bytes, ends: ends, outside: outside)
  }

  private mutating func finishBlock(_ bytes: UnsafePointer<UInt8>, ends: UInt64, outside: UInt64) {
    let terminators = ends & outside
    let blanks = terminators & (terminators << 1 | (previousIsTerminator ? 1 : 0))
    let all = ends.nonzeroBitCount
    if terminators != 0 {
      let last = 63 - terminators.leadingZeroBitCount
      let after = last == 63 ? 0 : (ends &>> UInt64(last + 1)).nonzeroBitCount
      recordsSeen += (blankIsRecord ? terminators : terminators & ~blanks).nonzeroBitCount
      linesSeen += all - after
      settle(at: position + last + 1)
      linesSeen += after
    } else {
      linesSeen += all
    }
    previous = bytes[position + 63]
    previousIsTerminator = terminators >> 63 == 1
    position += 64
  }

  @inline(__always)
  private func mask(_ m: SIMDMask<SIMD16<Int8>>) -> SIMD16<UInt8> { unsafeBitCast(m, to: SIMD16<UInt8>.self) }

  @inline(__always)
  private func any(_ v: SIMD16<UInt8>) -> Bool {
    let halves = unsafeBitCast(v, to: SIMD2<UInt64>.self)
    return halves[0] | halves[1] != 0
  }

  /// One bit for each of 64 bytes that equals `byte`.
  @inline(__always)
  private func bits(_ block: UnsafeRawPointer, _ byte: UInt8) -> UInt64 {
    let wanted = SIMD16<UInt8>(repeating: byte)
    var result: UInt64 = 0
    for lane in 0..<4 {
      let v = block.loadUnaligned(fromByteOffset: lane * 16, as: SIMD16<UInt8>.self)
      let halves = unsafeBitCast(v .== wanted, to: SIMD2<UInt64>.self)
      let low = ((halves[0] & 0x8040_2010_0804_0201) &* 0x0101_0101_0101_0101) >> 56
      let high = ((halves[1] & 0x8040_2010_0804_0201) &* 0x0101_0101_0101_0101) >> 56
      result |= (low | high << 8) << UInt64(lane * 16)
    }
    return result
  }
}
