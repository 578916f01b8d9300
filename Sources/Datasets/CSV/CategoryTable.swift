import Tabular

/// Codes of categories by their bytes: open addressing, keyed on length, first and last eight bytes.
///
/// `@unchecked Sendable`: nothing changes after `init`.
/// **Missing values:** texts that stand for one have `Storage.missingCode`, also where a category is spelt so.
final class CategoryTable: @unchecked Sendable {
  private struct Slot {
    var front: UInt64 = 0
    var back: UInt64 = 0
    /// Negative: free.
    var count = -1
    var code: Int32 = 0
    /// Where the text stands in `bytes`.
    var start = 0
  }

  private let slots: UnsafeMutablePointer<Slot>
  private var bytes: [UInt8] = []
  private let mask: Int

  init(_ categories: [String], missing: [String]) {
    var size = 16
    while size < (categories.count + missing.count) * 4 { size *= 2 }
    slots = .allocate(capacity: size)
    slots.initialize(repeating: Slot(), count: size)
    mask = size - 1
    for text in missing { insert(Array(text.utf8), Storage.missingCode) }
    for (code, text) in categories.enumerated() { insert(Array(text.utf8), Int32(truncatingIfNeeded: code)) }
  }

  deinit { slots.deallocate() }

  private func insert(_ text: [UInt8], _ code: Int32) {
    // Look-ups read whole words, here as in a chunk.
    let padded = text + [UInt8](repeating: 0, count: 8)
    padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let (front, back) = CategoryTable.words(base, text.count)
      var index = CategoryTable.hash(front, back, text.count) & mask
      while slots[index].count >= 0 {
        if matches(slots[index], base, text.count, front, back) { return }
        index = (index + 1) & mask
      }
      slots[index] = Slot(front: front, back: back, count: text.count, code: code, start: bytes.count)
      bytes += text
    }
  }

  /// The code of a text behind which eight more bytes can be read, or `Storage.unseenCode`.
  func code(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let (front, back) = CategoryTable.words(start, count)
    var index = CategoryTable.hash(front, back, count) & mask
    while slots[index].count >= 0 {
      if matches(slots[index], start, count, front, back) { return slots[index].code }
      index = (index + 1) & mask
    }
    return Storage.unseenCode
  }

  @inline(__always)
  private func matches(
    _ slot: Slot, _ start: UnsafePointer<UInt8>, _ count: Int, _ front: UInt64, _ back: UInt64
  ) -> Bool {
    guard slot.front == front, slot.back == back, slot.count == count else { return false }
    // Up to 16 bytes the two words are all of it.
    if count <= 16 { return true }
    for index in 8..<count - 8 where bytes[slot.start + index] != start[index] { return false }
    return true
  }

  @inline(__always)
  private static func words(_ start: UnsafePointer<UInt8>, _ count: Int) -> (UInt64, UInt64) {
    let raw = UnsafeRawPointer(start)
    let word = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
    if count < 8 { return (word & ((1 &<< UInt64(count * 8)) &- 1), 0) }
    return (word, UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)))
  }

  @inline(__always)
  private static func hash(_ front: UInt64, _ back: UInt64, _ count: Int) -> Int {
    let mixed = (front ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(
      by: back &+ UInt64(count) &+ 0xD6E8_FEB8_6659_FD93)
    return Int(truncatingIfNeeded: (mixed.low ^ mixed.high) & 0x7FFF_FFFF_FFFF_FFFF)
  }
}
