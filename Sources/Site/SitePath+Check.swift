import Diagnostics
import Markdown

extension SitePath {
  /// The file that leads on from an alias: `old/page.html` for `/old/page`.
  static func redirect(from alias: String) -> String {
    var path = alias.hasPrefix("/") ? String(alias.dropFirst()) : alias
    if path.hasSuffix("/") { path += "index.html" }
    path = LinkTarget.pagePath(path)
    return path.hasSuffix(".html") ? path : path + ".html"
  }

  /// Refuses what could leave the folder or name no file.
  static func check(_ path: String, source: String) throws(Diagnostic) {
    if isPlain(path) { return }
    // By bytes, as the system does: a slash and an accent behind it are one character.
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let expected: String
    if path.utf8.count > 1024 || parts.contains(where: { $0.count > longest }) {
      expected = "names of at most 255 bytes, and 1,024 in all"
    } else if let sign = path.unicodeScalars.first(where: { $0 == "\\" || $0 == ":" }) {
      expected = "names without '\(sign)', which some systems and servers don't take"
    } else if path.unicodeScalars.contains(where: { $0.value <= 0x1F || $0.value == 0x7F }) {
      expected = "names without control characters"
    } else if parts.contains(where: {
      $0.isEmpty || $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8)
    }) {
      expected = "names set apart by '/', relative to the site's root"
    } else {
      return
    }
    throw Diagnostic(
      .sitePath, .configuration, at: .init(file: source), "'\(path)' is no path inside the site",
      expected: expected, next: "Rename it.")
  }

  /// Refuses, of a file that is copied, also what is Markdown by its name and would be published as it stands, with what
  /// its front matter holds back; and pictures whose name has no room for their digest.
  static func check(asset path: String, source: String) throws(Diagnostic) {
    try check(path, source: source)
    let name = name(path)
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return }
    let endings = parts.suffix(2).map { $0.lowercased().filter { $0 != " " } }
    let isCopy = parts.count > 2 && copyEndings.contains(endings[1]) && markdownEndings.contains(endings[0])
    if isCopy || markdownEndings.contains(endings[1]) {
      throw Diagnostic(
        .sitePath, .configuration, at: .init(file: source),
        "'\(path)' would be published as it stands, with its front matter, and be no page",
        expected: "a page's name, which ends in '.md'",
        next: isCopy
          ? "Take it out of the folder."
          : "Rename it to '\(parts.dropLast().joined(separator: ".")).md', or put it elsewhere.")
    }
    if LinkResolver.isPicture(name), name.utf8.count > longest - LinkResolver.nameOfDigest {
      throw Diagnostic(
        .sitePath, .configuration, at: .init(file: source),
        "the name of the picture '\(path)' is too long",
        expected: "at most \(longest - LinkResolver.nameOfDigest) bytes, to have room for its digest",
        next: "Rename it.")
    }
  }

  /// Refuses a document whose page would have no name.
  static func check(document path: String, source: String) throws(Diagnostic) {
    try check(path, source: source)
    guard path.utf8.count > longest - 2, name(path).utf8.count > longest - 2 else { return }
    throw Diagnostic(
      .sitePath, .configuration, at: .init(file: source), "the name of the page '\(path)' is too long",
      expected: "at most \(longest - 2) bytes, so that there is room for '.html'", next: "Rename it.")
  }

  /// Refuses the file of an alias that takes the place of one that every site has; a person's own page or file may.
  static func check(alias path: String, of page: SitePage) throws(Diagnostic) {
    do throws(Diagnostic) {
      try check(path, source: page.source.source)
    } catch {
      throw Diagnostic(
        .sitePath, .configuration, at: page.place(ofKey: "aliases"),
        "an alias leads to '\(path)', which is no path inside the site", expected: error.expected,
        next: "Mend the alias.")
    }
    guard let own = SiteBuilder.ownPages.first(where: { $0 == path.lowercased() }) else { return }
    throw Diagnostic(
      .siteDuplicateOutput, .configuration, at: page.place(ofKey: "aliases"),
      "'\(path)' is an alias of this page, and '\(own)' is also made of every site",
      next: "Take the alias out, or choose another.")
  }

  /// The most bytes of a name.
  private static let longest = 255
  /// Endings of Markdown that are none of a page, in small letters; that of a page is, in others.
  private static let markdownEndings: Set = [
    "md", "markdown", "mdown", "mkdown", "mkd", "mkdn", "mdwn", "mdx", "rmd", "qmd",
  ]
  /// What editors and programs of versions put behind the name of a file that they keep.
  private static let copyEndings: Set = ["bak", "old", "orig", "rej", "save", "swo", "swp", "tmp"]

  /// Whether a path is sound and short, found by its bytes; false where that is not sure.
  private static func isPlain(_ path: String) -> Bool {
    return path.withBytes { bytes in
      // Parts that begin with a dot are looked at as texts.
      var previous = UInt8(ascii: "/")
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "."): if previous == UInt8(ascii: "/") { return false }
        case UInt8(ascii: "\\"), UInt8(ascii: ":"): return false
        case 0x20..<0x7F: break
        default: return false
        }
        previous = byte
      }
      return previous != UInt8(ascii: "/") && bytes.count <= 255
    }
  }
}
