package import Diagnostics
import Foundation
import Glibc
import Markdown

/// The `site` folder of a workspace: Markdown as documents, everything else as assets.
package struct SiteFolder: Sendable {
  package let documents: [SiteDocument]
  package let assets: [SiteAsset]
  /// What was left out, and why: links that lead out of the folder, and what is neither file nor folder.
  package let leftOut: Problems

  /// Finds what is in the folder and all below it; nothing is read yet. Names that begin with a dot are left out.
  ///
  /// `trusted` lists the paths whose raw HTML is kept, relative to the folder; `name` stands before paths in what
  /// goes wrong. A folder that is not there is empty.
  /// **Throws:** `site-read` for each folder that can't be read.
  package init(reading folder: String, name: String = "site", trusted: Set<String> = []) throws(Problems) {
    var walk = Walk(root: URL(fileURLWithPath: folder).resolvingSymlinksInPath().path, name: name)
    walk.run()
    try walk.problems.throwIfAny()
    leftOut = walk.leftOut
    let files = walk.files.sorted { $0.path < $1.path }
    documents = files.filter { $0.path.hasSuffix(".md") }.map {
      SiteDocument(
        path: $0.path, content: $0.content, isTrusted: trusted.contains($0.path), source: name + "/" + $0.path
      )
    }
    assets = files.filter { !$0.path.hasSuffix(".md") }.map {
      SiteAsset(path: $0.path, content: $0.content, source: name + "/" + $0.path)
    }
  }

  /// The documents whose text holds a mark, with their texts.
  ///
  /// `isKnown` tells which need not be looked at, since they have not changed since they were found without it.
  /// **Throws:** `site-read` for each that can't be read, and for each that holds it and is not valid UTF-8.
  package func documents(
    holding mark: StaticString, unless isKnown: @escaping @Sendable (SiteDocument) -> Bool
  ) throws(Problems) -> [(document: SiteDocument, text: String)] {
    let results = SiteResults<Result<String, Diagnostic>>(documents.count)
    let documents = documents
    SiteWorkers.run(documents.count, threads: SiteWorkers.processors) { _, range in
      for index in range where !isKnown(documents[index]) {
        let document = documents[index]
        // What is too large is told by who reads it as a document.
        if let size = document.content.stamp?.size, size > Document.largest { continue }
        do throws(Diagnostic) {
          let bytes = try document.content.bytes(source: document.source)
          guard Self.holds(bytes, mark) else { continue }
          guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Diagnostic(
              .siteRead, .configuration, at: .init(file: document.source), "the document is not valid UTF-8",
              next: "Save it again as UTF-8.")
          }
          results[index] = .success(text)
        } catch {
          results[index] = .failure(error)
        }
      }
    }
    var problems = Problems()
    var found: [(document: SiteDocument, text: String)] = []
    for (document, result) in zip(documents, results.all) {
      switch result {
      case .success(let text): found.append((document, text))
      case .failure(let problem): problems.add(problem)
      case nil: continue
      }
    }
    try problems.throwIfAny()
    return found
  }

  private static func holds(_ bytes: [UInt8], _ mark: StaticString) -> Bool {
    bytes.withUnsafeBytes { buffer in
      guard var start = buffer.baseAddress else { return false }
      let end = start + buffer.count
      while let found = memchr(start, Int32(mark.utf8Start.pointee), end - start) {
        if end - UnsafeRawPointer(found) < mark.utf8CodeUnitCount { return false }
        if memcmp(found, mark.utf8Start, mark.utf8CodeUnitCount) == 0 { return true }
        start = UnsafeRawPointer(found) + 1
      }
      return false
    }
  }

  private struct Walk {
    let root: String
    let name: String
    var files: [(path: String, content: SiteContent)] = []
    var problems = Problems()
    var leftOut = Problems()

    init(root: String, name: String) {
      self.root = root
      self.name = name
    }

    mutating func run() {
      var waiting = [""]
      while let folder = waiting.popLast() {
        let path = folder.isEmpty ? root : root + "/" + folder
        guard let directory = opendir(path) else {
          if errno != ENOENT || !folder.isEmpty {
            problems.add(SiteContent.unreadable(source(folder), SystemFailure("opendir", path)))
          }
          continue
        }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
          let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
          }
          guard let name else {
            leave(folder + "/…", "the name of the file is not valid UTF-8", "Rename it.")
            continue
          }
          if name.hasPrefix(".") { continue }
          look(folder.isEmpty ? name : folder + "/" + name, name, dirfd(directory), &waiting)
        }
      }
    }

    private mutating func look(_ path: String, _ name: String, _ folder: Int32, _ waiting: inout [String]) {
      var status = stat()
      guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: waiting.append(path)
      case S_IFREG: files.append((path, .file(root + "/" + path, FileStamp(source: status))))
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
      guard target.hasPrefix(root + "/") else {
        return leave(path, "the symbolic link leads out of the folder", "Put the file itself there.")
      }
      guard stat(target, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return leave(path, "the symbolic link leads to no file", "Put the files themselves there.")
      }
      files.append((path, .file(target, FileStamp(source: status))))
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
