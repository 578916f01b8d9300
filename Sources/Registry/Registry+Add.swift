package import Book
package import Diagnostics
import Models
import Workspace

extension Registry {
  /// A version that stands, and whether this call made it.
  package struct Registered: Sendable, Hashable {
    package let version: VersionRecord
    /// false: the same artefact was registered for this model before; nothing changed.
    package let isNew: Bool
    /// What a person should know all the same.
    package let warnings: [Diagnostic]
  }

  /// Larger artefacts are refused.
  static var largestArtefact: Int { 2 << 30 }

  /// Registers an artefact as a version of a model.
  ///
  /// Reads it whole, replays the verification cases, and only then enters it in the book.
  /// - Parameters:
  ///   - fileName: What the artefact was called, where its path does not tell.
  ///   - metadata: What the training script wrote down; nil where there is nothing.
  ///   - cases: Path of verification cases, before those that the metadata names.
  ///   - unverified: Whether it may be registered without cases; the record then says so.
  /// **Throws** all that is wrong at once: with the file, with the metadata, with the cases, with the profile.
  package func add(
    name: String, artefactPath: String, fileName: String? = nil, metadata: VersionMetadata?,
    cases: String? = nil,
    unverified: Bool = false, numbering: Book.Numbering = .next, by: String, now: String
  ) throws(Problems) -> Registered {
    guard isName(name) else {
      throw Problems(
        Diagnostic(
          .registryName, .configuration, "'\(name)' can't be a model's name",
          expected: "a-z, then a-z, 0-9 and _, at most 63 characters"))
    }
    let bytes = try several { () throws(Diagnostic) in try Registry.bytes(of: artefactPath) }
    let digest = ContentDigest.sha256(bytes)
    if let standing = try several({ () throws(Diagnostic) in try book.version(model: name, digest: digest) })
    {
      // A file that was damaged in the store is mended by the right one.
      _ = try several { () throws(Diagnostic) in try book.artefacts.store(bytes) }
      return Registered(version: standing, isNew: false, warnings: [])
    }
    let candidate = try Candidate.read(
      bytes, path: artefactPath, metadata: metadata, cases: cases, unverified: unverified, now: now)
    return try several { () throws(Diagnostic) in
      _ = try book.artefacts.store(bytes)
      if let cases = candidate.cases { _ = try book.artefacts.store(cases) }
      let added = try book.addVersion(
        candidate.record(
          model: name, digest: digest, size: bytes.count, path: fileName ?? artefactPath, by: by, now: now),
        profile: candidate.profile, numbering: numbering)
      return Registered(
        version: added.version, isNew: added.isNew,
        warnings: added.isNew ? candidate.warnings(for: added.version) : [])
    }
  }

  static func bytes(of path: String) throws(Diagnostic) -> [UInt8] {
    do {
      return try FileBytes.read(path, limit: largestArtefact)
    } catch {
      throw Diagnostic(
        .registryUnreadable, .configuration, at: .init(file: path), "the artefact can't be read",
        found: error.reason)
    }
  }
}
