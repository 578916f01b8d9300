#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a path leads.
package enum FilePlace {
  /// The absolute path with all links followed, as far as it exists, and also of what does not exist: the rest is as
  /// it is written. `..` leads out of the folder that a link leads to, as for the system.
  package static func followed(_ path: String) -> String {
    var place: [Substring] = []
    let whole = path.hasPrefix("/") ? path : "\(workingFolder)/\(path)"
    var rest = Array(whole.split(separator: "/").reversed())
    // As many as the system follows; a circle of links leads nowhere.
    var links = 40
    while let part = rest.popLast() {
      if part == "." { continue }
      if part == ".." {
        _ = place.popLast()
        continue
      }
      if links > 0, let target = target(ofLink: "/" + (place + [part]).joined(separator: "/")) {
        links -= 1
        if target.hasPrefix("/") { place = [] }
        rest += target.split(separator: "/").reversed()
        continue
      }
      place.append(part)
    }
    return "/" + place.joined(separator: "/")
  }

  /// Whether a file may be published: it lies in the workspace or in what its `site` folder leads to, links followed.
  ///
  /// - Parameter root: The workspace's folder, absolute.
  package static func isPublished(_ path: String, root: String) -> Bool {
    let place = followed(path)
    return [root, "\(root)/site"].contains { folder in
      let folder = followed(folder)
      return folder == "/" || place.hasPrefix(folder + "/")
    }
  }

  package static var workingFolder: String { WorkspaceLocator.absolute(".") }

  private static func target(ofLink path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      return readlink(path, base.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
