import Diagnostics
import Markdown

/// The files of a site before they are written: what each is made of, and a digest of all that goes into it.
struct SitePlan: Sendable {
  enum Content: Sendable {
    case page(Int)
    /// A page's Markdown.
    case twin(Int)
    case asset(Int)
    case bytes([UInt8])
    /// What is made of all pages, when it is written.
    case made(@Sendable () -> [UInt8])
    /// It stands in the site already, and is linked from there.
    case standing
  }

  struct File: Sendable {
    let path: String
    /// Equal keys mean equal bytes.
    let key: SiteDigest
    let content: Content
  }

  private(set) var files: [File] = []
  /// What each file is made from.
  private var origins: [String] = []
  /// The places of files by their paths in small letters.
  private var places: [String: Int] = [:]
  /// The folders of pages; two spellings of one name, which Unicode takes for the same, are one of them.
  private var folders: Set<String> = []
  private var lastFolder: String?
  private var mixedFolders: Set<String> = []

  /// - Parameter count: about how many files there will be.
  init(count: Int) {
    files.reserveCapacity(count)
    origins.reserveCapacity(count)
    places.reserveCapacity(count)
  }

  /// Adds a file; a path is given once, and not again in other letters or code points, which some file systems don't
  /// tell apart.
  mutating func add(
    _ path: String, _ key: SiteDigest, _ content: Content, from origin: String, _ problems: inout Problems
  ) {
    let lowered = Self.lowered(path)
    if let place = places.updateValue(files.count, forKey: lowered) {
      places[lowered] = place
      let other = (path: files[place].path, origin: origins[place])
      if origin == path, other.path.isSpelled(as: path) {
        problems.add(
          Diagnostic(
            .siteDuplicateOutput, .configuration, at: .init(file: other.origin),
            "'\(path)' is also made by Scorebook", next: "Rename the file, or take the alias out."))
        return
      }
      let what =
        if other.path.isSpelled(as: path) {
          "'\(path)' is also made from '\(other.origin)'"
        } else if other.path == path {
          "there are two of '\(path)', \(path.unlike(other.path)): the names look alike and are written with other "
            + "code points"
        } else {
          "'\(path)' and '\(other.path)', made from '\(other.origin)', differ in the case of letters alone"
        }
      problems.add(
        Diagnostic(
          .siteDuplicateOutput, .configuration, at: .init(file: origin), what,
          next: "Rename one of them, or take the alias out."))
      return
    }
    if case .page = content { checkFolder(of: path, from: origin, &problems) }
    origins.append(origin)
    files.append(File(path: path, key: key, content: content))
  }

  /// Pages of two folders whose names differ in code points alone would be listed as those of one.
  private mutating func checkFolder(of path: String, from origin: String, _ problems: inout Problems) {
    var folder = SitePath.folder(path)
    // Those of a folder come together.
    if let lastFolder, lastFolder.isSpelled(as: folder) { return }
    lastFolder = folder
    while !folder.isEmpty {
      let (isNew, known) = folders.insert(folder)
      if isNew {
        folder = SitePath.folder(folder)
        continue
      }
      if !known.isSpelled(as: folder) { tell(folder, known, from: origin, &problems) }
      return
    }
  }

  /// Two folders of one look, by the topmost that is spelled in two ways: all below it are, too.
  private mutating func tell(
    _ folder: String, _ known: String, from origin: String, _ problems: inout Problems
  ) {
    var (folder, known) = (folder, known)
    while true {
      let (above, knownAbove) = (SitePath.folder(folder), SitePath.folder(known))
      if above.isSpelled(as: knownAbove) { break }
      (folder, known) = (above, knownAbove)
    }
    guard mixedFolders.insert(folder).inserted else { return }
    problems.add(
      Diagnostic(
        .siteDuplicateOutput, .configuration, at: .init(file: origin),
        "there are two folders '\(folder)', \(folder.unlike(known)): the names look alike and are written with "
          + "other code points",
        next: "Rename one of them."))
  }

  mutating func add(_ path: String, _ bytes: [UInt8], from origin: String, _ problems: inout Problems) {
    add(path, SiteDigester.of(bytes), .bytes(bytes), from: origin, &problems)
  }

  func has(_ path: String) -> Bool { places[Self.lowered(path)] != nil }

  /// Files at whose path a folder would have to stand, too.
  ///
  /// - Parameters:
  ///   - sorted: the plan's files in the order of paths.
  ///   - parts: places of those of one folder each.
  func clashes(sorted: [File], parts: [Range<Int>]) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var seen: Set<String> = [""]
    for part in parts {
      var folder = SitePath.folder(sorted[part.lowerBound].path)
      while seen.insert(folder).inserted {
        if let place = places[Self.lowered(folder)] {
          // Told with the first that was added.
          let within = folder + "/"
          let inner = files.firstIndex { $0.path.utf8.starts(with: within.utf8) } ?? place
          found.append(
            Diagnostic(
              .siteDuplicateOutput, .configuration, at: .init(file: origins[place]),
              "'\(files[place].path)' would be a file, and also the folder of '\(files[inner].path)', "
                + "made from '\(origins[inner])'",
              next: "Rename one of them."))
        }
        folder = SitePath.folder(folder)
      }
    }
    return found
  }

  private static func lowered(_ path: String) -> String {
    // Without a branch for each byte: it is asked of every file.
    let isSmall = path.withBytes { bytes in
      bytes.reduce(true) { isSmall, byte in
        isSmall && byte & 0x80 == 0 && byte &- UInt8(ascii: "A") > UInt8(ascii: "Z") - UInt8(ascii: "A")
      }
    }
    return isSmall ? path : path.lowercased()
  }

  /// In the order of paths, so that those of a folder come together.
  var sorted: [File] { files.sorted { $0.path < $1.path } }
}

extension [SitePlan.File] {
  /// The most files that one thread makes of a folder before another may join it.
  private static let mostTogether = 512

  /// Files of one folder, which one thread makes: two would wait for each other in the file system.
  var byFolder: [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = 0
    for index in indices.dropFirst()
    where index - start == Self.mostTogether || !SitePath.shareFolder(self[index].path, self[index - 1].path)
    {
      parts.append(start..<index)
      start = index
    }
    if start < count { parts.append(start..<count) }
    return parts
  }
}
