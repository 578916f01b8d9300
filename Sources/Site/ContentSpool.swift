import Glibc

/// Keeps what one thread has rendered until the pages around it are known: some of it in memory, the rest in a file that
/// has no name.
///
/// `@unchecked Sendable`: one thread fills it, and others read it after that thread was waited for.
final class ContentSpool: @unchecked Sendable {
  /// Where a content lies.
  enum Place: Sendable {
    case memory(HeldBytes)
    case file(worker: Int, offset: Int, count: Int)
  }

  /// The bytes that are collected before they go to the file.
  private static let most = 1 << 20

  private let folder: String
  private let worker: Int
  private let arena: ByteArena
  private var collected: [UInt8] = []
  /// How many bytes are in the file.
  private var written = 0
  private var descriptor: Int32 = -1
  /// The file system gave no file or took no more; all stays in memory then.
  private var isInMemory = false

  /// - Parameter memory: **Units:** bytes; what is more goes to a file in the folder.
  init(folder: String, worker: Int, memory: Int) {
    self.folder = folder
    self.worker = worker
    arena = ByteArena(capacity: memory)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func keep(_ content: [UInt8]) -> Place {
    if let held = arena.keep(content) { return .memory(held) }
    if collected.count + content.count > Self.most, !isInMemory { flush() }
    if collected.isEmpty { collected.reserveCapacity(max(Self.most, content.count)) }
    let offset = written + collected.count
    collected += content
    return .file(worker: worker, offset: offset, count: content.count)
  }

  /// The content of a place; nil where the file can't be read back.
  static func content(_ place: Place, _ spools: [ContentSpool]) -> [UInt8]? {
    switch place {
    case .memory(let held): held.all
    case .file(let worker, let offset, let count): spools[worker].read(offset, count)
    }
  }

  private func read(_ offset: Int, _ count: Int) -> [UInt8]? {
    if offset >= written {
      let start = offset - written
      return Array(collected[start..<(start + count)])
    }
    var isWhole = false
    let content = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      var done = 0
      while done < count {
        let more = pread(descriptor, buffer.baseAddress?.advanced(by: done), count - done, offset + done)
        guard more > 0 else { break }
        done += more
      }
      initialized = done
      isWhole = done == count
    }
    return isWhole ? content : nil
  }

  private func flush() {
    if descriptor < 0 {
      var template = Array((folder + "/.scorebook-contents-XXXXXX").utf8CString)
      descriptor = mkstemp(&template)
      if descriptor >= 0 { unlink(template) }
    }
    guard descriptor >= 0 else {
      isInMemory = true
      return
    }
    var done = 0
    while done < collected.count {
      let count = collected.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress?.advanced(by: done), collected.count - done, written + done)
      }
      guard count > 0 else {
        isInMemory = true
        return
      }
      done += count
    }
    written += collected.count
    collected.removeAll(keepingCapacity: true)
  }
}
