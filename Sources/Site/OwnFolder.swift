import Glibc
import Markdown

/// Folders that builds may take away: those that bear our marker. No link is followed on the way, neither to such a
/// folder nor in it.
enum OwnFolder {
  /// What stands somewhere without being followed.
  enum Kind: Sendable {
    case nothing, link, folder, other
  }

  static func kind(of path: String) -> Kind {
    var status = stat()
    guard lstat(path, &status) == 0 else { return errno == ENOENT ? .nothing : .other }
    switch status.st_mode & S_IFMT {
    case S_IFLNK: return .link
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Whether a path is a folder, and no link to one, with our marker in it.
  static func isMarked(_ path: String) -> Bool {
    let folder = open(path, FileSystemCalls.pathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { return false }
    defer { close(folder) }
    var status = stat()
    return fstatat(folder, SiteBuilder.marker, &status, AT_SYMLINK_NOFOLLOW) == 0
      && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether it is ours also by who made it, so that what stands in it may be used.
  static func isUsable(_ path: String) -> Bool {
    var status = stat()
    return isMarked(path) && lstat(path, &status) == 0 && status.st_uid == geteuid()
  }

  /// Puts the marker into a folder, in the place of one that stands there and may have another name elsewhere; at no
  /// moment is there none.
  static func mark(_ path: String) throws(SystemFailure) -> FileStamp {
    let folder = try OpenFolder(path)
    let partial = SiteBuilder.marker + ".partial"
    unlinkat(folder.descriptor, partial, 0)
    let stamp = try SystemFile.create(partial, in: folder, SiteBuilder.markerBytes)
    guard renameat(folder.descriptor, partial, folder.descriptor, SiteBuilder.marker) == 0 else {
      throw SystemFailure("rename", folder.path(of: SiteBuilder.marker))
    }
    return stamp
  }

  /// Removes a folder of ours with all that is in it, also where somebody has taken permissions away. What can't be
  /// removed even so stays, with the marker, and so does what is mounted there.
  static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
    _ = remove(path, in: AT_FDCWD, on: status.st_dev)
  }

  /// Removes a folder if it is ours or empty.
  static func discard(_ path: String) {
    if isMarked(path) { remove(path) } else { rmdir(path) }
  }

  private static func remove(_ name: String, in parent: Int32, on device: dev_t) -> Bool {
    let descriptor = opened(name, in: parent)
    guard descriptor >= 0 else { return false }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_dev == device, let folder = fdopendir(descriptor) else {
      close(descriptor)
      return false
    }
    defer { closedir(folder) }
    var isEmpty = true
    for name in names(in: folder) where name != SiteBuilder.marker {
      if unlinkat(descriptor, name, 0) == 0 || errno == ENOENT { continue }
      guard errno == EISDIR || errno == EPERM, remove(name, in: descriptor, on: device) else {
        isEmpty = false
        continue
      }
    }
    // Last, so that whoever is killed before leaves a folder that is known as ours.
    guard isEmpty, unlinkat(descriptor, SiteBuilder.marker, 0) == 0 || errno == ENOENT else { return false }
    return unlinkat(parent, name, AT_REMOVEDIR) == 0
  }

  /// A folder held open, with all rights to it if it is the user's own.
  private static func opened(_ name: String, in parent: Int32) -> Int32 {
    let flags = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    let held = openat(parent, name, FileSystemCalls.pathOnly | flags)
    guard held >= 0 else { return -1 }
    defer { close(held) }
    var status = stat()
    if fstat(held, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o700 != 0o700 {
      // By what is held, so that no link that is put in its place leads out.
      chmod("/proc/self/fd/\(held)", status.st_mode & 0o777 | 0o700)
    }
    return openat(held, ".", O_RDONLY | flags)
  }

  /// All names, read before any of them is taken away.
  private static func names(in folder: OpaquePointer) -> [String] {
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = OpenFolder.name(of: entry)
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
