import Glibc

/// What stands in a site's folder.
struct SiteListing {
  private(set) var files: [String: FileStamp] = [:]
  private(set) var folders: [String] = []

  /// Nothing.
  init() {}

  /// A folder that is not there is empty; what is neither file nor folder is not looked at.
  init(_ root: String) {
    var waiting = [""]
    while let folder = waiting.popLast() {
      guard let directory = opendir(folder.isEmpty ? root : root + "/" + folder) else { continue }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." { continue }
        let path = folder.isEmpty ? name : folder + "/" + name
        if entry.pointee.d_type == UInt8(DT_DIR) {
          folders.append(path)
          waiting.append(path)
          continue
        }
        var status = stat()
        guard fstatat(dirfd(directory), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          folders.append(path)
          waiting.append(path)
        } else {
          files[path] = status.st_mode & S_IFMT == S_IFREG ? FileStamp(status) : FileStamp.none
        }
      }
    }
  }

  /// The keys of those of a manifest's files that stand there as they were written.
  func sound(_ manifest: SiteManifest?) -> [String: SiteManifest.Output] {
    (manifest?.outputs ?? [:]).filter { files[$0.key] == $0.value.stamp }
  }
}
