package import Book
package import Diagnostics
package import Workspace

extension Registry {
  /// A declared version that stands in the book, and how its files differ from what was registered.
  package struct Standing: Sendable {
    package let record: VersionRecord
    /// Artefact or options are not what was registered: what is declared would score otherwise. Errors.
    package let content: [Diagnostic]
    /// Of files on which no score depends, and of those that can't be read: errors, or warnings where the
    /// declaration does not name the file.
    package let beside: [Diagnostic]

    package var isUnchanged: Bool { content.isEmpty && beside.isEmpty }
  }

  /// The registered version of a declared one, held against the files as they are now; nil where none is registered.
  ///
  /// - Parameter number: The declared version's place, from 1.
  /// **Throws** only when the book can't be read.
  package func standing(
    _ name: String, _ number: Int, _ version: Configuration.Model.Version, in configuration: Configuration
  ) throws(Problems) -> Standing? {
    let record = try several { () throws(Diagnostic) in try book.version(model: name, number: number) }
    guard let record else { return nil }
    let place = configuration.place(of: "models.\(name).versions.\(number - 1)")
    let told = DeclarationChanges(record: record, place: place)
    let artefact: Artefact
    do {
      artefact = try Artefact.open(configuration.location(of: version.artefact))
    } catch {
      let first = error.list.first
      if error.list.allSatisfy({ $0.identifier == .registryUnreadable }) {
        let change = told.unreadable(
          "the declared artefact '\(version.artefact)'", found: first?.found ?? first?.summary)
        return Standing(record: record, content: [], beside: [change])
      }
      return Standing(record: record, content: [told.unsound(version.artefact, because: first)], beside: [])
    }
    var content: [Diagnostic] = []
    if artefact.digest != record.digest {
      content.append(told.changed(version.artefact, to: artefact.digest))
    }
    let described: Described
    switch describe(version, configuration) {
    case .success(let found): described = found
    case .failure(let reason):
      let change = told.unreadable("the declared metadata '\(version.metadata ?? "")'", found: reason.text)
      return Standing(record: record, content: content, beside: [change])
    }
    let options = Candidate.options(
      artefact,
      .init(metadata: described.metadata, options: .none, cases: nil, unverified: true, now: ""))
    let output = artefact.page?.service?.defaultOutput
    if !isSameOutput(record.service?.defaultOutput ?? [], output ?? []) {
      content.append(told.defaultOutput(version.artefact, to: output))
    }
    var beside: [Diagnostic] = []
    let isSame = try content.isEmpty ? isReadAlike(record, artefact, options) : true
    if !isSame, described.isReadable {
      content.append(told.options(version.artefact, to: options))
    } else if let registered = record.metadataDigest {
      if registered != described.digest {
        beside.append(told.changed("metadata", version.metadata, from: registered, to: described.digest))
      }
    } else if let path = version.metadata, described.digest != nil, !record.hasUnknownMetadata {
      beside.append(told.added("metadata", path))
    }
    beside += cases(record, artefact, described, told)
    return Standing(record: record, content: content, beside: beside)
  }

  /// The record names each output; a page may leave the name of one out.
  private func isSameOutput(_ old: [VersionRecord.Entry], _ new: [VersionRecord.Entry]) -> Bool {
    old.count == new.count
      && zip(old, new).allSatisfy { old, new in
        old.value == new.value && (new.name.isEmpty || new.name == old.name)
      }
  }

  /// Cases are compared where the metadata names them or some lie beside the artefact; others came with
  /// `model add --verify`, and are in the book alone.
  private func cases(
    _ record: VersionRecord, _ artefact: Artefact, _ described: Described, _ told: DeclarationChanges
  ) -> [Diagnostic] {
    guard let registered = record.verification.casesDigest, described.isReadable else { return [] }
    let named = described.metadata?.verification
    guard let path = named ?? FoundCases.beside(artefact.path) else { return [] }
    let digest = (try? FileBytes.read(path, limit: CasesFile.largest)).map { ContentDigest.sha256($0) }
    guard digest != registered else { return [] }
    return [
      told.changed("verification cases", path, from: registered, to: digest, isNamed: named != nil)
    ]
  }

  /// **Throws** where a reference points at a version whose declared artefact or options are not the registered ones
  /// any more: who would score with it can't tell which of the two is meant.
  package func refuseChanged(_ reference: ModelReference, in configuration: Configuration) throws(Problems) {
    let found = try several { () throws(Diagnostic) in try number(of: reference) }
    guard case .number(let number) = found?.pointer,
      let versions = configuration.models[reference.name]?.versions, versions.indices.contains(number - 1),
      let standing = try standing(reference.name, number, versions[number - 1], in: configuration),
      !standing.content.isEmpty
    else { return }
    throw Problems(standing.content)
  }

  /// Registered versions whose declaration would score otherwise now: `repurchase@1`.
  ///
  /// A file that can't be read tells nothing: the version is used as it was registered.
  package func changedDeclarations(_ configuration: Configuration) throws(Problems) -> Set<String> {
    var changed: Set<String> = []
    for (name, model) in configuration.models {
      for (position, version) in model.versions.enumerated() {
        let standing = try standing(name, position + 1, version, in: configuration)
        if let standing, !standing.content.isEmpty { changed.insert(standing.record.reference) }
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
