#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
package import Diagnostics

/// Where a file that somebody names for output really lies.
///
/// A file is replaced where it stands, not the link that leads to it; what is no file (a pipe, a terminal,
/// `/dev/null`) is written to and never replaced.
package struct StreamPlace: Sendable, Hashable {
  /// Links of the last name followed.
  package let path: String
  /// Whether something stands there that is no regular file, or a file that is open already (`/dev/stdout`): it is
  /// written to behind what it holds.
  package let isSpecial: Bool

  package init(_ path: String) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      self.path = path
      isSpecial = true
      return
    }
    var place = path
    // As many as the system follows; of a circle of links the one that is named is replaced.
    for _ in 0..<40 {
      if StreamPlace.isDescriptor(place) {
        self.path = place
        isSpecial = true
        return
      }
      guard let target = StreamPlace.target(ofLink: place) else { break }
      place = target.hasPrefix("/") ? target : "\(Folder.parent(of: place))/\(target)"
    }
    self.path = place
    isSpecial = false
  }

  /// Whether a path names what a process has open, as `/dev/stdout` does: the file behind it is somebody else's, who
  /// may append to it.
  private static func isDescriptor(_ path: String) -> Bool {
    let folder = Folder.parent(of: path)
    if folder == "/dev/fd" { return true }
    let parts = folder.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count >= 4 && parts[0].isEmpty && parts[1] == "proc" && parts.last == "fd"
  }

  /// Whether both mean one file, be it there or not; links and hard links of one file are the same, pipes and
  /// devices by their names only.
  package func isSame(as other: StreamPlace) -> Bool {
    if isSpecial || other.isSpecial { return path == other.path }
    if let own = FileStamp(path: path), let others = FileStamp(path: other.path) {
      return own.inode == others.inode && own.device == others.device
    }
    guard Folder.name(of: path) == Folder.name(of: other.path),
      let folder = FileStamp(path: Folder.parent(of: path)),
      let others = FileStamp(path: Folder.parent(of: other.path))
    else { return path == other.path }
    return folder.inode == others.inode && folder.device == others.device
  }

  /// Refuses what is no file. **Throws** `output-no-file`.
  package func requireFile() throws(Diagnostic) {
    guard isSpecial else { return }
    throw Diagnostic(
      .outputNoFile, .configuration, at: Diagnostic.Place(file: path), "this is not a regular file",
      next: "Name a file; it is made, or replaced when it is whole.")
  }

  private static func target(ofLink path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      return readlink(path, base.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}

extension Diagnostic.Identifier {
  package static let outputNoFile = Self("output-no-file")
}
