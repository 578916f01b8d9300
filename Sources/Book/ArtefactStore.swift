package import Diagnostics
import Foundation

/// Files named by the SHA-256 of their bytes, in `artefacts/ab/cdef…`: written once, never changed.
package struct ArtefactStore: Sendable, Hashable {
  /// No artefact is larger: it is held in memory whole.
  package static let largest = 4 << 30

  package let folder: String

  /// Where the bytes of a digest lie; nil for a text that is no digest.
  package func path(of digest: String) -> String? {
    guard ContentDigest.isWellFormed(digest) else { return nil }
    return "\(folder)/\(digest.prefix(2))/\(digest.dropFirst(2))"
  }

  /// Puts the bytes in and gives their digest; a file that is there already with the right content is left.
  ///
  /// On the disk before it has its name: temporary file, `fsync`, rename, `fsync` of the folder; mode 0400.
  package func store(_ bytes: [UInt8]) throws(Diagnostic) -> String {
    let digest = ContentDigest.sha256(bytes)
    guard let path = path(of: digest) else { return digest }
    if let standing = try? FileBytes.read(path, limit: bytes.count), standing == bytes { return digest }
    let parent = "\(folder)/\(digest.prefix(2))"
    for name in [folder, parent] {
      if mkdir(name, 0o700) != 0, errno != EEXIST { throw unwritable(name, errno) }
      // The book will name what lies in it: the folder itself must outlive a power cut.
      FileBytes.syncParent(of: name)
    }
    try FileBytes.replace(path, with: bytes, mode: 0o400) { path, code in unwritable(path, code) }
    return digest
  }

  /// The bytes of a digest, proven to be those by hashing them again.
  ///
  /// **Throws** when the file is gone, can't be read or was changed after it was stored.
  package func read(_ digest: String) throws(Diagnostic) -> [UInt8] {
    guard let path = path(of: digest) else {
      throw Diagnostic(
        .artefactMissing, .failure, "'\(digest)' is not a digest", expected: "64 hexadecimal digits")
    }
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: ArtefactStore.largest)
    } catch {
      throw Diagnostic(
        .artefactMissing, .failure, at: .init(file: path), "a registered artefact can't be read",
        found: error.reason,
        next: "Put the file back from a copy, or add the same artefact again with 'scorebook model add'.")
    }
    let found = ContentDigest.sha256(bytes)
    guard found == digest else {
      throw Diagnostic(
        .artefactChanged, .failure, at: .init(file: path), "a registered artefact was changed on disk",
        expected: "SHA-256 \(digest)", found: found,
        next: "Nothing was scored with it. Add the right file again with 'scorebook model add' to mend it.")
    }
    return bytes
  }

  package func holds(_ digest: String) -> Bool {
    path(of: digest).map { FileManager.default.fileExists(atPath: $0) } ?? false
  }

  private func unwritable(_ path: String, _ code: Int32) -> Diagnostic {
    Diagnostic(
      code == ENOSPC ? .bookDiskFull : .artefactUnwritable, .failure, at: .init(file: path),
      "an artefact can't be stored", found: String(cString: strerror(code)),
      next: code == ENOSPC
        ? "Make room, then run the command again." : "Check the permissions of '.scorebook'.")
  }
}

extension Diagnostic.Identifier {
  package static let artefactMissing = Self("book-artefact-missing")
  package static let artefactChanged = Self("book-artefact-changed")
  package static let artefactUnwritable = Self("book-artefact-unwritable")
}
