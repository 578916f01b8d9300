import Glibc

/// Keeps what one thread has rendered until the pages around it are known: a little in memory, the rest in a file
/// that has no name.
///
/// `@unchecked Sendable`: one thread fills it, and others read it after that thread was waited for.
final class ContentSpool: @unchecked Sendable {
  /// Where a content lies.
  struct Place: Sendable {
    let worker: Int
    let offset: Int
    let count: Int
  }

  /// The bytes held in memory before they go to the file.
  private static let most = 4 << 20

  private let folder: String
  private let worker: Int
  private var held: [UInt8] = []
  /// How many bytes are in the file.
  private var written = 0
  private var descriptor: Int32 = -1
  /// The file system gave no file or took no more; all stays in memory then.
  private var isInMemory = false

  init(folder: String, worker: Int) {
    self.folder = folder
    self.worker = worker
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func keep(_ content: [UInt8]) -> Place {
    if held.count + content.count > Self.most, !isInMemory { flush() }
    let place = Place(worker: worker, offset: written + held.count, count: content.count)
    held += content
    return place
  }

  /// The content of a place; nil where the file can't be read back.
  func content(_ place: Place) -> [UInt8]? {
    if place.offset >= written {
      let start = place.offset - written
      return Array(held[start..<(start + place.count)])
    }
    var isWhole = false
    let content = [UInt8](unsafeUninitializedCapacity: place.count) { buffer, initialized in
      var done = 0
      while done < place.count {
        let count = pread(
          descriptor, buffer.baseAddress?.advanced(by: done), place.count - done, place.offset + done)
        guard count > 0 else { break }
        done += count
      }
      initialized = done
      isWhole = done == place.count
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
    while done < held.count {
      let count = held.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress?.advanced(by: done), held.count - done, written + done)
      }
      guard count > 0 else {
        isInMemory = true
        return
      }
      done += count
    }
    written += held.count
    held.removeAll(keepingCapacity: true)
  }
}
