package import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds the folder that holds `scorebook.yaml`.
package enum WorkspaceLocator {
  package static let fileName = "scorebook.yaml"

  /// The workspace's folder, as a person would name it.
  ///
  /// - Parameter folder: From `-C DIR`: the workspace itself, no other is looked for. nil: the working
  ///   directory, then the folders that it lies in, up to the root of the file system.
  /// - Returns: `.` for the working directory itself, `..`, `../..` and so on above it.
  /// **Throws:** where there is none.
  package static func find(in folder: String?) throws(Diagnostic) -> String {
    if let folder {
      if isFile("\(folder)/\(fileName)") { return folder }
      throw Diagnostic(
        .workspaceNotFound, .configuration, "there is no \(fileName) in \(quoted(folder))",
        next: "Run scorebook init \(folder) to make a workspace there.")
    }
    return try find(from: ".")
  }

  /// The nearest workspace that a folder lies in, as a path from that folder.
  package static func find(from folder: String) throws(Diagnostic) -> String {
    let depth = absolute(folder).split(separator: "/").count
    for level in 0...depth {
      let parent = level == 0 ? "." : Array(repeating: "..", count: level).joined(separator: "/")
      if isFile("\(folder)/\(parent)/\(fileName)") { return parent }
    }
    throw Diagnostic(
      .workspaceNotFound, .configuration, "there is no \(fileName) in this folder or above it",
      next: "Run scorebook init to make a workspace here, or name one with -C DIR.")
  }

  /// The absolute path of a folder, links resolved where it exists.
  package static func absolute(_ folder: String) -> String {
    if let resolved = realpath(folder.isEmpty ? "." : folder, nil) {
      defer { free(resolved) }
      return String(cString: resolved)
    }
    return normalizedPath(folder)
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
  }
}

extension ConfigurationLoader {
  /// The bytes of a file of configuration.
  package static func readText(_ path: String) throws(Diagnostic) -> [UInt8] {
    func problem(_ summary: String, next: String? = nil) -> Diagnostic {
      Diagnostic(.workspaceUnreadable, .configuration, at: Diagnostic.Place(file: path), summary, next: next)
    }
    // Non-blocking, so that a named pipe does not hang the program.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw problem("the file can't be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw problem("it is not a file", next: "Name a file of text.")
    }
    // One byte more than is allowed, so that the reader of the text sees that it is too long.
    let limit = min(Int(status.st_size), YAMLDocument.maximumBytes + 1)
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let got = bytes.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer.baseAddress?.advanced(by: count), limit - count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw problem("the file can't be read: \(String(cString: strerror(errno)))") }
      if got == 0 { break }
      count += got
    }
    return Array(bytes.prefix(count))
  }
}
