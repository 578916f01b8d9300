import Book
import Foundation

/// A folder of files that others wrote: nothing outside it is read, no link followed, no pipe opened.
struct StoreFolder: Sendable {
  static let mostEntries = 1_000_000

  let root: String

  struct Entry: Sendable, Hashable {
    let name: String
    let isFolder: Bool
    /// **Units:** bytes.
    let size: Int
    /// **Units:** nanoseconds since 1970.
    let modified: Int
  }

  /// Regular files and folders in a folder below the root, by name; nil where there is none.
  func entries(_ path: String) -> [Entry]? {
    guard let folder = opendir(full(path)) else { return nil }
    defer { closedir(folder) }
    var found: [Entry] = []
    while found.count < Self.mostEntries, let item = readdir(folder) {
      let name = withUnsafeBytes(of: &item.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let name, name != ".", name != ".." else { continue }
      var status = stat()
      guard fstatat(dirfd(folder), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      let kind = status.st_mode & S_IFMT
      guard kind == S_IFREG || kind == S_IFDIR else { continue }
      let (seconds, overflow) = Int(status.st_mtim.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
      found.append(
        Entry(
          name: name, isFolder: kind == S_IFDIR, size: Int(status.st_size),
          modified: overflow ? 0 : seconds &+ Int(status.st_mtim.tv_nsec)))
    }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// All regular files below a folder by their path from it, at most 16 levels deep.
  func files(_ path: String, depth: Int = 0) -> [(path: String, entry: Entry)] {
    guard depth < 16, let entries = entries(path) else { return [] }
    var found: [(path: String, entry: Entry)] = []
    for entry in entries {
      if entry.isFolder {
        found += files("\(path)/\(entry.name)", depth: depth + 1).map {
          ("\(entry.name)/\($0.path)", $0.entry)
        }
      } else {
        found.append((entry.name, entry))
      }
    }
    return found
  }

  /// The bytes of a regular file; nil where there is none. **Throws** for one that is larger than `limit`.
  func bytes(_ path: String, limit: Int) throws(Unreadable) -> [UInt8]? {
    var status = stat()
    guard isInside(path), lstat(full(path), &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    do {
      return try FileBytes.read(full(path), limit: limit)
    } catch {
      throw Unreadable(reason: error.reason)
    }
  }

  /// Whether a path that a file names stays below the root, links on its way included.
  func isInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !path.hasPrefix("/"), !path.utf8.contains(0), !parts.contains("..") else { return false }
    var place = ""
    for part in parts.dropLast() where !part.isEmpty && part != "." {
      place += place.isEmpty ? String(part) : "/\(part)"
      var status = stat()
      guard lstat(full(place), &status) == 0 else { return true }
      guard status.st_mode & S_IFMT == S_IFDIR else { return false }
    }
    return true
  }

  func full(_ path: String) -> String { path.isEmpty ? root : "\(root)/\(path)" }
}
