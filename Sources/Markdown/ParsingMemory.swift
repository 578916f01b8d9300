import CCMarkGFM
import Glibc

/// The memory that cmark-gfm parses in: each thread has its own, and it is emptied whole when a tree ends, so that a
/// tree's thousands of nodes need not be given back one by one, nor threads wait for each other.
///
/// Small blocks are cut from chunks, and taken up again by their size when the library gives them back; large ones
/// are the system's, and kept in a list. What a text makes the library take and give back does not add up.
enum ParsingMemory {
  /// For `cmark_parser_new_with_mem`; never freed.
  ///
  /// `nonisolated(unsafe)`: made by one thread, as a static is, and only read then.
  nonisolated(unsafe) static let allocator: UnsafeMutablePointer<cmark_mem> = {
    let allocator = UnsafeMutablePointer<cmark_mem>.allocate(capacity: 1)
    allocator.initialize(
      to: cmark_mem(
        calloc: { count, size in
          let (bytes, overflows) = count.multipliedReportingOverflow(by: size)
          if overflows { abort() }
          let block = ParsingMemory.current.pointee.take(bytes)
          memset(block, 0, bytes)
          return block
        },
        realloc: { block, size in ParsingMemory.current.pointee.resize(block, to: size) },
        free: { block in if let block { ParsingMemory.current.pointee.giveBack(block) } }))
    return allocator
  }()

  /// Runs a body that parses; all that was taken in it is gone after it.
  static func with<Result>(_ body: () -> Result) -> Result {
    let memory = current
    memory.pointee.users += 1
    defer {
      memory.pointee.users -= 1
      if memory.pointee.users == 0 { memory.pointee.empty() }
    }
    return body()
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key) { pointer in
      guard let pointer else { return }
      let memory = pointer.assumingMemoryBound(to: ThreadMemory.self)
      memory.pointee.end()
      memory.deinitialize(count: 1)
      memory.deallocate()
    }
    // As the library's own allocator does where there is no memory.
    if status != 0 { abort() }
    return key
  }()

  private static var current: UnsafeMutablePointer<ThreadMemory> {
    if let pointer = pthread_getspecific(key) { return pointer.assumingMemoryBound(to: ThreadMemory.self) }
    let memory = UnsafeMutablePointer<ThreadMemory>.allocate(capacity: 1)
    memory.initialize(to: ThreadMemory())
    pthread_setspecific(key, memory)
    return memory
  }
}

/// The memory of one thread.
///
/// **Shape:** before each block stand 16 bytes with its size; before these, of a large block, the addresses of the
/// large ones before and after it.
private struct ThreadMemory {
  private static let header = 16
  private static let largeHeader = 32
  private static let unit = 16
  /// Larger blocks are the system's.
  private static let largest = 2048
  private static let chunk = 256 << 10
  /// The chunks that are kept for the next text.
  private static let mostKept = 4

  /// Parses under way on this thread.
  var users = 0
  private var chunks: [UnsafeMutableRawPointer] = []
  private var chunksUsed = 0
  private var free: UnsafeMutableRawPointer?
  private var room = 0
  /// By size in units, the first of the blocks that were given back; each holds the address of the next.
  private let returned: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private var firstLarge: UnsafeMutableRawPointer?

  init() {
    returned = .allocate(capacity: Self.largest / Self.unit + 1)
    returned.initialize(repeating: nil, count: Self.largest / Self.unit + 1)
  }

  /// A block of that size at least, with anything in it.
  mutating func take(_ size: Int) -> UnsafeMutableRawPointer {
    if size > Self.largest { return takeLarge(size) }
    let units = max(1, (size + Self.unit - 1) / Self.unit)
    if let block = returned[units] {
      returned[units] = block.load(as: UnsafeMutableRawPointer?.self)
      return block
    }
    let bytes = units * Self.unit + Self.header
    if room < bytes { openChunk() }
    guard let start = free else { abort() }
    free = start + bytes
    room -= bytes
    start.storeBytes(of: units * Self.unit, as: Int.self)
    return start + Self.header
  }

  mutating func resize(_ block: UnsafeMutableRawPointer?, to size: Int) -> UnsafeMutableRawPointer {
    guard let block else { return take(size) }
    let old = Self.size(of: block)
    if size <= old { return block }
    let new = take(size)
    memcpy(new, block, old)
    giveBack(block)
    return new
  }

  mutating func giveBack(_ block: UnsafeMutableRawPointer) {
    let size = Self.size(of: block)
    if size > Self.largest { return giveBackLarge(block) }
    block.storeBytes(of: returned[size / Self.unit], as: UnsafeMutableRawPointer?.self)
    returned[size / Self.unit] = block
  }

  /// Takes all blocks back.
  mutating func empty() {
    while let block = firstLarge { giveBackLarge(block) }
    returned.update(repeating: nil, count: Self.largest / Self.unit + 1)
    while chunks.count > Self.mostKept { Glibc.free(chunks.removeLast()) }
    chunksUsed = 0
    free = nil
    room = 0
  }

  /// The thread ends.
  mutating func end() {
    empty()
    while let chunk = chunks.popLast() { Glibc.free(chunk) }
    returned.deallocate()
  }

  private mutating func openChunk() {
    if chunksUsed == chunks.count {
      guard let chunk = malloc(Self.chunk) else { abort() }
      chunks.append(chunk)
    }
    free = chunks[chunksUsed]
    room = Self.chunk
    chunksUsed += 1
  }

  private mutating func takeLarge(_ size: Int) -> UnsafeMutableRawPointer {
    guard size < Int.max - Self.largeHeader, let start = malloc(size + Self.largeHeader) else { abort() }
    let block = start + Self.largeHeader
    (block - Self.header).storeBytes(of: size, as: Int.self)
    Self.setLarge(before: nil, of: block)
    Self.setLarge(after: firstLarge, of: block)
    if let next = firstLarge { Self.setLarge(before: block, of: next) }
    firstLarge = block
    return block
  }

  private mutating func giveBackLarge(_ block: UnsafeMutableRawPointer) {
    let start = block - Self.largeHeader
    let before = start.load(as: UnsafeMutableRawPointer?.self)
    let after = start.load(fromByteOffset: 8, as: UnsafeMutableRawPointer?.self)
    if let before { Self.setLarge(after: after, of: before) } else { firstLarge = after }
    if let after { Self.setLarge(before: before, of: after) }
    Glibc.free(start)
  }

  private static func size(of block: UnsafeMutableRawPointer) -> Int { (block - header).load(as: Int.self) }

  private static func setLarge(before: UnsafeMutableRawPointer?, of block: UnsafeMutableRawPointer) {
    (block - largeHeader).storeBytes(of: before, as: UnsafeMutableRawPointer?.self)
  }

  private static func setLarge(after: UnsafeMutableRawPointer?, of block: UnsafeMutableRawPointer) {
    (block - largeHeader + 8).storeBytes(of: after, as: UnsafeMutableRawPointer?.self)
  }
}
