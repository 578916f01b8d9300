import Glibc
import Synchronization

/// Memory that a build fills once and gives back at its end, in one piece. The system is asked for large pages: ten
/// thousand small ones, which threads wait for together, take longer to get than to fill.
///
/// `@unchecked Sendable`: each part is written by the thread that took it, and read after that thread was waited for.
final class ByteArena: @unchecked Sendable {
  /// What a large page holds, and where it may begin.
  private static let largePage = 2 << 20

  private let mapped: UnsafeMutableRawBufferPointer
  private let start: UnsafeMutableRawPointer?
  private let capacity: Int
  private let used = Atomic(0)

  /// - Parameter capacity: **Units:** bytes; only what is filled takes memory.
  init(capacity: Int) {
    let size = capacity + Self.largePage
    let protection = PROT_READ | PROT_WRITE
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    let base = mmap(nil, size, protection, flags, -1, 0)
    guard let base, base != MAP_FAILED else {
      mapped = .init(start: nil, count: 0)
      start = nil
      self.capacity = 0
      return
    }
    mapped = .init(start: base, count: size)
    start = base.alignedUp(toMultipleOf: Self.largePage)
    self.capacity = capacity
    // Where there are none, small pages do.
    madvise(start, capacity, MADV_HUGEPAGE)
  }

  deinit { if let base = mapped.baseAddress { munmap(base, mapped.count) } }

  /// Room for so many bytes, good as long as the arena is; nil where there is none left.
  func take(_ count: Int) -> UnsafeMutableRawBufferPointer? {
    guard let start else { return nil }
    // What does not fit is never added, not even for a moment: a thread that took it off again could give room away that
    // another one has.
    var taken = used.load(ordering: .relaxed)
    while count <= capacity - taken {
      let (isTaken, now) = used.weakCompareExchange(
        expected: taken, desired: taken + count, ordering: .relaxed)
      if isTaken { return UnsafeMutableRawBufferPointer(start: start + taken, count: count) }
      taken = now
    }
    return nil
  }

  /// A copy of bytes; nil where there is no room for them.
  func keep(_ bytes: [UInt8]) -> HeldBytes? {
    guard let room = take(bytes.count) else { return nil }
    bytes.withUnsafeBytes { room.copyMemory(from: $0) }
    return HeldBytes(in: self, UnsafeRawBufferPointer(room))
  }
}

/// A part of an arena, which stands as long as it is held.
///
/// `@unchecked Sendable`: nothing writes to it once it is made.
final class HeldBytes: @unchecked Sendable {
  private let arena: ByteArena
  private let bytes: UnsafeRawBufferPointer

  init(in arena: ByteArena, _ bytes: UnsafeRawBufferPointer) {
    self.arena = arena
    self.bytes = bytes
  }

  var all: [UInt8] { Array(bytes) }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withExtendedLifetime(self) { body(bytes) }
  }
}

extension HeldBytes: Hashable {
  static func == (a: HeldBytes, b: HeldBytes) -> Bool { a.bytes.elementsEqual(b.bytes) }

  func hash(into hasher: inout Hasher) { hasher.combine(bytes: bytes) }
}
