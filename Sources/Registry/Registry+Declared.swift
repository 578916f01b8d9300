package import Book
package import Diagnostics
package import Workspace

extension Registry {
  /// A declared version that stands in the book, and how its files differ from what was registered.
  package struct Standing: Sendable {
    package let record: VersionRecord
    /// Empty where artefact, options, metadata and cases are what they were; else the registered version scores.
    package let changes: [Diagnostic]
  }

  /// The registered version of a declared one, held against the files as they are now; nil where none is registered.
  ///
  /// - Parameters:
  ///   - number: The declared version's place, from 1.
  ///   - severity: Of the changes.
  /// **Throws** only when the book can't be read.
  package func standing(
    _ name: String, _ number: Int, _ version: Configuration.Model.Version, in configuration: Configuration,
    severity: Diagnostic.Severity
  ) throws(Problems) -> Standing? {
    let record = try several { () throws(Diagnostic) in try book.version(model: name, number: number) }
    guard let record else { return nil }
    let place = configuration.place(of: "models.\(name).versions.\(number - 1)")
    let told = DeclarationChanges(record: record, place: place, severity: severity)
    let artefact: Artefact
    do {
      artefact = try Artefact.open(configuration.location(of: version.artefact))
    } catch {
      let found = error.list.first?.found ?? error.list.first?.summary
      let change = told.unreadable("the declared artefact '\(version.artefact)'", found: found)
      return Standing(record: record, changes: [change])
    }
    var changes: [Diagnostic] = []
    if artefact.digest != record.digest {
      changes.append(told.changed(version.artefact, to: artefact.digest))
    }
    let described: Described
    switch describe(version, configuration) {
    case .success(let found): described = found
    case .failure(let reason):
      let change = told.unreadable("the declared metadata '\(version.metadata ?? "")'", found: reason.text)
      return Standing(record: record, changes: changes + [change])
    }
    let options = Candidate.options(
      artefact,
      .init(metadata: described.metadata, options: .none, cases: nil, unverified: true, now: ""))
    let isSame = try changes.isEmpty ? isReadAlike(record, artefact, options) : true
    if !isSame, described.isReadable {
      changes.append(told.options(version.artefact, to: options))
    } else if let registered = record.metadataDigest, registered != described.digest {
      changes.append(told.changed("metadata", version.metadata, from: registered, to: described.digest))
    }
    if let registered = record.verification.casesDigest, described.isReadable {
      let path = described.metadata?.verification ?? FoundCases.beside(artefact.path)
      let digest = path.flatMap { try? FileBytes.read($0, limit: CasesFile.largest) }
        .map { ContentDigest.sha256($0) }
      if digest != registered {
        changes.append(told.changed("verification cases", path, from: registered, to: digest))
      }
    }
    return Standing(record: record, changes: changes)
  }

  /// Registered versions whose declared artefact is no longer what was registered: `repurchase@1`.
  ///
  /// A file that can't be read tells nothing: the version is used as it was registered.
  package func changedDeclarations(_ configuration: Configuration) throws(Diagnostic) -> Set<String> {
    var changed: Set<String> = []
    for (name, model) in configuration.models {
      for (position, version) in model.versions.enumerated() {
        guard let standing = try book.version(model: name, number: position + 1),
          let artefact = try? Artefact.open(configuration.location(of: version.artefact)),
          artefact.digest != standing.digest
        else { continue }
        changed.insert(standing.reference)
      }
    }
    return changed
  }

  /// The same bytes read in another way are another version, too.
  private func isReadAlike(
    _ record: VersionRecord, _ artefact: Artefact, _ options: VersionRecord.Options
  ) throws(Problems) -> Bool {
    if options == record.options { return true }
    return try standing(record.model, artefact, options)?.number == record.number
  }

  /// A declared version's metadata as it is now.
  private struct Described {
    let metadata: VersionMetadata?
    let digest: String?
    /// Whether it is sound, or there is none.
    var isReadable: Bool { metadata != nil || digest == nil }
  }

  private struct Reason: Error { let text: String }

  private func describe(
    _ version: Configuration.Model.Version, _ configuration: Configuration
  ) -> Result<Described, Reason> {
    guard let path = version.metadata.map({ configuration.location(of: $0) }) else {
      return .success(Described(metadata: nil, digest: nil))
    }
    do {
      let bytes = try FileBytes.read(path, limit: VersionMetadata.largest)
      return .success(
        Described(
          metadata: try? VersionMetadata.decode(bytes, file: path), digest: ContentDigest.sha256(bytes)))
    } catch {
      return .failure(Reason(text: error.reason))
    }
  }
}
