import Book
package import Diagnostics
import Workspace

extension Registry {
  /// Registers a version from a folder that `export` wrote: every file must have the bytes its manifest names,
  /// and the cases are replayed again.
  ///
  /// It keeps its number where that was never used here, else it gets the next.
  package func importVersion(from folder: String, by: String, now: String) throws(Problems) -> Registered {
    let manifest = try several { () throws(Diagnostic) -> VersionPackage in try self.manifest(of: folder) }
    let artefact = VersionPackage.artefact(manifest.format)
    var problems = Problems()
    for required in [artefact, VersionPackage.metadata] where manifest.files[required] == nil {
      problems.add(
        Diagnostic(
          .registryImport, .configuration, at: .init(file: "\(folder)/\(VersionPackage.manifest)"),
          "the manifest does not name '\(required)'"))
    }
    for name in manifest.files.keys.sorted() {
      do {
        try check(name, manifest, artefact, folder)
      } catch {
        problems.add(error)
      }
    }
    try problems.throwIfAny()
    let metadata = try VersionMetadata.read("\(folder)/\(VersionPackage.metadata)")
      .registered(as: manifest.metadataDigest)
    for path in [metadata.verification, metadata.profile].compactMap({ $0 })
    where !manifest.files.keys.contains(where: { "\(folder)/\($0)" == path }) {
      throw Problems(
        Diagnostic(
          .registryImport, .configuration, at: .init(file: metadata.file),
          "the metadata names a file that the manifest does not hold", found: "'\(path)'"))
    }
    let isFree = try several { () throws(Diagnostic) in
      try book.version(model: manifest.model, number: manifest.number) == nil
    }
    var carried = CarriedFacts(origin: manifest.origin, service: manifest.service)
    if let recorded = manifest.recorded {
      let bytes = try several { () throws(Diagnostic) in
        try Registry.bytes(of: "\(folder)/\(VersionPackage.recorded)")
      }
      guard ContentDigest.sha256(bytes) == recorded.casesDigest else {
        throw Problems(
          Diagnostic(
            .registryImport, .configuration, at: .init(file: "\(folder)/\(VersionPackage.recorded)"),
            "the recorded cases are not those that the manifest speaks of"))
      }
      carried.recorded = (recorded, bytes)
    }
    return try add(
      name: manifest.model, artefactPath: "\(folder)/\(artefact)", fileName: manifest.fileName,
      Candidate.Request(
        metadata: metadata, options: .none, cases: nil, unverified: metadata.verification == nil,
        isRegistered: true, now: now),
      carried: carried, numbering: isFree && manifest.number > 0 ? .exactly(manifest.number) : .next, by: by)
  }

  private func manifest(of folder: String) throws(Diagnostic) -> VersionPackage {
    let path = "\(folder)/\(VersionPackage.manifest)"
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: VersionMetadata.largest)
    } catch {
      throw Diagnostic(
        .registryImport, .configuration, at: .init(file: path), "the folder holds no exported version",
        found: error.reason, next: "Give a folder that 'scorebook model export' wrote.")
    }
    guard let manifest = try? RecordJSON.value(VersionPackage.self, from: bytes) else {
      throw Diagnostic(
        .registryImport, .configuration, at: .init(file: path),
        "the manifest of the exported version can't be read")
    }
    guard manifest.layout == 1 else {
      throw Diagnostic(
        .registryImport, .configuration, at: .init(file: path), "the folder was written by a newer scorebook",
        expected: "layout 1", found: "\(manifest.layout)", next: "Update scorebook.")
    }
    return manifest
  }

  private func check(
    _ name: String, _ manifest: VersionPackage, _ artefact: String, _ folder: String
  ) throws(Diagnostic) {
    let path = "\(folder)/\(name)"
    guard
      [
        artefact, VersionPackage.metadata, VersionPackage.cases, VersionPackage.recorded,
        VersionPackage.profile,
      ]
      .contains(name)
    else {
      throw Diagnostic(
        .registryImport, .configuration, at: .init(file: "\(folder)/\(VersionPackage.manifest)"),
        "the manifest names a file that does not belong to a version", found: quoted(name))
    }
    let bytes = try Registry.bytes(of: path)
    let digest = ContentDigest.sha256(bytes)
    guard digest == manifest.files[name] else {
      throw Diagnostic(
        .registryImport, .configuration, at: .init(file: path), "the file was changed after the export",
        expected: "SHA-256 \(manifest.files[name] ?? "")", found: digest,
        next: "Copy or export the folder again.")
    }
  }
}
