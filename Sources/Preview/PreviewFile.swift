import Foundation
import Glibc

/// A file of the served folder, found by an address.
struct PreviewFile {
  let bytes: [UInt8]
  let type: String

  /// nil where the address leads to no file in the folder.
  ///
  /// A folder is its `index.html`. Names that begin with a dot, links and whatever is no plain file are not there.
  init?(address: some StringProtocol, in folder: String) {
    guard let parts = Self.parts(of: address) else { return nil }
    var place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard place >= 0 else { return nil }
    defer { close(place) }
    // One component at a time, no link followed: nothing outside the folder can be reached.
    for part in parts.dropLast() {
      let next = openat(place, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard next >= 0 else { return nil }
      close(place)
      place = next
    }
    guard let name = parts.last else { return nil }
    let file = openat(place, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    guard let data = try? FileHandle(fileDescriptor: file, closeOnDealloc: false).readToEnd() ?? Data() else {
      return nil
    }
    bytes = Array(data)
    type = Self.type(of: name)
  }

  /// The names an address goes through, the last one a file's; nil where it is no address of a file of ours.
  static func parts(of address: some StringProtocol) -> [String]? {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    guard path.hasPrefix("/"), let decoded = path.removingPercentEncoding else { return nil }
    var parts = decoded.split(separator: "/").map(String.init)
    if parts.isEmpty || decoded.hasSuffix("/") { parts.append("index.html") }
    let isSound = parts.allSatisfy { part in
      !part.hasPrefix(".") && part.utf8.count <= 255 && part.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
    return isSound ? parts : nil
  }

  private static func type(of name: String) -> String {
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return types[ending] ?? "application/octet-stream"
  }

  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "md": "text/plain; charset=utf-8",
    "txt": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8", "json": "application/json",
    "xml": "application/xml", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg",
    "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "ico": "image/x-icon",
    "pdf": "application/pdf", "woff2": "font/woff2",
  ]
}
