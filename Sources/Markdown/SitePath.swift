/// Paths inside a site: relative to its root, components set apart by `/`.
package enum SitePath {
  package static func folder(_ path: String) -> String {
    return path.withBytes { bytes in
      bytes.lastIndex(of: UInt8(ascii: "/")).map { String(decoding: bytes[..<$0], as: UTF8.self) } ?? ""
    }
  }

  /// Whether two files lie in one folder, named by the same bytes.
  package static func shareFolder(_ path: String, _ other: String) -> Bool {
    path.withBytes { own in
      other.withBytes { others in
        guard let slash = own.lastIndex(of: UInt8(ascii: "/")) else {
          return !others.contains(UInt8(ascii: "/"))
        }
        return others.count > slash && others[...slash].elementsEqual(own[...slash])
          && !others[(slash + 1)...].contains(UInt8(ascii: "/"))
      }
    }
  }

  package static func name(_ path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
  }

  /// The path from one file to another: `models/a.html` to `runs/b.html` is `../runs/b.html`.
  package static func relative(from: String, to: String) -> String {
    from.withBytes { base in to.withBytes { Way(base, $0).text } } ?? to
  }

  /// The same as an address.
  package static func address(from: String, to: String) -> String {
    let plain = from.withBytes { base in
      to.withBytes { target -> String? in
        let way = Way(base, target)
        return way.isPlain ? way.text ?? to : nil
      }
    }
    return plain ?? HTMLText.address(encoded(relative(from: from, to: to)))
  }

  /// How one gets from a file to another: some folders up, and on from there.
  private struct Way {
    let up: Int
    let rest: Slice<UnsafeBufferPointer<UInt8>>

    init(_ base: UnsafeBufferPointer<UInt8>, _ target: UnsafeBufferPointer<UInt8>) {
      let slash = UInt8(ascii: "/")
      // What both have in common, up to the last slash of it.
      var common = 0
      var index = 0
      while index < min(base.count, target.count), base[index] == target[index] {
        index += 1
        if base[index - 1] == slash { common = index }
      }
      up = base[common...].count { $0 == slash }
      rest = target[common...]
    }

    /// Whether nothing in it has to be encoded in an address.
    var isPlain: Bool {
      let plain = SitePath.plain
      return rest.allSatisfy { plain.contains($0) }
    }

    /// Nil where it is the whole path of the target.
    var text: String? {
      if up == 0 { return rest.startIndex == 0 ? nil : String(decoding: rest, as: UTF8.self) }
      return String(unsafeUninitializedCapacity: 3 * up + rest.count) { path in
        for step in 0..<up {
          path[3 * step] = UInt8(ascii: ".")
          path[3 * step + 1] = UInt8(ascii: ".")
          path[3 * step + 2] = UInt8(ascii: "/")
        }
        _ = path[(3 * up)...].initialize(fromContentsOf: rest)
        return 3 * up + rest.count
      }
    }
  }

  /// What stands in an address as in a file's name.
  private static let plain: TextCleaning.Marks =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/@!$&()*+,;="

  /// The whole address of a file of a site that stands at `base`, whether that ends with a slash or not.
  package static func address(of path: String, at base: String) -> String {
    (base.hasSuffix("/") ? base : base + "/") + HTMLText.address(encoded(path))
  }

  /// Percent-encodes what means something in an address but nothing in a file's name; blanks too, which an address
  /// loses at its ends and where there are several.
  package static func encoded(_ path: String) -> String {
    let marked: (UInt8) -> Bool = {
      $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: " ")
    }
    guard path.withBytes({ $0.contains(where: marked) }) else { return path }
    return path.unicodeScalars.map { ["%": "%25", "?": "%3F", "#": "%23", " ": "%20"][$0] ?? String($0) }
      .joined()
  }

  /// Where a link on a page leads, nil where it leaves the site. A leading `/` means the site's root.
  package static func resolve(_ path: String, from page: String) -> String? {
    if isName(path) { return beside(page, path) }
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

  /// The path of a name in the folder of another file.
  package static func beside(_ page: String, _ name: String) -> String {
    page.withBytes { page in
      name.withBytes { name in
        let folder = page[..<(page.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)]
        return String(unsafeUninitializedCapacity: folder.count + name.count) { path in
          let end = path.initialize(fromContentsOf: folder)
          return path[end...].initialize(fromContentsOf: name)
        }
      }
    }
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
