import Diagnostics
import Glibc

/// Finds the files of a folder and of all below it. Names that begin with a dot are left out, but for
/// `.nojekyll` and `.well-known`, and what editors keep beside a file (`a.md~`, `#a.md#`).
///
/// The folders of one depth are looked through side by side, since asking for what is known of ten thousand files takes
/// as long as reading a tenth of them.
struct SiteFolderWalk {
  /// The Markdown of each folder in the order of its paths, and everything else likewise.
  private(set) var documents: [SiteDocument] = []
  private(set) var assets: [SiteAsset] = []
  /// Names with a dot that hosts and browsers ask a site for.
  private static let published: Set = [".nojekyll", ".well-known"]
  /// Folders that can't be read.
  private(set) var problems = Problems()
  /// What is neither file nor folder, and links that lead out of the folder.
  private(set) var leftOut = Problems()

  /// - Parameters:
  ///   - name: stands before paths in what goes wrong.
  ///   - trusted: the paths of documents whose raw HTML is kept.
  init(of root: String, name: String, trusted: Set<String>) {
    var waiting = [""]
    while !waiting.isEmpty {
      let looks = SiteWorkers.map(waiting, threads: SiteWorkers.processors, part: 8) { folder in
        var look = Look(root: root, name: name, trusted: trusted, folder: folder)
        look.run()
        return look
      }
      waiting = looks.flatMap(\.folders)
      for look in looks {
        documents += look.documents
        assets += look.assets
        for problem in look.problems.list { problems.add(problem) }
        for problem in look.leftOut.list { leftOut.add(problem) }
      }
    }
  }

  /// One look at one folder.
  private struct Look: Sendable {
    let root: String
    let name: String
    let trusted: Set<String>
    let folder: String
    var documents: [SiteDocument] = []
    var assets: [SiteAsset] = []
    var folders: [String] = []
    var problems = Problems()
    var leftOut = Problems()

    init(root: String, name: String, trusted: Set<String>, folder: String) {
      self.root = root
      self.name = name
      self.trusted = trusted
      self.folder = folder
    }

    mutating func run() {
      let path = folder.isEmpty ? root : root + "/" + folder
      guard let directory = opendir(path) else {
        if errno == ENOTDIR, folder.isEmpty {
          problems.add(
            Diagnostic(
              .siteRead, .configuration, at: .init(file: name),
              "there is a file where the folder of pages should be",
              next: "Move it, or rename it."))
        } else if errno != ENOENT || !folder.isEmpty {
          problems.add(SiteContent.unreadable(source(folder), SystemFailure("opendir", path)))
        }
        return
      }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
        }
        guard let name else {
          leave(folder.isEmpty ? "…" : folder + "/…", "the name of the file is not valid UTF-8", "Rename it.")
          continue
        }
        if Self.isHidden(name) { continue }
        look(at: folder.isEmpty ? name : folder + "/" + name, name, in: dirfd(directory))
      }
      // All are sorted at the end, which takes less time where those of each folder are in order.
      documents.sort { $0.path < $1.path }
      assets.sort { $0.path < $1.path }
    }

    /// Also what editors keep beside a file: it would be published as it is, a draft too.
    private static func isHidden(_ name: String) -> Bool {
      let mark = UInt8(ascii: "#")
      if SiteFolderWalk.published.contains(name) { return false }
      return name.utf8.first == UInt8(ascii: ".") || name.utf8.last == UInt8(ascii: "~")
        || name.utf8.first == mark && name.utf8.last == mark
    }

    private mutating func look(at path: String, _ name: String, in folder: Int32) {
      var status = stat()
      guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: folders.append(path)
      case S_IFREG: add(path, .file(root + "/" + path, FileStamp(source: status)))
      case S_IFLNK: follow(path)
      default: leave(path, "it is neither a file nor a folder", "Take it out of the folder.")
      }
    }

    /// A link to a file of the folder is that file; a link to a folder could lead round in a circle.
    private mutating func follow(_ path: String) {
      var status = stat()
      guard let real = realpath(root + "/" + path, nil) else {
        return leave(path, "the symbolic link leads nowhere", "Mend or remove it.")
      }
      defer { free(real) }
      let target = String(cString: real)
      if (root + "/" + path).hasPrefix(target + "/"), target == root || target.hasPrefix(root + "/") {
        return leave(path, "the symbolic link leads to a folder around it", "Take it out of the folder.")
      }
      guard target.hasPrefix(root + "/") else {
        return leave(path, "the symbolic link leads out of the folder", "Put the file itself there.")
      }
      guard stat(target, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return leave(path, "the symbolic link leads to no file", "Put the files themselves there.")
      }
      guard path.hasSuffix(".md") || !target.lowercased().hasSuffix(".md") else {
        return leave(
          path, "the symbolic link leads to a page, and would publish what its front matter holds back",
          "Let its name end in '.md'.")
      }
      add(path, .file(target, FileStamp(source: status)))
    }

    private mutating func add(_ path: String, _ content: SiteContent) {
      if path.hasSuffix(".md") {
        documents.append(
          SiteDocument(path: path, content: content, isTrusted: trusted.contains(path), source: source(path)))
      } else {
        assets.append(SiteAsset(path: path, content: content, source: source(path)))
      }
    }

    private func source(_ path: String) -> String { path.isEmpty ? name : name + "/" + path }

    private mutating func leave(_ path: String, _ what: String, _ next: String) {
      leftOut.add(
        Diagnostic(
          .siteLeftOut, .configuration, severity: .warning, at: .init(file: source(path)),
          "\(what); it is left out", next: next))
    }
  }
}
