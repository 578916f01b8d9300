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
  init(_ root: String, _ known: SiteManifest) {
    var found: [String] = []
    found.reserveCapacity(known.outputs.count)
    Self.walk(root) { path, stamp in
      if known.outputs[path]?.stamp == stamp { found.append(path) } else { others.append(path) }
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
    _ root: String, file: (_ path: String, FileStamp) -> Void, folder: (String) -> Void
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
        var isFolder = entry.pointee.d_type == UInt8(DT_DIR)
        var status = stat()
        if !isFolder {
          guard fstatat(dirfd(directory), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
          isFolder = status.st_mode & S_IFMT == S_IFDIR
        }
        if isFolder {
          folder(path)
          waiting.append(path)
        } else {
          file(path, status.st_mode & S_IFMT == S_IFREG ? FileStamp(own: status) : .none)
        }
      }
    }
  }
}
