/// Gathers the numbers of one array in the narrowest form that holds them.
struct NumberList {
  private var integers: [Int32] = []
  private var longs: [Int64] = []
  private var numbers: [Float] = []
  private var width = 0
  private(set) var count = 0

  @inline(__always)
  mutating func add(_ integer: Int64) {
    count += 1
    if width == 0, let short = Int32(exactly: integer) {
      integers.append(short)
    } else {
      addWide(integer)
    }
  }

  private mutating func addWide(_ integer: Int64) {
    if width == 0 {
      longs = integers.map { Int64($0) }
      integers = []
      width = 1
    }
    if width == 1 { longs.append(integer) } else { numbers.append(Float(integer)) }
  }

  @inline(__always)
  mutating func add(_ number: Float) {
    count += 1
    if width < 2 { becomeNumbers() }
    numbers.append(number)
  }

  private mutating func becomeNumbers() {
    numbers = width == 0 ? integers.map { Float($0) } : longs.map { Float($0) }
    integers = []
    longs = []
    width = 2
  }

  var value: XGBoostValue {
    switch width {
    case 0: .integers(integers)
    case 1: .longs(longs)
    default: .numbers(numbers)
    }
  }
}
