import Book
import Diagnostics
import Foundation

/// Files of a folder that somebody else made: a name in it never leads out of it, and it is never read whole.
struct FolderFile: Sendable, Hashable {
  /// The folder as a person named it, without a slash at its end.
  let folder: String

  /// Entries of a folder that are looked at.
  static let mostEntries = 10_000

  /// The bytes of a file that the folder itself names.
  ///
  /// **Throws** for a path that leaves the folder, by '..', by '/' or by a symbolic link.
  func read(
    _ name: String, limit: Int, named place: Diagnostic.Place, as what: String
  ) throws(Diagnostic) -> [UInt8] {
    let path = try self.path(of: name, named: place, as: what)
    do {
      return try FileBytes.read(path, limit: limit)
    } catch {
      throw Diagnostic(
        .registryUnreadable, .configuration, at: place, "\(what) can't be read",
        found: "\(quoted(path)): \(error.reason)")
    }
  }

  /// Where a file that the folder itself names lies.
  func path(of name: String, named place: Diagnostic.Place, as what: String) throws(Diagnostic) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, !name.hasPrefix("/"), !parts.contains(".."), !name.utf8.contains(0),
      name.utf8.count <= 1024
    else {
      throw Diagnostic(
        .registryFolderPath, .configuration, at: place, "\(what) lies outside the folder",
        expected: "a path inside \(quoted(folder))", found: quoted(name))
    }
    let path = "\(folder)/\(name)"
    guard let real = FolderFile.real(path) else { return path }
    guard let root = FolderFile.real(folder), real.hasPrefix(root == "/" ? root : root + "/") else {
      throw Diagnostic(
        .registryFolderPath, .configuration, at: place, "\(what) is a link that leaves the folder",
        expected: "a file inside \(quoted(folder))", found: quoted(real),
        next: "Copy the file itself into the folder.")
    }
    return path
  }

  /// The names in the folder, sorted; nil where it can't be listed.
  ///
  /// **Throws** for a folder with more entries than anybody keeps beside a model.
  func names() throws(Diagnostic) -> [String]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      guard names.count < FolderFile.mostEntries else {
        throw Diagnostic(
          .registryFolder, .configuration, at: .init(file: folder), "the folder has too many entries",
          expected: "at most \(FolderFile.mostEntries)", next: "Name the artefact itself.")
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Folder and name of a path.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    return (
      slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...])
    )
  }

  private static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
