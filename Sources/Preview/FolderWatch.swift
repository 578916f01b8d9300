package import Diagnostics
import Foundation
import Glibc

extension Diagnostic.Identifier {
  package static let previewWatch = Self("preview-watch")
}

/// Learns of changes below folders from the kernel.
package final class FolderWatch {
  private let descriptor: Int32
  private var watched: [Int32: (folder: String, isTree: Bool)] = [:]
  private let isOfInterest: (_ path: String) -> Bool

  private static let events = UInt32(
    IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF)

  /// Watches `trees` and all below them, and of `folders` what lies right in them; what is not there is left out.
  ///
  /// `isOfInterest` tells by a path's whole text whether a change of it is told.
  /// **Throws:** `preview-watch` where the kernel has no watch left.
  package init(
    trees: [String], folders: [String] = [],
    isOfInterest: @escaping (_ path: String) -> Bool = { _ in true }
  ) throws(Diagnostic) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    self.isOfInterest = isOfInterest
    guard descriptor >= 0 else { throw Self.failure() }
    for folder in folders { try add(folder, isTree: false) }
    for tree in trees { try add(tree, isTree: true) }
  }

  deinit { close(descriptor) }

  private static func failure() -> Diagnostic {
    Diagnostic(
      .previewWatch, .failure, "the kernel can't watch the folders (\(String(cString: strerror(errno))))",
      next: "Raise fs.inotify.max_user_watches or max_user_instances.")
  }

  private func add(_ root: String, isTree: Bool) throws(Diagnostic) {
    var waiting = [root]
    while let folder = waiting.popLast() {
      let watch = inotify_add_watch(descriptor, folder, Self.events | UInt32(IN_ONLYDIR))
      if watch < 0 {
        if errno == ENOSPC || errno == ENOMEM { throw Self.failure() }
        continue
      }
      watched[watch] = (folder, isTree || watched[watch]?.isTree == true)
      guard isTree else { continue }
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
        let path = folder + "/" + name
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { waiting.append(path) }
      }
    }
  }

  /// Waits until something has changed and, after that, nothing more for a moment; false where `seconds` went by
  /// without a change.
  ///
  /// An editor's writing of several files is one change.
  package func waitForChange(seconds: Double, quiet: Double = 0.03) throws(Diagnostic) -> Bool {
    guard try hasChange(within: seconds) else { return false }
    var patience = 10
    while patience > 0, try hasChange(within: quiet) { patience -= 1 }
    return true
  }

  private func hasChange(within seconds: Double) throws(Diagnostic) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    repeat {
      let left = max(.zero, end - .now)
      let milliseconds = Int32(left / .milliseconds(1))
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, milliseconds) > 0 else { continue }
      if try readEvents() { return true }
    } while ContinuousClock.now < end
    return false
  }

  /// Reads what the kernel has told; true where it is of interest.
  private func readEvents() throws(Diagnostic) -> Bool {
    var isChange = false
    var added: [String] = []
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: MemoryLayout<inotify_event>.alignment) {
      buffer in
      guard let start = buffer.baseAddress else { return }
      let count = read(descriptor, start, buffer.count)
      var offset = 0
      while offset < count {
        let event = (start + offset).assumingMemoryBound(to: inotify_event.self).pointee
        let name =
          event.len > 0
          ? String(
            cString: (start + offset + MemoryLayout<inotify_event>.size).assumingMemoryBound(to: CChar.self))
          : ""
        offset += MemoryLayout<inotify_event>.size + Int(event.len)
        // The kernel's queue ran over: anything may have changed.
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { isChange = true }
        guard let (folder, isTree) = watched[event.wd] else { continue }
        if event.mask & UInt32(IN_IGNORED) != 0 { watched[event.wd] = nil }
        let path = name.isEmpty ? folder : folder + "/" + name
        if isTree, event.mask & UInt32(IN_ISDIR) != 0, event.mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0 {
          added.append(path)
        }
        if isOfInterest(path) { isChange = true }
      }
    }
    for folder in added { try add(folder, isTree: true) }
    return isChange
  }
}
