package import Book
package import Diagnostics
package import Workspace

extension Registry {
  /// What the configuration's declarations changed.
  package struct Synchronised: Sendable, Hashable {
    package var registered: [VersionRecord] = []
    package var aliases: [AliasRecord] = []
    package var warnings: [Diagnostic] = []

    package var isEmpty: Bool { registered.isEmpty && aliases.isEmpty && warnings.isEmpty }
  }

  /// Registers the versions that the configuration declares, as numbers 1, 2 … in their order, and sets declared
  /// aliases that were never set. Nothing is written where nothing is new.
  ///
  /// A declared version without cases is registered as unverified, with a warning: declaring it is the consent.
  /// **Throws** for a declared artefact that differs from the one registered under its number: a number never
  /// gets another content.
  package func synchronise(_ configuration: Configuration, by: String, now: String) throws(Problems)
    -> Synchronised
  {
    var result = Synchronised()
    var problems = Problems()
    for name in configuration.models.keys.sorted() {
      guard let model = configuration.models[name] else { continue }
      for (position, version) in model.versions.enumerated() {
        try several { () throws(Diagnostic) in try Interruption.check() }
        let place = configuration.place(of: "models.\(name).versions.\(position)")
        do {
          try declare(version, name, position + 1, place, configuration, by, now, &result)
        } catch {
          problems.add(error)
        }
      }
      for alias in model.aliases.keys.sorted() {
        let place = configuration.place(of: "models.\(name).aliases.\(alias)")
        do {
          try declareAlias(alias, model.aliases[alias] ?? 0, name, place, by, now, &result)
        } catch {
          problems.add(error.at(place))
        }
      }
    }
    try problems.throwIfAny()
    return result
  }

  private func declare(
    _ version: Configuration.Model.Version, _ name: String, _ number: Int, _ place: Diagnostic.Place,
    _ configuration: Configuration, _ by: String, _ now: String, _ result: inout Synchronised
  ) throws(Problems) {
    let standing = try several { () throws(Diagnostic) in try book.version(model: name, number: number) }
    let path = configuration.location(of: version.artefact)
    let artefact: Artefact
    do {
      artefact = try Artefact.open(path)
    } catch {
      guard let standing else { throw error }
      let found = error.list.first?.found ?? error.list.first?.summary
      result.warnings.append(
        Diagnostic(
          .registryUnreadable, .configuration, severity: .warning, at: place,
          "the declared artefact '\(version.artefact)' can't be read", found: found,
          next: "\(standing.reference) is used as it was registered."))
      return
    }
    if let standing {
      guard standing.digest == artefact.digest else {
        throw Problems(
          Diagnostic(
            .registryDeclaredChanged, .configuration, at: place,
            "'\(version.artefact)' is not the artefact that was registered as \(standing.reference)",
            expected: "SHA-256 \(standing.digest)", found: artefact.digest,
            next:
              "Put the old file back, and declare the new one as a further version at the end of 'versions'.")
        )
      }
      try check(standing, artefact, version, place, configuration)
      return
    }
    let metadata = try version.metadata.map { path throws(Problems) in
      try VersionMetadata.read(configuration.location(of: path))
    }
    let options = Candidate.options(
      artefact, .init(metadata: metadata, options: .none, cases: nil, unverified: true, now: now))
    if let other = try self.standing(name, artefact, options) {
      throw Problems(
        Diagnostic(
          .registryDeclaredChanged, .configuration, at: place,
          "'\(version.artefact)' is declared as \(name)@\(number), but registered as \(other.reference)",
          next: "Put the 'versions' of model '\(name)' into the order of their numbers."))
    }
    let registered = try add(
      name: name, artefactPath: path, fileName: nil,
      Candidate.Request(
        metadata: metadata, options: .none, cases: nil, unverified: true, looksBeside: true, now: now),
      carried: .none, numbering: .exactly(number), by: by)
    // Another command may have been quicker; then there is nothing to tell.
    if registered.isNew { result.registered.append(registered.version) }
    result.warnings += registered.warnings.map { $0.at(place) }
  }

  /// The same bytes read in another way are another version, too.
  private func check(
    _ standing: VersionRecord, _ artefact: Artefact, _ version: Configuration.Model.Version,
    _ place: Diagnostic.Place, _ configuration: Configuration
  ) throws(Problems) {
    let metadata: VersionMetadata?
    do {
      metadata = try version.metadata.map { path throws(Problems) in
        try VersionMetadata.read(configuration.location(of: path))
      }
    } catch {
      // The version stands as it was registered; what became of its metadata is not this command's business.
      return
    }
    let options = Candidate.options(
      artefact, .init(metadata: metadata, options: .none, cases: nil, unverified: true, now: ""))
    if options == standing.options { return }
    if try self.standing(standing.model, artefact, options)?.number == standing.number { return }
    throw Problems(
      Diagnostic(
        .registryDeclaredChanged, .configuration, at: place,
        "'\(version.artefact)' is now declared with other options than \(standing.reference) was registered with",
        expected: standing.options.told, found: options.told,
        next: "Put the metadata back, and declare the new one as a further version at the end of 'versions'.")
    )
  }

  private func declareAlias(
    _ alias: String, _ number: Int, _ name: String, _ place: Diagnostic.Place, _ by: String, _ now: String,
    _ result: inout Synchronised
  ) throws(Diagnostic) {
    guard try book.alias(alias, of: name) == nil else { return }
    _ = try record(name, number)
    let change = AliasRecord(
      model: name, alias: alias, number: number, since: now, by: by, reason: "declared in \(place.file)",
      evidence: nil)
    if try book.setAliasIfUnset(change) { result.aliases.append(change) }
  }

  static func path(_ path: String, in root: String) -> String {
    path.hasPrefix("/") ? path : root + "/" + path
  }
}
