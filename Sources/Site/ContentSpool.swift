import Glibc
import Synchronization

/// Keeps what one thread has rendered until the pages around it are known: some of it in memory, the rest in a file that
/// has no name.
///
/// `@unchecked Sendable`: one thread fills it, and others take from it after that thread was waited for.
final class ContentSpool: @unchecked Sendable {
  /// Where a content lies.
  struct Place: Sendable {
    let worker: Int
    let block: Int
    let offset: Int
    let count: Int
  }

  /// Contents that are kept together.
  private final class Block: Sendable {
    enum Kept {
      case memory(MemoryBlock)
      /// Where they begin in the file.
      case file(Int)
      /// All were taken.
      case nowhere
    }

    struct State {
      var kept: Kept
      /// How many were put in and not taken yet.
      var waiting = 0
    }

    let state: Mutex<State>

    init(_ kept: Kept) { state = Mutex(State(kept: kept)) }
  }

  private let folder: String
  private let worker: Int
  /// The most bytes held in memory; the block that is filled comes beside them.
  private let most: Int
  private var blocks: [Block] = []
  private var filling: (memory: MemoryBlock, block: Int)?
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
    most = memory
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func keep(_ content: [UInt8]) -> Place {
    content.withUnsafeBytes { bytes in
      if bytes.count > MemoryBlock.mostShared { return keep(alone: bytes) }
      let (memory, block) = roomy(bytes.count)
      return place(block, memory.append(bytes), bytes.count)
    }
  }

  /// Nothing more is kept, and what was can be taken.
  func end() { filling = nil }

  /// The content of a place, once all are kept; it is not asked for again: when all of a block was taken, its memory is
  /// given back. Nil where it was taken already, or the file can't be read back.
  func take(_ place: Place) -> [UInt8]? {
    let block = blocks[place.block]
    let content: [UInt8]?
    switch block.state.withLock({ $0.kept }) {
    case .memory(let memory): content = Array(memory[place.offset..<(place.offset + place.count)])
    case .file(let start): content = read(place.count, at: start + place.offset)
    case .nowhere: return nil
    }
    block.state.withLock { state in
      state.waiting -= 1
      if state.waiting == 0 { state.kept = .nowhere }
    }
    return content
  }

  /// The blocks whose memory was not given back.
  var blocksInMemory: Int {
    let kept = blocks.count {
      $0.state.withLock { if case .memory = $0.kept { true } else { false } }
    }
    return filling == nil ? kept : max(kept, 1)
  }

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

  private func place(_ block: Int, _ offset: Int, _ count: Int) -> Place {
    blocks[block].state.withLock { $0.waiting += 1 }
    return Place(worker: worker, block: block, offset: offset, count: count)
  }

  /// In a block of its own, or in the file at once.
  private func keep(alone bytes: UnsafeRawBufferPointer) -> Place {
    if held + bytes.count > most, let start = write(bytes) {
      blocks.append(Block(.file(start)))
    } else {
      blocks.append(Block(.memory(MemoryBlock(alone: bytes))))
      held += bytes.count
    }
    return place(blocks.count - 1, 0, bytes.count)
  }

  /// The block that is filled, or a new one where that has no room.
  private func roomy(_ count: Int) -> (memory: MemoryBlock, block: Int) {
    if let filling, filling.memory.room >= count { return filling }
    let isFirst = filling == nil && count <= MemoryBlock.firstSize
    let emptied = emptied()
    let memory = emptied.flatMap { $0.room >= count ? $0 : nil } ?? MemoryBlock(isFirst: isFirst)
    blocks.append(Block(.memory(memory)))
    let next = (memory, blocks.count - 1)
    filling = next
    return next
  }

  /// The memory of the block that is full, when that has gone to the file; nil where it stays with the others.
  private func emptied() -> MemoryBlock? {
    guard let (memory, block) = filling else { return nil }
    guard held + memory.capacity > most, let start = write(memory[0..<memory.count]) else {
      held += memory.capacity
      return nil
    }
    blocks[block].state.withLock { $0.kept = .file(start) }
    memory.empty()
    return memory
  }

  /// Where the bytes begin in the file; nil where that took no more.
  private func write(_ bytes: UnsafeRawBufferPointer) -> Int? {
    if isInMemory { return nil }
    if descriptor < 0 {
      var template = Array((folder + "/.scorebook-contents-XXXXXX").utf8CString)
      descriptor = mkstemp(&template)
      if descriptor >= 0 {
        unlink(template)
        // No program that is started may keep it.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      }
    }
    isInMemory = descriptor < 0
    var done = 0
    while done < bytes.count, !isInMemory {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, written + done)
      if count > 0 { done += count } else { isInMemory = true }
    }
    if isInMemory { return nil }
    defer { written += bytes.count }
    return written
  }
}
