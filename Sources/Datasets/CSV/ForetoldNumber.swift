/// Where the next number of a column ends, if it is written like those before: a digit, the mark, and as many
/// decimals.
///
/// Foretelling the end lets the processor begin the next number before this one is read; what is foretold is
/// checked, and a number of any other shape goes the general way.
struct ForetoldNumber {
  /// Moves the decimals to the upper end of a word.
  private(set) var shift: UInt64
  /// Bytes behind the sign.
  private(set) var length: Int
  /// 10^decimals, twice.
  private(set) var whole: UInt64
  private(set) var power: Double
  /// Where the column's values go.
  var tile: UnsafeMutablePointer<Double>?
  /// Numbers of one digit before the mark that had other decimals, in this batch, and the last of these.
  private var misses = 0
  private var other = 0

  /// The most decimals that one word holds.
  private static let most = 8

  init(decimals: Int = ForetoldNumber.most) {
    var whole: UInt64 = 1
    for _ in 0..<decimals { whole *= 10 }
    self.whole = whole
    power = Double(whole)
    shift = UInt64(64 - 8 * decimals)
    length = 2 + decimals
  }

  @inline(__always)
  mutating func miss(decimals: Int) {
    misses &+= 1
    other = decimals
  }

  /// Takes another shape where most of the last batch's rows had it.
  mutating func settle(rows: Int) {
    if misses * 2 > rows, (1...ForetoldNumber.most).contains(other) { self = ForetoldNumber(decimals: other) }
    misses = 0
  }
}

extension BlockReader {
  /// Reads numbers in fields side by side for as long as they are what was foretold: how many, and where the
  /// last of them stops.
  ///
  /// A loop of its own, since one that knows every kind of field has no registers left.
  @inline(never)
  func foretold(_ start: Cursor, _ first: Int, _ run: Int, _ row: Int) -> (count: Int, stop: Cursor) {
    let delimiter = delimiter
    let mark = mark
    var number = UnsafePointer(numbers + first)
    let last = number + run
    var cell = start
    var stop = start
    while number < last {
      let isNegative = cell.pointee == 0x2D
      let front = cell + (isNegative ? 1 : 0)
      let digit = front[0] &- 0x30
      let digits = DecimalScanner.load(front + 2) &<< number.pointee.shift
      let end = front + number.pointee.length
      guard digit <= 9, front[1] == mark, DecimalScanner.areDigits(digits), let tile = number.pointee.tile
      else {
        break
      }
      let byte = end.pointee
      if byte != delimiter, byte != 0x0A, byte != 0x0D { break }
      let mantissa = UInt64(digit) &* number.pointee.whole &+ DecimalScanner.eight(digits)
      let value = Double(Int64(truncatingIfNeeded: mantissa)) / number.pointee.power
      tile[row] = Double(bitPattern: value.bitPattern | (isNegative ? 1 << 63 : 0))
      number += 1
      stop = end
      cell = end + 1
      if byte != delimiter { break }
    }
    return (number - UnsafePointer(numbers + first), stop)
  }

  /// Tells each step how many numbers in a row begin with it.
  func countRuns(_ steps: [ReadStep]) {
    for index in steps.indices.reversed() where steps[index].kind == .number {
      let isFollowed =
        index + 1 < steps.count && steps[index + 1].kind == .number
        && steps[index + 1].field == steps[index].field + 1
      operations[index].run = isFollowed ? operations[index + 1].run + 1 : 1
    }
  }
}
