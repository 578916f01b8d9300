/// A table of values by key, decoded, checked and laid out for finding.
///
/// Keys are compared byte by byte. All text lies in one arena, a row's key before its values.
package struct Lookup: Sendable {
  /// One of the values that a key has.
  package struct Column: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      case text, number
      /// **Shape:** the labels in the order of their indices.
      case label([String])
    }

    package let name: String
    package let kind: Kind
  }

  /// The columns of the key.
  package let inputs: [String]
  package let outputs: [Column]
  package let rows: Int
  /// Bytes of the longest key.
  let longestKey: Int
  /// Texts of keys and values; a key of several columns is each part behind its length in four bytes.
  let arena: [UInt8]
  /// For each row its key, then its cells. Keys and texts are `Lookup.slice`, numbers their bits, labels their index.
  let records: [UInt64]
  /// Open addressing: 0, or half a hash above a row's number from 1. **Shape:** a power of two, half empty at least.
  let slots: [UInt64]
  /// What the hashes start from.
  let seed: UInt64
  /// The cells for a key that is not there, and for one that is missing; nil: the row is refused.
  let other: [UInt64]?
  let missing: [UInt64]?

  var stride: Int { outputs.count + 1 }
  package var hasOther: Bool { other != nil }
  package var hasMissing: Bool { missing != nil }

  /// Bytes of a key, at most.
  static let keyLimit = 4096
  static let upperHalf: UInt64 = 0xFFFF_FFFF_0000_0000
  /// A text that is none.
  static let noText = UInt64(UInt32.max)
  /// The bits of a number that is none, and of a label.
  static let noNumber = Double.nan.bitPattern
  static let noLabel = UInt64(UInt32.max)

  static func slice(_ start: Int, _ length: Int) -> UInt64 { UInt64(start) << 32 | UInt64(length) }

  /// A hash of a key's bytes, of which the upper half stands in a slot and the lower half says in which.
  ///
  /// **Source:** multiply and fold of 128-bit products, as wyhash does.
  @inline(__always)
  static func hash(_ bytes: UnsafeRawPointer, _ count: Int, seed: UInt64) -> UInt64 {
    var state = seed ^ (UInt64(count) &* 0x9E37_79B9_7F4A_7C15)
    var offset = 0
    while offset + 8 <= count {
      state = fold(state ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    if offset < count {
      var tail: UInt64 = 0
      if count >= 8 {
        tail = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      } else if count >= 4 {
        tail = UInt64(bytes.loadUnaligned(as: UInt32.self))
        tail |= UInt64(bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)) << 32
      } else {
        tail = UInt64(bytes.loadUnaligned(as: UInt8.self))
        tail |= UInt64(bytes.loadUnaligned(fromByteOffset: count / 2, as: UInt8.self)) << 8
        tail |= UInt64(bytes.loadUnaligned(fromByteOffset: count - 1, as: UInt8.self)) << 16
      }
      state = fold(state ^ tail)
    }
    return fold(state ^ 0x1D8E_4E27_C47D_124F)
  }

  @inline(__always)
  private static func fold(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
  }
}
