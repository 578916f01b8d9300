/// XXH64, the 64-bit hash of the xxHash family, fed piece by piece.
///
/// A copy goes on from where the original stood, so that what many texts begin with is hashed once. Allocates
/// nothing. Not cryptographic.
///
/// **Source:** "xxHash fast digest algorithm", section "XXH64 algorithm description", seed 0.
package struct XXH64: Sendable {
  private typealias Words = (UInt64, UInt64, UInt64, UInt64)

  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5
  private static let stripe = 32

  private var lanes: Words = (
    XXH64.prime1 &+ XXH64.prime2, XXH64.prime2, 0, 0 &- XXH64.prime1
  )
  /// The bytes behind the last whole stripe, in the order in which they came.
  private var waiting: Words = (0, 0, 0, 0)
  private var waitingCount = 0
  private var length: UInt64 = 0

  package init() {}

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    var offset = 0
    if waitingCount > 0 {
      offset = min(XXH64.stripe - waitingCount, bytes.count)
      keep(UnsafeRawBufferPointer(rebasing: bytes[0..<offset]))
      if waitingCount < XXH64.stripe { return }
      let words = waiting
      withUnsafeBytes(of: words) { mix($0, 0) }
      waitingCount = 0
    }
    while bytes.count - offset >= XXH64.stripe {
      mix(bytes, offset)
      offset += XXH64.stripe
    }
    if offset < bytes.count { keep(UnsafeRawBufferPointer(rebasing: bytes[offset...])) }
  }

  /// Four bytes, the lowest first.
  package mutating func update(_ value: UInt32) {
    withUnsafeBytes(of: value.littleEndian) { update($0) }
  }

  @inline(__always)
  private mutating func keep(_ bytes: UnsafeRawBufferPointer) {
    let start = waitingCount
    withUnsafeMutableBytes(of: &waiting) { room in
      UnsafeMutableRawBufferPointer(rebasing: room[start...]).copyMemory(from: bytes)
    }
    waitingCount += bytes.count
  }

  @inline(__always)
  private mutating func mix(_ bytes: UnsafeRawBufferPointer, _ offset: Int) {
    lanes.0 = XXH64.round(lanes.0, XXH64.word(bytes, offset))
    lanes.1 = XXH64.round(lanes.1, XXH64.word(bytes, offset + 8))
    lanes.2 = XXH64.round(lanes.2, XXH64.word(bytes, offset + 16))
    lanes.3 = XXH64.round(lanes.3, XXH64.word(bytes, offset + 24))
  }

  /// The hash of all that came so far.
  package var value: UInt64 {
    var hash: UInt64
    if length >= UInt64(XXH64.stripe) {
      hash =
        XXH64.rotated(lanes.0, 1) &+ XXH64.rotated(lanes.1, 7) &+ XXH64.rotated(lanes.2, 12)
        &+ XXH64.rotated(lanes.3, 18)
      hash = XXH64.merged(hash, lanes.0)
      hash = XXH64.merged(hash, lanes.1)
      hash = XXH64.merged(hash, lanes.2)
      hash = XXH64.merged(hash, lanes.3)
    } else {
      hash = XXH64.prime5
    }
    hash &+= length
    let count = waitingCount
    withUnsafeBytes(of: waiting) { bytes in
      var offset = 0
      while count - offset >= 8 {
        hash ^= XXH64.round(0, XXH64.word(bytes, offset))
        hash = XXH64.rotated(hash, 27) &* XXH64.prime1 &+ XXH64.prime4
        offset += 8
      }
      if count - offset >= 4 {
        let half = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        hash ^= UInt64(half) &* XXH64.prime1
        hash = XXH64.rotated(hash, 23) &* XXH64.prime2 &+ XXH64.prime3
        offset += 4
      }
      while offset < count {
        hash ^= UInt64(bytes[offset]) &* XXH64.prime5
        hash = XXH64.rotated(hash, 11) &* XXH64.prime1
        offset += 1
      }
    }
    hash = (hash ^ (hash >> 33)) &* XXH64.prime2
    hash = (hash ^ (hash >> 29)) &* XXH64.prime3
    return hash ^ (hash >> 32)
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotated(lane &+ word &* prime2, 31) &* prime1
  }

  @inline(__always)
  private static func merged(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
    (hash ^ round(0, lane)) &* prime1 &+ prime4
  }

  @inline(__always)
  private static func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 {
    value << count | value >> (64 - count)
  }
}
