/// Paths inside a site: relative to its root, components set apart by `/`.
package enum SitePath {
  package static func folder(_ path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
  }

  package static func name(_ path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
  }

  /// The path from one file to another: `models/a.html` to `runs/b.html` is `../runs/b.html`.
  package static func relative(from: String, to: String) -> String {
    from.withBytes { base in to.withBytes { target in relative(base, target) } }
  }

  private static func relative(
    _ base: UnsafeBufferPointer<UInt8>, _ target: UnsafeBufferPointer<UInt8>
  ) -> String {
    let slash = UInt8(ascii: "/")
    // What both have in common, up to the last slash of it.
    var common = 0
    var index = 0
    while index < min(base.count, target.count), base[index] == target[index] {
      index += 1
      if base[index - 1] == slash { common = index }
    }
    var up = 0
    while index < base.count {
      if base[index] == slash { up += 1 }
      index += 1
    }
    if up == 0 { return String(decoding: target[common...], as: UTF8.self) }
    var path: [UInt8] = []
    path.reserveCapacity(3 * up + target.count)
    for _ in 0..<up { path += "../".utf8 }
    path += target[common...]
    return String(decoding: path, as: UTF8.self)
  }

  /// The same as an address.
  package static func address(from: String, to: String) -> String {
    HTMLText.address(encoded(relative(from: from, to: to)))
  }

  /// The whole address of a file of a site that stands at `base`, whether that ends with a slash or not.
  package static func address(of path: String, at base: String) -> String {
    (base.hasSuffix("/") ? base : base + "/") + HTMLText.address(encoded(path))
  }

  /// Percent-encodes what means something in an address but nothing in a file's name.
  package static func encoded(_ path: String) -> String {
    let marked: (UInt8) -> Bool = {
      $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
    }
    guard path.withBytes({ $0.contains(where: marked) }) else { return path }
    return path.unicodeScalars.map { ["%": "%25", "?": "%3F", "#": "%23"][$0] ?? String($0) }.joined()
  }

  /// Where a link on a page leads, nil where it leaves the site. A leading `/` means the site's root.
  package static func resolve(_ path: String, from page: String) -> String? {
    if isName(path) {
      guard let slash = page.utf8.lastIndex(of: UInt8(ascii: "/")), slash > page.startIndex else {
        return path
      }
      var place = String(page[...slash])
      place += path
      return place
    }
    var plain =
      path.utf8.contains { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "%") }
      ? decoded(path.prefix { $0 != "?" }) : path
    var folder = path.utf8.first == UInt8(ascii: "/") ? "" : folder(page)
    return plain.withUTF8 { link in folder.withUTF8 { folder in resolve(link, from: folder) } }
  }

  /// - Parameter folder: without a slash at its end; empty for the root.
  private static func resolve(
    _ link: UnsafeBufferPointer<UInt8>, from folder: UnsafeBufferPointer<UInt8>
  ) -> String? {
    let slash = UInt8(ascii: "/")
    let dot = UInt8(ascii: ".")
    var path: [UInt8] = []
    path.reserveCapacity(folder.count + link.count + 1)
    for bytes in [folder, link] {
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: slash) ?? bytes.count
        let part = bytes[start..<end]
        start = end + 1
        if part.isEmpty || part.count == 1 && part.first == dot { continue }
        if part.count == 2, part.allSatisfy({ $0 == dot }) {
          if path.isEmpty { return nil }
          path.removeSubrange((path.lastIndex(of: slash) ?? 0)...)
        } else {
          if !path.isEmpty { path.append(slash) }
          path += part
        }
      }
    }
    if link.last == slash, !path.isEmpty { path.append(slash) }
    return String(decoding: path, as: UTF8.self)
  }

  /// True of a name alone, which stands for itself.
  private static func isName(_ path: String) -> Bool {
    return path.withBytes { bytes in
      guard let first = bytes.first, first != UInt8(ascii: ".") else { return false }
      return bytes.allSatisfy {
        $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: "?")
      }
    }
  }

  /// `%20` as the byte that it means; what is no such mark stands for itself.
  package static func decoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    var index = 0
    while index < source.count {
      if source[index] == UInt8(ascii: "%"), index + 2 < source.count, let high = digit(source[index + 1]),
        let low = digit(source[index + 2])
      {
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// A title for a file or folder that has none: `kpi_report` is "Kpi report".
  package static func humanised(_ name: String) -> String {
    let stem = name.hasSuffix(".md") ? String(name.dropLast(3)) : name
    let words = stem.map { $0 == "_" || $0 == "-" ? " " : String($0) }.joined()
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
