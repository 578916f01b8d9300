import Diagnostics
import Foundation
import Glibc

/// The folder a site is to stand in, and the folders beside it that sites are built in.
struct SitePlace: Sendable {
  /// Where a link leads to, so that the link itself stays.
  let target: String
  let parent: String
  private let prefix: String

  /// **Throws:** `site-not-ours` where something else stands there, `site-write` where its folder can't be made.
  init(_ folder: String) throws(Diagnostic) {
    var path = folder
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    if let real = realpath(path, nil) {
      path = String(cString: real)
      free(real)
    }
    let url = URL(fileURLWithPath: path)
    var above = url.deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(atPath: above, withIntermediateDirectories: true)
    } catch {
      throw Self.unwritable(folder, SystemFailure("mkdir", above))
    }
    // One place has one name, also before there is anything at it: what is known of it is found by that.
    if let real = realpath(above, nil) {
      above = String(cString: real)
      free(real)
    }
    parent = above
    target = above + "/" + url.lastPathComponent
    prefix = ".\(url.lastPathComponent).building-"
    try refuseForeign()
  }

  static func unwritable(_ folder: String, _ failure: SystemFailure) -> Diagnostic {
    Diagnostic(
      .siteWrite, at: .init(file: folder), "the site can't be written (\(failure.reason))",
      next: "Look at permissions and free space of the folder it stands in.")
  }

  /// **Throws:** `site-not-ours` where what stands at the target may not be replaced.
  func refuseForeign() throws(Diagnostic) {
    let found: String
    var next = "Choose another folder, or move what is there."
    switch OwnFolder.kind(of: target) {
    case .nothing: return
    case .unknown(let reason):
      errno = reason
      throw Self.unwritable(target, SystemFailure("lstat", target))
    case .folder:
      if OwnFolder.isMarked(target) { return }
      if (try? FileManager.default.contentsOfDirectory(atPath: target))?.isEmpty == true { return }
      found = "the folder holds files and was not made by Scorebook"
      next = "Choose another folder, or empty this one yourself."
    // One that leads somewhere was followed.
    case .link: found = "there is a link that leads nowhere where the site should go"
    case .other: found = "there is a file where the site should go"
    }
    throw Diagnostic(
      .siteNotOurs, .configuration, at: .init(file: target), found,
      expected: "no folder, an empty one, or one with the file '\(SiteBuilder.marker)'", next: next)
  }

  /// What is mounted within the site would be carried away with it, and a place that is a mount itself can't be exchanged.
  ///
  /// **Throws:** `site-not-ours` where it is so.
  func refuseMounts() throws(Diagnostic) {
    if OwnFolder.isMounted(target) {
      throw Diagnostic(
        .siteNotOurs, .configuration, at: .init(file: target),
        "the folder is a mount point, which can't be exchanged for a new site",
        expected: "a folder below it, or one that is none",
        next: "Build into a folder below it: --output '\(target)/current'.")
    }
    if let mounted = Mount.paths(within: target).first {
      throw Diagnostic(
        .siteNotOurs, .configuration, at: .init(file: mounted),
        "another folder or file system is mounted within the site, which is replaced as a whole",
        expected: "nothing mounted within '\(target)'",
        next: "Unmount it, and mount it beside the site.")
    }
  }

  /// A new folder beside the target, locked as long as the descriptor is open, so that nobody sweeps it.
  func begin() throws(SystemFailure) -> (path: String, lock: Int32) {
    var template = Array((parent + "/" + prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp", parent) }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw SystemFailure("open", path) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0, fchmod(lock, 0o777 & ~FileSystemCalls.mask) == 0 else {
      close(lock)
      rmdir(path)
      throw SystemFailure("flock", path)
    }
    return (path, lock)
  }

  /// Whether a folder can be exchanged with the target: found by moving a file, since two mounts of one file system
  /// have the same number and still take no renames between them.
  func canExchange(with folder: String) -> Bool {
    let name = "probe-\(getpid())"
    // Of a build that was killed, since the number of a process comes again.
    unlink(folder + "/" + name)
    guard (try? SystemFile.create(folder + "/" + name, [])) != nil else { return false }
    let there = parent + "/" + prefix + name
    guard rename(folder + "/" + name, there) == 0 else {
      unlink(folder + "/" + name)
      return false
    }
    unlink(there)
    return true
  }

  /// Exchanges what was built with what stands at the target, in one step where the file system can.
  func put(_ building: String) throws(SystemFailure) {
    if FileSystemCalls.exchange(building, target) { return }
    let reason = errno
    // Moving a folder elsewhere changes what is in it; somebody has locked the site that stands.
    let isUnlocked = reason == EACCES && OwnFolder.unlock(target)
    errno = reason
    if isUnlocked, FileSystemCalls.exchange(building, target) { return }
    if errno == ENOENT {
      guard rename(building, target) == 0 else { throw SystemFailure("rename", target) }
      return
    }
    guard [EINVAL, ENOSYS, ENOTSUP].contains(errno) else { throw SystemFailure("rename", target) }
    try putInSteps(building)
  }

  /// The same where the file system can't exchange two folders; what stood at the target lies where the site was built
  /// then, if anything did.
  func putInSteps(_ building: String) throws(SystemFailure) {
    // Not under the name that is swept: killed between the two renames, the only site is this one.
    let aside = target + ".before"
    if OwnFolder.isMarked(aside), OwnFolder.isMarked(target) { OwnFolder.remove(aside) }
    let isAside = rename(target, aside) == 0
    guard isAside || errno == ENOENT else { throw SystemFailure("rename", target) }
    guard rename(building, target) == 0 else {
      let failure = SystemFailure("rename", target)
      if isAside { rename(aside, target) }
      throw failure
    }
    // Of a build that was killed here, or somebody's own.
    if isAside || OwnFolder.isMarked(aside) { rename(aside, building) }
  }

  /// Removes what builds left behind that were killed: marked folders that nobody holds.
  func sweep() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = parent + "/" + name
      guard OwnFolder.isMarked(path) else { continue }
      let lock = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard lock >= 0 else { continue }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { OwnFolder.remove(path) }
      close(lock)
    }
  }
}
