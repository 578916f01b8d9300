import Markdown

/// Writes numbers and texts one behind the other.
struct ManifestWriter {
  private(set) var bytes: [UInt8]

  init(_ start: [UInt8], capacity: Int) {
    bytes = []
    bytes.reserveCapacity(capacity)
    bytes += start
  }

  /// Takes out all that was written; its memory is used again.
  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  /// Seven bits a byte, the lowest first.
  mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func text(_ value: String) {
    value.withBytes { utf8 in
      number(UInt64(utf8.count))
      bytes.append(contentsOf: utf8)
    }
  }

  mutating func optional(_ value: String?) {
    number(value == nil ? 0 : 1)
    if let value { text(value) }
  }

  mutating func list<Elements: Collection>(
    _ elements: Elements, _ body: (inout ManifestWriter, Elements.Element) -> Void
  ) {
    number(UInt64(elements.count))
    for element in elements { body(&self, element) }
  }

  /// What the body writes, with its size before it, so that it can be passed over.
  mutating func record(_ body: (inout ManifestWriter) -> Void) {
    let start = bytes.count
    put(0)
    body(&self)
    let size = UInt64(bytes.count - start - 8).littleEndian
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: size, toByteOffset: start, as: UInt64.self) }
  }

  mutating func append(_ more: ArraySlice<UInt8>) { bytes += more }

  mutating func digest(_ digest: SiteDigest) { put(digest.high, digest.low) }

  mutating func stamp(_ stamp: FileStamp) {
    put(UInt64(bitPattern: stamp.size), UInt64(bitPattern: stamp.modified))
    put(stamp.inode, UInt64(bitPattern: stamp.changed))
  }

  private mutating func put(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { append($0) }
  }

  private mutating func put(_ one: UInt64, _ two: UInt64) {
    withUnsafeBytes(of: (one.littleEndian, two.littleEndian)) { append($0) }
  }

  private mutating func append(_ more: UnsafeRawBufferPointer) {
    bytes.append(addingCapacity: more.count) { room in
      room.withUnsafeMutableBufferPointer { room, filled in
        UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[filled...]).copyMemory(
          from: more)
        filled += more.count
      }
    }
  }
}

/// Reads what `ManifestWriter` wrote; what is not there reads as nothing, and `isSound` tells.
struct ManifestReader: Sendable {
  private let bytes: [UInt8]
  private var index: Int
  private(set) var isSound = true

  init(_ bytes: [UInt8], from index: Int = 0) {
    self.bytes = bytes
    self.index = index
  }

  mutating func number() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while index < bytes.count, shift < 64 {
      let byte = bytes[index]
      index += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    isSound = false
    return 0
  }

  /// A number of elements, each of which takes a byte at least.
  mutating func count() -> Int {
    let value = number()
    guard value <= UInt64(bytes.count - index) else {
      isSound = false
      return 0
    }
    return Int(value)
  }

  mutating func text() -> String {
    let count = count()
    defer { index += count }
    return bytes.withUnsafeBufferPointer { String(decoding: $0[index..<(index + count)], as: UTF8.self) }
  }

  mutating func texts() -> [String] {
    var texts: [String] = []
    for _ in 0..<count() { texts.append(text()) }
    return texts
  }

  mutating func optional() -> String? { number() == 1 ? text() : nil }

  /// Where a record lies, which is passed over.
  mutating func record() -> Range<Int> {
    let size = fixed()
    guard size <= UInt64(bytes.count - index) else {
      isSound = false
      return index..<index
    }
    defer { index += Int(size) }
    return index..<(index + Int(size))
  }

  mutating func digest() -> SiteDigest { SiteDigest(high: fixed(), low: fixed()) }

  mutating func stamp() -> FileStamp {
    FileStamp(
      size: Int64(bitPattern: fixed()), modified: Int64(bitPattern: fixed()), inode: fixed(),
      changed: Int64(bitPattern: fixed()))
  }

  private mutating func fixed() -> UInt64 {
    guard index + 8 <= bytes.count else {
      isSound = false
      return 0
    }
    defer { index += 8 }
    return bytes.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
  }
}
