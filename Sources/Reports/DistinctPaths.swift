import Book
import Markdown

/// Addresses of pages and files that differ in the case of letters alone, told apart: many file systems and hosts take
/// `Churn` and `churn` for one name. Of such names the last in the order of letters, which is the one in small letters,
/// keeps its address; a digest stands behind the others.
struct DistinctPaths {
  /// By a path up to a folder or to the first dot of a file: what its last part becomes.
  private var names: [String: String] = [:]

  init(_ paths: [String]) {
    var first: [String: String] = [:]
    var spellings: [String: Set<String>] = [:]
    func see(_ prefix: String) {
      let lowered = prefix.lowercased()
      if let other = first[lowered] {
        if other != prefix { spellings[lowered, default: [other]].insert(prefix) }
      } else {
        first[lowered] = prefix
      }
    }
    var folders: Set<String> = [""]
    for path in paths {
      var folder = SitePath.folder(path)
      while folders.insert(folder).inserted {
        see(folder)
        folder = SitePath.folder(folder)
      }
      see(Self.stem(path))
    }
    for group in spellings.values {
      // Folders above may differ, too; then these do already.
      for family in Dictionary(grouping: group, by: SitePath.folder).values {
        for prefix in family.sorted().dropLast() {
          let name = SitePath.name(prefix)
          names[prefix] = name + "-" + ContentDigest.sha256(name).prefix(8)
        }
      }
    }
  }

  var isEmpty: Bool { names.isEmpty }

  /// Where a page or file goes.
  func path(_ path: String) -> String {
    var parts: [Substring] = []
    for (part, prefix) in zip(path.split(separator: "/"), Self.prefixes(path)) {
      let plain = SitePath.name(prefix)
      parts.append(names[prefix].map { $0 + part.dropFirst(plain.count) } ?? part)
    }
    return parts.joined(separator: "/")
  }

  /// The same pages and files at their addresses, with links that lead there.
  func applied(to output: ReportOutput) -> ReportOutput {
    ReportOutput(
      documents: output.documents.map(document).sorted { $0.path < $1.path },
      expanded: output.expanded.map(document),
      assets: output.assets.map { ReportAsset(path: path($0.path), bytes: $0.bytes) }
        .sorted { $0.path < $1.path }, sources: output.sources)
  }

  func document(_ document: ReportDocument) -> ReportDocument {
    let place = path(document.path)
    let markdown = LinkRewriter.rewritten(document.markdown) { destination, _ in
      guard case .local(let link, let fragment) = LinkTarget(destination), !link.isEmpty,
        let target = SitePath.resolve(link, from: document.path)
      else { return .keep }
      let moved = path(target)
      if moved == target, place == document.path { return .keep }
      return .replace(
        SitePath.encoded(SitePath.relative(from: place, to: moved)) + (fragment.map { "#" + $0 } ?? ""))
    }
    return ReportDocument(path: place, markdown: markdown)
  }

  /// A file's path up to its first dot: a drawing, its narrow one and its numbers go together.
  private static func stem(_ path: String) -> String {
    let stem = SitePath.name(path).prefix { $0 != "." }
    return String(path.dropLast(SitePath.name(path).count)) + stem
  }

  /// `a/b/c.narrow.svg` gives `a`, `a/b` and `a/b/c`.
  private static func prefixes(_ path: String) -> [String] {
    var prefixes: [String] = []
    for part in SitePath.folder(path).split(separator: "/") {
      prefixes.append((prefixes.last.map { $0 + "/" } ?? "") + part)
    }
    return prefixes + [stem(path)]
  }
}
