import Glibc

/// What stands in a site's folder, held against what a build knows that it wrote.
struct SiteListing: Sendable {
  /// How many files there are, whoever put them there.
  private(set) var count = 0
  /// Those that stand as they were written.
  private(set) var sound: [String: SiteManifest.Output] = [:]
  /// All others.
  private(set) var others: [String] = []
  private(set) var folders: [String] = []

  /// Nothing.
  init() {}

  /// A folder that is not there is empty.
  ///
  /// - Parameter beside: files of another folder of the same file system that were found as they were written: a second
  ///   name of one of them need not be asked for its stamp.
  init(_ root: String, _ known: SiteManifest, beside: [String: SiteManifest.Output] = [:]) {
    var found: [String] = []
    found.reserveCapacity(known.outputs.count)
    Self.walk(root) { path, inode, stamp in
      let wanted = known.outputs.spelled(as: path)?.stamp
      if let wanted, wanted.inode == inode, beside[path]?.stamp == wanted {
        found.append(path)
      } else if wanted == stamp() {
        found.append(path)
      } else {
        others.append(path)
      }
    } folder: {
      folders.append($0)
    }
    count = found.count + others.count
    sound = known.outputs
    if found.count < known.outputs.count {
      sound = [:]
      for path in found { sound[path] = known.outputs[path] }
    }
  }

  /// What is neither file nor folder counts as a file without a stamp.
  private static func walk(
    _ root: String, file: (_ path: String, _ inode: UInt64, _ stamp: () -> FileStamp) -> Void,
    folder: (String) -> Void
  ) {
    var waiting = [""]
    while let above = waiting.popLast() {
      guard let directory = opendir(above.isEmpty ? root : root + "/" + above) else { continue }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." { continue }
        let path = above.isEmpty ? name : above + "/" + name
        func status() -> stat? {
          var status = stat()
          return fstatat(dirfd(directory), name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
        }
        func stamp(_ status: stat?) -> FileStamp {
          guard let status, status.st_mode & S_IFMT == S_IFREG else { return .none }
          return FileStamp(own: status)
        }
        switch Int32(entry.pointee.d_type) {
        case Int32(DT_DIR):
          folder(path)
          waiting.append(path)
        case Int32(DT_REG): file(path, UInt64(entry.pointee.d_ino)) { stamp(status()) }
        default:
          // Some file systems don't tell what it is.
          guard let status = status() else { continue }
          if status.st_mode & S_IFMT == S_IFDIR {
            folder(path)
            waiting.append(path)
          } else {
            file(path, UInt64(status.st_ino)) { stamp(status) }
          }
        }
      }
    }
  }
}
