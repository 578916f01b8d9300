package import Diagnostics
import Foundation
import Glibc
import Markdown
import Synchronization

/// The `site` folder of a workspace: Markdown as documents, everything else as assets.
package struct SiteFolder: Sendable {
  package private(set) var documents: [SiteDocument]
  package let assets: [SiteAsset]
  /// What was left out, and why: links that lead out of the folder, and what is neither file nor folder.
  package let leftOut: Problems

  /// Finds what is in the folder and all below it; nothing is read yet. Names that begin with a dot are left
  /// out, but for `.nojekyll` and `.well-known`, and
  /// what editors keep beside a file.
  ///
  /// `trusted` lists the paths whose raw HTML is kept, relative to the folder; `name` stands before paths in what
  /// goes wrong. A folder that is not there is empty.
  /// **Throws:** `site-read` for each folder that can't be read.
  package init(reading folder: String, name: String = "site", trusted: Set<String> = []) throws(Problems) {
    let walk = SiteFolderWalk(
      of: URL(fileURLWithPath: folder).resolvingSymlinksInPath().path, name: name, trusted: trusted)
    try walk.problems.throwIfAny()
    leftOut = walk.leftOut
    documents = walk.documents.sorted { $0.path < $1.path }
    assets = walk.assets.sorted { $0.path < $1.path }
  }

  /// The most bytes of documents that are kept when they have been looked through, so that they need not be read
  /// again for their pages.
  private static let mostHeld = 64 << 20

  /// The documents whose text holds a mark, with their texts.
  ///
  /// `isKnown` tells which need not be looked at, since they have not changed since they were found without it. What
  /// has been read is kept.
  /// **Throws:** `site-read` for each that can't be read, `markdown-encoding` for each that holds it and is not UTF-8.
  package mutating func documents(
    holding mark: StaticString, unless isKnown: @escaping @Sendable (SiteDocument) -> Bool
  ) throws(Problems) -> [(document: SiteDocument, text: String)] {
    let held = SiteResults<SiteDocument>(documents.count)
    let room = Atomic(Self.mostHeld)
    let documents = documents
    // Each thread fills a block of its own. More of them than there are processors, since texts that nobody has read
    // for a while come from the disk.
    let threads = min(2 * SiteWorkers.processors, Self.mostHeld / (2 * MemoryBlock.size))
    let blocks = SiteResults<MemoryBlock>(threads)
    // Few hold it.
    let told = Mutex<[(place: Int, text: Result<String, Diagnostic>)]>([])
    SiteWorkers.run(documents.count, threads: threads) { worker, range in
      for index in range {
        let document = documents[index]
        held[index] = document
        if isKnown(document) { continue }
        // What is too large is told by who reads it as a document.
        if let size = document.content.stamp?.size, size > Document.largest { continue }
        do throws(Diagnostic) {
          let bytes = try document.content.bytes(source: document.source)
          if case .file(_, let stamp) = document.content,
            let bytes = HeldBytes(
              bytes, in: &blocks[worker],
              mayTake: { room.subtract($0, ordering: .relaxed).newValue >= 0 })
          {
            held[index] = document.with(.held(bytes, stamp))
          }
          guard Self.holds(bytes, mark) else { continue }
          guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Document.encoding(bytes, file: document.source)
          }
          told.withLock { $0.append((index, .success(text))) }
        } catch {
          told.withLock { $0.append((index, .failure(error))) }
        }
      }
    }
    self.documents = held.taken()
    var problems = Problems()
    var found: [(document: SiteDocument, text: String)] = []
    for (place, text) in told.withLock({ $0 }).sorted(by: { $0.place < $1.place }) {
      switch text {
      case .success(let text): found.append((documents[place], text))
      case .failure(let problem): problems.add(problem)
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
}
