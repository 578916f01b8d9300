#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
package import Diagnostics

extension Diagnostic.Identifier {
  package static let outputFolder = Self("output-folder")
  package static let outputWrite = Self("output-write")
  package static let outputDiskFull = Self("output-disk-full")
}

/// The few things that targets and caches need of folders.
enum Folder {
  /// Makes a folder and those above it that are missing; one that is there already is left as it is.
  static func create(_ path: String, mode: mode_t = 0o755) throws(Diagnostic) {
    if path.isEmpty || FileStamp(path: path) != nil { return }
    try create(parent(of: path), mode: mode)
    if mkdir(path, mode) != 0, errno != EEXIST {
      throw Diagnostic(
        .outputFolder, at: Diagnostic.Place(file: path), "folder can't be made", found: errorText(errno),
        next: "Check the permissions of the folder above it.")
    }
  }

  /// Names in a folder, sorted, without "." and ".."; empty where there is no such folder.
  static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Makes renames and new names in a folder survive a power failure.
  static func sync(_ path: String) throws(Diagnostic) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ioError(errno, path: path) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw ioError(errno, path: path) }
  }

  static func rename(_ old: String, to new: String) throws(Diagnostic) {
    if Rename.call(old, new) != 0 { throw ioError(errno, path: new) }
  }

  static func remove(_ path: String) { unlink(path) }

  /// "." for a name without a folder.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// A failed system call as a diagnostic: a full disk and a refused one are told apart.
  static func ioError(_ code: Int32, path: String) -> Diagnostic {
    let place = Diagnostic.Place(file: path)
    if code == ENOSPC || code == EDQUOT {
      return Diagnostic(
        .outputDiskFull, at: place, "the disk is full; what stood there before is unchanged",
        next: "Free some space, then run the command again.")
    }
    if code == EPIPE { return Diagnostic(.outputBrokenPipe, at: place, "nobody reads the output any more") }
    return Diagnostic(
      .outputWrite, at: place, "file can't be written", found: errorText(code),
      next: "Check the permissions of the file and its folder.")
  }

  static func errorText(_ code: Int32) -> String { "\(String(cString: strerror(code))) (error \(code))" }
}

/// The system call, whose name `Folder.rename` hides.
private enum Rename {
  static func call(_ old: String, _ new: String) -> Int32 { rename(old, new) }
}
