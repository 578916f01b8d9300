import Markdown

/// 128 bits that differ where bytes differ: what pages, templates and settings are compared by between builds.
///
/// It guards against change, not against somebody who looks for two texts with one digest.
struct SiteDigest: Sendable, Hashable {
  let high: UInt64
  let low: UInt64

  static let none = SiteDigest(high: 0, low: 0)

  /// 16 digits for the name of a file.
  var name: String {
    let digits = String(high, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Collects what a digest is made of; the parts are set apart, so that "ab", "c" is not "a", "bc".
///
/// **Source:** two lanes of multiply-and-fold steps as in wyhash, with different constants.
struct SiteDigester {
  private var high: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var low: UInt64 = 0xD1B5_4A32_D192_ED03

  var digest: SiteDigest {
    let a = Self.fold(high ^ 0x2D35_8DCC_AA6C_78A5, low ^ 0x8BB8_4B93_962E_ACC9)
    let b = Self.fold(low ^ 0x4B33_A62E_D433_D4A3, a ^ 0x4D5A_2DA5_1DE1_AA47)
    return SiteDigest(high: a, low: b)
  }

  mutating func add(_ number: UInt64) {
    high = Self.fold(high ^ number, 0xA076_1D64_78BD_642F)
    low = Self.fold(low ^ number ^ 0xE703_7ED1_A0B4_28DB, 0x8EBC_6AF0_9C88_C6E3)
  }

  mutating func add(_ digest: SiteDigest) {
    add(digest.high)
    add(digest.low)
  }

  mutating func add(_ text: String) {
    text.withBytes { add(UnsafeRawBufferPointer($0)) }
  }

  mutating func add(_ text: String?) {
    if let text { add(text) } else { add(UInt64.max) }
  }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    add(UInt64(bytes.count))
    var index = 0
    while index + 16 <= bytes.count {
      let one = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let two = bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
      high = Self.fold(high ^ one, two ^ 0xA076_1D64_78BD_642F)
      low = Self.fold(low ^ two, one ^ 0xE703_7ED1_A0B4_28DB)
      index += 16
    }
    if index < bytes.count {
      var one: UInt64 = 0
      var two: UInt64 = 0
      for (place, byte) in bytes[index...].enumerated() {
        if place < 8 { one |= UInt64(byte) << (8 * place) } else { two |= UInt64(byte) << (8 * (place - 8)) }
      }
      add(one)
      add(two)
    }
  }

  static func of(_ bytes: [UInt8]) -> SiteDigest { bytes.withUnsafeBytes { of($0) } }

  static func of(_ bytes: UnsafeRawBufferPointer) -> SiteDigest {
    var digester = SiteDigester()
    digester.add(bytes)
    return digester.digest
  }

  /// Both halves of the product: every bit of the factors reaches every bit of it. A factor of 0 would forget the
  /// other, hence the sum.
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return (product.high ^ product.low) &+ (a ^ (b << 32 | b >> 32))
  }
}
