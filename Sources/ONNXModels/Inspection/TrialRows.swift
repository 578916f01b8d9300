import Glibc

/// Made-up rows, the same for ever: what a model is tried with before there is a real row.
///
/// The first eight are small and ordinary, since whole numbers may be indices; the others spread over many scales.
struct TrialRows {
  /// Rows that the outputs are described by.
  static let ordinary = 8
  static let count = 40

  private static let numbers: [Double] = [0, 1, -1, 0.5, 3, -2.5, 10, 100]
  private static let words = ["", "a", "the order has not arrived", "1", "refund", "Ä", "true", "yes no"]

  /// Puts made-up row `number(place)` at each place of the run.
  static func fill(_ run: SessionRun, _ number: (Int) -> Int) {
    for place in 0..<run.rows { put(number(place), at: place, of: run) }
  }

  /// Puts a made-up row at one place of the run.
  static func put(_ row: Int, at place: Int, of run: SessionRun) {
    for (tensor, buffer) in zip(run.inputs.tensors, run.buffers) {
      for column in 0..<tensor.width {
        let index = place * tensor.width + column
        switch tensor.element {
        case .float:
          buffer.storeBytes(of: Float(number(row, column)), toByteOffset: index * 4, as: Float.self)
        case .double: buffer.storeBytes(of: number(row, column), toByteOffset: index * 8, as: Double.self)
        case .string:
          let word = TrialWords.shared.pointers[seed(row, column) % words.count]
          buffer.storeBytes(of: word, toByteOffset: index * 8, as: UnsafePointer<CChar>?.self)
        default: TensorWriter(buffer, tensor.element).store(whole(row, column), at: index)
        }
      }
    }
  }

  private static func number(_ row: Int, _ column: Int) -> Double {
    if row < ordinary { return numbers[seed(row, column)] }
    let chance = seed(row, column)
    let mantissa = Double(1 + chance % 9000) / 1000 * (chance & 1 << 20 == 0 ? 1 : -1)
    switch row - ordinary {
    // One scale for all columns, from 1e-4 to 1e8.
    case 0..<26: return mantissa * pow(10, Double((row - ordinary) / 2 - 4))
    // A scale for each column.
    case 26..<30: return mantissa * pow(10, Double(chance >> 24 % 13 - 4))
    case 30: return .nan
    default: return mantissa * 1e30
    }
  }

  /// 0 or 1 in the ordinary rows; the others may lie beyond a table, and are left out where they do.
  private static func whole(_ row: Int, _ column: Int) -> Double {
    if row < ordinary { return Double(seed(row, column) % 2) }
    let value = number(row, column).rounded(.towardZero)
    return value.magnitude < 1e9 ? value : Double(seed(row, column) % 100)
  }

  private static func seed(_ row: Int, _ column: Int) -> Int {
    if row < ordinary { return row == 0 ? 0 : (row + column * 3) % ordinary }
    var state = UInt64(row) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(column) &* 0xBF58_476D_1CE4_E5B9
    state = (state ^ state >> 30) &* 0x94D0_49BB_1331_11EB
    return Int((state ^ state >> 31) >> 16)
  }

  /// Texts that C can read, for good.
  private final class TrialWords: @unchecked Sendable {  // Never changed after init.
    static let shared = TrialWords()
    let pointers: [UnsafePointer<CChar>?]

    private init() {
      pointers = TrialRows.words.map { word in
        let bytes = word.utf8CString
        let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { (memory + index).initialize(to: byte) }
        return UnsafePointer(memory)
      }
    }
  }
}
