import Foundation
import Glibc

/// A system call that failed, with its reason.
struct SystemFailure: Error {
  let reason: String

  init(_ call: String, _ path: String) {
    reason = "\(call) \(path): \(String(cString: strerror(errno)))"
  }
}

/// The folder a site is to stand in, and the folders beside it that sites are built in.
struct SitePlace {
  private let target: String
  private let parent: String
  private let prefix: String

  init(_ target: String) {
    self.target = target
    let url = URL(fileURLWithPath: target)
    parent = url.deletingLastPathComponent().path
    prefix = ".\(url.lastPathComponent).building-"
  }

  func makeParent() throws {
    do {
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    } catch {
      throw SystemFailure("mkdir", parent)
    }
  }

  /// A new folder beside the target, locked as long as the descriptor is open, so that nobody sweeps it.
  func begin() throws -> (path: String, lock: Int32) {
    var template = Array((parent + "/" + prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp", parent) }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw SystemFailure("open", path) }
    let mask = umask(0)
    umask(mask)
    guard flock(lock, LOCK_EX | LOCK_NB) == 0, fchmod(lock, 0o777 & ~mask) == 0 else {
      close(lock)
      rmdir(path)
      throw SystemFailure("flock", path)
    }
    return (path, lock)
  }

  /// Exchanges what was built with what stands at the target, in one step where the file system can.
  func put(_ building: String) throws {
    if FileSystemCalls.exchange(building, target) { return sync() }
    if errno == ENOENT {
      guard rename(building, target) == 0 else { throw SystemFailure("rename", target) }
      return sync()
    }
    guard [EINVAL, ENOSYS, ENOTSUP].contains(errno) else { throw SystemFailure("rename", target) }
    let aside = building + ".old"
    guard rename(target, aside) == 0 || errno == ENOENT else { throw SystemFailure("rename", target) }
    guard rename(building, target) == 0 else {
      let failure = SystemFailure("rename", target)
      rename(aside, target)
      throw failure
    }
    Self.remove(aside)
    sync()
  }

  private func sync() {
    let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Removes what builds left behind that were killed: marked folders that nobody holds.
  func sweep() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = parent + "/" + name
      guard access(path + "/" + SiteOutput.marker, F_OK) == 0 else { continue }
      let lock = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard lock >= 0 else { continue }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { Self.remove(path) }
      close(lock)
    }
  }

  static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }
}
