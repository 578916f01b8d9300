import Glibc
import Markdown

/// Folders that builds may take away: those that bear our marker. No link is followed on the way, neither to such a
/// folder nor in it.
enum OwnFolder {
  /// What the marker is called until it is whole.
  private static let partial = SiteBuilder.marker + ".partial"

  /// What stands somewhere without being followed.
  enum Kind: Sendable, Equatable {
    case nothing, link, folder, other
    /// It can't be looked at, with the system's number for the reason.
    case unknown(Int32)
  }

  static func kind(of path: String) -> Kind {
    var status = stat()
    guard lstat(path, &status) == 0 else { return errno == ENOENT ? .nothing : .unknown(errno) }
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
    return isMarked(path) && lstat(path, &status) == 0 && status.st_uid == geteuid() && !isMounted(path)
  }

  /// Whether another mount begins at a folder; false where there is none.
  static func isMounted(_ path: String) -> Bool {
    let above = parent(of: path)
    let folder = open(path, FileSystemCalls.pathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    defer { for descriptor in [above, folder] where descriptor >= 0 { close(descriptor) } }
    if folder < 0 { return false }
    return Mount(of: above) != Mount(of: folder)
  }

  /// Puts the marker into a folder, in the place of one that stands there and may have another name elsewhere; at no
  /// moment is there none.
  static func mark(_ path: String) throws(SystemFailure) -> FileStamp {
    let folder = try OpenFolder(path)
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
    let above = parent(of: path)
    guard above >= 0 else { return }
    defer { close(above) }
    guard let mount = Mount(of: above) else { return }
    _ = remove(Array(SitePath.name(path).utf8CString), in: above, on: mount)
  }

  /// Removes a folder if it is ours or empty; also where nothing but a marker is in it that was not whole when its build
  /// was killed.
  static func discard(_ path: String) {
    if isMarked(path) { return remove(path) }
    if rmdir(path) == 0 || errno != ENOTEMPTY { return }
    guard let folder = try? OpenFolder(path), let listed = opendir("/proc/self/fd/\(folder.descriptor)")
    else {
      return
    }
    defer { closedir(listed) }
    guard names(in: listed) == [Array(partial.utf8CString)] else { return }
    unlinkat(folder.descriptor, partial, 0)
    rmdir(path)
  }

  /// Gives a folder that is the user's own and locked all rights back; false where it is none.
  static func unlock(_ path: String) -> Bool {
    let held = open(path, FileSystemCalls.pathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard held >= 0 else { return false }
    defer { close(held) }
    return unlock(held)
  }

  /// The folder that a path is in, to be closed by whoever asks.
  private static func parent(of path: String) -> Int32 {
    let above = SitePath.folder(path)
    return open(
      above.isEmpty ? (path.utf8.first == UInt8(ascii: "/") ? "/" : ".") : above,
      FileSystemCalls.pathOnly | O_DIRECTORY | O_CLOEXEC)
  }

  private static func remove(_ name: [CChar], in parent: Int32, on mount: Mount) -> Bool {
    let descriptor = opened(name, in: parent, on: mount)
    guard descriptor >= 0 else { return false }
    guard let folder = fdopendir(descriptor) else {
      close(descriptor)
      return false
    }
    defer { closedir(folder) }
    for name in names(in: folder) where unlinkat(descriptor, name, 0) != 0 {
      if errno == EISDIR || errno == EPERM { _ = remove(name, in: descriptor, on: mount) }
    }
    // Last and only when all else is gone, so that whoever is killed before leaves a folder that is known as ours.
    rewinddir(folder)
    guard names(in: folder).isEmpty, unlinkat(descriptor, SiteBuilder.marker, 0) == 0 || errno == ENOENT
    else { return false }
    return unlinkat(parent, name, AT_REMOVEDIR) == 0
  }

  /// A folder held open, with all rights to it if it is the user's own; -1 where another is mounted there.
  private static func opened(_ name: [CChar], in parent: Int32, on mount: Mount) -> Int32 {
    let flags = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    let held = openat(parent, name, FileSystemCalls.pathOnly | flags)
    guard held >= 0 else { return -1 }
    defer { close(held) }
    guard Mount(of: held) == mount else { return -1 }
    _ = unlock(held)
    return openat(held, ".", O_RDONLY | flags)
  }

  /// By what is held, so that no link that is put in its place leads out.
  private static func unlock(_ held: Int32) -> Bool {
    var status = stat()
    guard fstat(held, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o700 != 0o700 else {
      return false
    }
    return chmod("/proc/self/fd/\(held)", status.st_mode & 0o777 | 0o700) == 0
  }

  /// All names but the marker's, byte for byte, read before any of them is taken away.
  private static func names(in folder: OpaquePointer) -> [[CChar]] {
    let left = [".", "..", SiteBuilder.marker].map { Array($0.utf8CString) }
    var names: [[CChar]] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        Array(bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }) + [0]
      }
      if !left.contains(name) { names.append(name) }
    }
    return names
  }
}
