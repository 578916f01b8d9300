import Glibc

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

  /// The bytes of one block, but for a content that alone is larger.
  private static let blockSize = 2 << 20

  private let folder: String
  private let worker: Int
  /// The most blocks held in memory; the one that is filled is another.
  private let mostHeld: Int
  /// Blocks in the order in which they were filled; nil of those in the file.
  private var blocks: [[UInt8]?] = []
  /// Where the blocks that are in the file begin in it.
  private var starts: [Int: Int] = [:]
  private var filling: [UInt8] = []
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
    mostHeld = memory / Self.blockSize
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func keep(_ content: [UInt8]) -> Place {
    if filling.count + content.count > Self.blockSize, !filling.isEmpty { put() }
    if filling.isEmpty { filling.reserveCapacity(max(Self.blockSize, content.count)) }
    let place = Place(worker: worker, block: blocks.count, offset: filling.count, count: content.count)
    filling += content
    return place
  }

  /// The content of a place; nil where the file can't be read back.
  func content(_ place: Place) -> [UInt8]? {
    let range = place.offset..<(place.offset + place.count)
    if place.block == blocks.count { return Array(filling[range]) }
    if let block = blocks[place.block] { return Array(block[range]) }
    let start = (starts[place.block] ?? 0) + place.offset
    var isWhole = false
    let content = [UInt8](unsafeUninitializedCapacity: place.count) { buffer, initialized in
      var done = 0
      while done < place.count {
        let count = pread(
          descriptor, buffer.baseAddress?.advanced(by: done), place.count - done, start + done)
        guard count > 0 else { break }
        done += count
      }
      initialized = done
      isWhole = done == place.count
    }
    return isWhole ? content : nil
  }

  /// The block that is full goes to the others, or to the file.
  private func put() {
    if isInMemory || held < mostHeld || !write() {
      held += 1
      blocks.append(filling)
      filling = []
    } else {
      blocks.append(nil)
      filling.removeAll(keepingCapacity: true)
    }
  }

  /// False where the file took no more.
  private func write() -> Bool {
    if descriptor < 0 {
      var template = Array((folder + "/.scorebook-contents-XXXXXX").utf8CString)
      descriptor = mkstemp(&template)
      if descriptor >= 0 { unlink(template) }
    }
    isInMemory = descriptor < 0
    var done = 0
    while done < filling.count, !isInMemory {
      let count = filling.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress?.advanced(by: done), filling.count - done, written + done)
      }
      if count > 0 { done += count } else { isInMemory = true }
    }
    if isInMemory { return false }
    starts[blocks.count] = written
    written += filling.count
    return true
  }
}
