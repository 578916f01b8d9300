import Glibc
import Synchronization

/// Keeps what one thread has rendered until the pages around it are known: some of it in memory, the rest in a file that
/// has no name.
///
/// `@unchecked Sendable`: one thread fills it, and others read it after that thread was waited for.
final class ContentSpool: @unchecked Sendable {
  /// Where a content lies.
  struct Place: Sendable {
    let worker: Int
    let block: Int
    let offset: Int
    let count: Int
  }

  /// What is collected before it goes to the file.
  private final class Block: Sendable {
    struct State {
      /// Nil where it is in the file, and when all of it was taken.
      var memory: MemoryBlock?
      /// Where it begins in the file, once it is there.
      var start = 0
      /// How many contents were put in and not taken yet.
      var waiting = 0
    }

    let state: Mutex<State>

    init(_ memory: MemoryBlock) { state = Mutex(State(memory: memory)) }
  }

  private let folder: String
  private let worker: Int
  /// The most blocks held in memory; the one that is filled is another.
  private let mostHeld: Int
  /// In the order in which they were filled.
  private var blocks: [Block] = []
  private var filling: MemoryBlock?
  private var held = 0
  /// How many bytes are in the file.
  private var written = 0
  private var descriptor: Int32 = -1
  /// The file system gave no file or took no more; all stays in memory then.
  private var isInMemory = false

  /// - Parameter memory: **Units:** bytes; what is more goes to a file in the folder.
  init(folder: String, worker: Int, memory: Int) {
    self.folder = folder
    self.worker = worker
    mostHeld = memory / MemoryBlock.size
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func keep(_ content: [UInt8]) -> Place {
    let memory = roomy(content.count)
    let offset = content.withUnsafeBytes { memory.append($0) }
    blocks[blocks.count - 1].state.withLock { $0.waiting += 1 }
    return Place(worker: worker, block: blocks.count - 1, offset: offset, count: content.count)
  }

  /// The content of a place, which is not asked for again: when all of a block was taken, its memory is given back. Nil
  /// where the file can't be read back.
  func take(_ place: Place) -> [UInt8]? {
    let block = blocks[place.block]
    let (memory, start) = block.state.withLock { ($0.memory, $0.start) }
    let content =
      memory.map { Array($0[place.offset..<(place.offset + place.count)]) }
      ?? read(place.count, at: start + place.offset)
    block.state.withLock {
      $0.waiting -= 1
      if $0.waiting == 0 { $0.memory = nil }
    }
    return content
  }

  /// The blocks whose memory was not given back.
  var blocksInMemory: Int { blocks.count { $0.state.withLock { $0.memory != nil } } }

  private func read(_ size: Int, at start: Int) -> [UInt8]? {
    var isWhole = false
    let content = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      var done = 0
      while done < size {
        let count = pread(descriptor, buffer.baseAddress?.advanced(by: done), size - done, start + done)
        guard count > 0 else { break }
        done += count
      }
      initialized = done
      isWhole = done == size
    }
    return isWhole ? content : nil
  }

  /// The block that is filled, or a new one where that has no room.
  private func roomy(_ count: Int) -> MemoryBlock {
    if let filling, filling.room >= count { return filling }
    let memory = free(for: count) ?? MemoryBlock(least: count)
    filling = memory
    blocks.append(Block(memory))
    return memory
  }

  /// The block that is full stays with the others, or goes to the file, and its memory can be filled again.
  private func free(for count: Int) -> MemoryBlock? {
    guard let full = filling, let last = blocks.last else { return nil }
    if isInMemory || held < mostHeld || !write(full) {
      held += 1
      return nil
    }
    let start = written - full.count
    last.state.withLock { ($0.memory, $0.start) = (nil, start) }
    full.empty()
    return full.room >= count ? full : nil
  }

  /// False where the file took no more.
  private func write(_ full: MemoryBlock) -> Bool {
    if descriptor < 0 {
      var template = Array((folder + "/.scorebook-contents-XXXXXX").utf8CString)
      descriptor = mkstemp(&template)
      if descriptor >= 0 { unlink(template) }
    }
    isInMemory = descriptor < 0
    let bytes = full[0..<full.count]
    var done = 0
    while done < bytes.count, !isInMemory {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, written + done)
      if count > 0 { done += count } else { isInMemory = true }
    }
    if isInMemory { return false }
    written += bytes.count
    return true
  }
}
