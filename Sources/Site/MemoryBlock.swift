import Glibc

/// A piece of memory for what a build keeps of thousands of pages: the system gives it in one large page where it can, in
/// place of hundreds that are cleared and mapped one by one, and has it back at once when it is no longer needed.
///
/// `@unchecked Sendable`: one thread fills it, and others read what was filled in before they were told of it.
final class MemoryBlock: @unchecked Sendable {
  /// The bytes of a block, and of a large page, but for a block that one thing alone fills. **Source:** x86-64 and
  /// AArch64 with pages of 4 kB; elsewhere it is a size as good as others.
  static let size = 2 << 20

  private(set) var count = 0
  private let capacity: Int
  private let start: UnsafeMutableRawPointer
  private let isMapped: Bool

  /// - Parameter least: the bytes that it has to hold at least.
  init(least: Int = 0) {
    capacity = (max(least, Self.size) + Self.size - 1) / Self.size * Self.size
    // So much more than it holds that a large page can begin in it; what is over on both sides goes back.
    let length = capacity + Self.size
    let mapped = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    isMapped = mapped != MAP_FAILED
    guard let mapped, isMapped else {
      // As every array, it ends the program where there is no memory.
      start = .allocate(byteCount: capacity, alignment: 16)
      return
    }
    start = mapped.alignedUp(toMultipleOf: Self.size)
    let before = mapped.distance(to: start)
    if before > 0 { munmap(mapped, before) }
    if before < Self.size { munmap(start + capacity, Self.size - before) }
    // Only a wish.
    madvise(start, capacity, Int32(MADV_HUGEPAGE))
  }

  deinit {
    if isMapped { munmap(start, capacity) } else { start.deallocate() }
  }

  /// The bytes that it still takes.
  var room: Int { capacity - count }

  /// Adds bytes behind the others, and tells where they begin; there must be room for them.
  func append(_ bytes: UnsafeRawBufferPointer) -> Int {
    precondition(bytes.count <= room)
    defer { count += bytes.count }
    if let source = bytes.baseAddress { (start + count).copyMemory(from: source, byteCount: bytes.count) }
    return count
  }

  /// What was filled in of some places.
  subscript(range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count)
  }

  /// Takes out all that was filled in; it is filled again from its beginning.
  func empty() { count = 0 }
}

/// A piece of a block.
struct HeldBytes: Sendable {
  private let block: MemoryBlock
  private let range: Range<Int>

  /// Puts bytes into a block, or a new one in its place where it has no room for them.
  init(_ bytes: [UInt8], in block: inout MemoryBlock?) {
    let taking: MemoryBlock
    if let block, block.room >= bytes.count {
      taking = block
    } else {
      taking = MemoryBlock(least: bytes.count)
    }
    block = taking
    let start = bytes.withUnsafeBytes { taking.append($0) }
    self.block = taking
    range = start..<(start + bytes.count)
  }

  func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    withExtendedLifetime(block) { body(block[range]) }
  }

  /// A copy of them.
  var bytes: [UInt8] { withBytes { Array($0) } }
}
