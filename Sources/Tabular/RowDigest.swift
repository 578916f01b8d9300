/// An order-independent digest of rows: the sum of their 128-bit hashes, and how many they are.
///
/// Equal rows in any order and at any number of threads give the same digest. Not cryptographic: it tells
/// whether an input changed, not whether somebody forged it.
package struct RowDigest: Sendable, Hashable, CustomStringConvertible {
  package private(set) var low: UInt64 = 0
  package private(set) var high: UInt64 = 0
  package private(set) var rows: UInt64 = 0

  package init() {}

  /// What the hash of each row starts from: equal bytes under other column names are other rows.
  package struct Seed: Sendable, Hashable {
    fileprivate let low: UInt64
    fileprivate let high: UInt64

    /// Rows whose bytes tell everything.
    package static let none = Seed(low: 0, high: 0)

    private init(low: UInt64, high: UInt64) {
      self.low = low
      self.high = high
    }

    /// The names of the row's fields, in their order.
    package init(columns: [String]) {
      var bytes: [UInt8] = []
      for name in columns {
        withUnsafeBytes(of: UInt64(name.utf8.count).littleEndian) { bytes += $0 }
        bytes += name.utf8
      }
      (low, high) = bytes.withUnsafeBytes { RowDigest.hash($0) }
    }
  }

  /// Adds one row by its bytes.
  package mutating func add(_ bytes: UnsafeRawBufferPointer, seed: Seed = .none) {
    let hash = RowDigest.hash(bytes, seed: seed)
    add(low: hash.low, high: hash.high)
  }

  package mutating func add(_ other: RowDigest) {
    let count = rows
    add(low: other.low, high: other.high)
    rows = count &+ other.rows
  }

  private mutating func add(low addedLow: UInt64, high addedHigh: UInt64) {
    let (sum, carry) = low.addingReportingOverflow(addedLow)
    low = sum
    high = high &+ addedHigh &+ (carry ? 1 : 0)
    rows &+= 1
  }

  /// A 128-bit hash of some bytes: two lanes of multiply and fold, 16 bytes a step.
  package static func hash(
    _ bytes: UnsafeRawBufferPointer, seed: Seed = .none
  ) -> (low: UInt64, high: UInt64) {
    var a: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count) ^ seed.low
    var b: UInt64 = 0xC2B2_AE3D_27D4_EB4F &+ UInt64(bytes.count) &+ seed.high
    var offset = 0
    while offset + 16 <= bytes.count {
      let x = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let y = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
      a = fold(a ^ x, y ^ 0xA076_1D64_78BD_642F)
      b = fold(b ^ y, x ^ 0xE703_7ED1_A0B4_28DB) ^ a
      offset += 16
    }
    var x: UInt64 = 0
    var y: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count {
      if shift < 64 {
        x |= UInt64(bytes[offset]) << shift
      } else {
        y |= UInt64(bytes[offset]) << (shift - 64)
      }
      shift += 8
      offset += 1
    }
    a = fold(a ^ x, y ^ 0x8EBC_6AF0_9C88_C6E3)
    b = fold(b ^ y, x ^ 0x5899_65CC_7537_4CC3) ^ a
    return (fold(a ^ 0x1D8E_4E27_C47D_124F, b), fold(b ^ 0xEB44_ACCA_B455_D165, a))
  }

  @inline(__always)
  private static func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: y)
    return product.high ^ product.low
  }

  /// 32 hexadecimal digits, a hyphen, the number of rows.
  package var description: String {
    func hex(_ value: UInt64) -> String {
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    return hex(high) + hex(low) + "-\(rows)"
  }
}
