import Glibc

/// A piece of memory for what a build keeps of thousands of pages: the system gives it in one large page where it can, in
/// place of hundreds that are cleared and mapped one by one, and has it back at once when it is no longer needed.
///
/// `@unchecked Sendable`: one thread fills it, and others read what was filled in before they were told of it.
final class MemoryBlock: @unchecked Sendable {
  /// The bytes of a block, and of a large page. **Source:** x86-64 and AArch64 with pages of 4 kB; elsewhere it is a size
  /// as good as others.
  static let size = 2 << 20
  /// The bytes of a thread's first block: of few documents it is all that is needed.
  static let firstSize = 256 << 10
  /// What is larger than this has a block of its own, so that not half of another is lost for it.
  static let mostShared = size / 2

  /// The bytes that it holds at most.
  let capacity: Int
  private(set) var count = 0
  private let start: UnsafeMutableRawPointer
  private let isMapped: Bool

  /// A block for many things: a large page that is sure to be used, or a thread's first one.
  init(isFirst: Bool) {
    capacity = isFirst ? Self.firstSize : Self.size
    // So much more than it holds that a large page can begin in it; what is over on both sides goes back.
    guard let mapped = Self.mapped(isFirst ? capacity : 2 * capacity) else {
      // As every array, it ends the program where there is no memory.
      start = .allocate(byteCount: capacity, alignment: 16)
      isMapped = false
      return
    }
    isMapped = true
    if isFirst {
      start = mapped
      return
    }
    start = mapped.alignedUp(toMultipleOf: capacity)
    let before = mapped.distance(to: start)
    if before > 0 { munmap(mapped, before) }
    if before < capacity { munmap(start + capacity, capacity - before) }
    // Only a wish.
    madvise(start, capacity, Int32(MADV_HUGEPAGE))
  }

  /// A block for one thing, just as large as that.
  init(alone bytes: UnsafeRawBufferPointer) {
    capacity = bytes.count
    let mapped = bytes.isEmpty ? nil : Self.mapped(bytes.count)
    start = mapped ?? .allocate(byteCount: capacity, alignment: 16)
    isMapped = mapped != nil
    _ = append(bytes)
  }

  deinit {
    if isMapped { munmap(start, capacity) } else { start.deallocate() }
  }

  private static func mapped(_ length: Int) -> UnsafeMutableRawPointer? {
    let start = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    return start == MAP_FAILED ? nil : start
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

  /// What was filled in of some places, as long as the block is.
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

  /// Puts bytes into a block, into a new one in its place where it has no room for them, or into one of their own. Nil
  /// where a new one may not be had.
  ///
  /// - Parameter mayTake: whether so many bytes more may be taken from the system.
  init?(_ bytes: [UInt8], in block: inout MemoryBlock?, mayTake: (Int) -> Bool) {
    if bytes.count > MemoryBlock.mostShared {
      guard mayTake(bytes.count) else { return nil }
      self.block = bytes.withUnsafeBytes { MemoryBlock(alone: $0) }
      range = 0..<bytes.count
      return
    }
    let taking: MemoryBlock
    if let block, block.room >= bytes.count {
      taking = block
    } else {
      let isFirst = block == nil && bytes.count <= MemoryBlock.firstSize
      guard mayTake(isFirst ? MemoryBlock.firstSize : MemoryBlock.size) else { return nil }
      taking = MemoryBlock(isFirst: isFirst)
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
