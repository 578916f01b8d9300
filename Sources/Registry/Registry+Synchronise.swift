package import Book
package import Diagnostics
package import Workspace

extension Registry {
  /// What the configuration's declarations changed.
  package struct Synchronised: Sendable, Hashable {
    package var registered: [VersionRecord] = []
    package var aliases: [AliasRecord] = []
    package var warnings: [Diagnostic] = []
    /// Registered versions, by number, whose declared artefact or options are others now: errors for who would
    /// score with one, and else warnings.
    package var changed: [ModelReference: [Diagnostic]] = [:]
    /// What could not be registered, by what it would have been asked for: an alias of a broken version leads to
    /// that version.
    package var broken: [ModelReference: BrokenDeclaration] = [:]

    package var isEmpty: Bool {
      registered.isEmpty && aliases.isEmpty && warnings.isEmpty && broken.isEmpty && changed.isEmpty
    }
  }

  /// Registers the versions that the configuration declares, as numbers 1, 2 … in their order, and sets declared
  /// aliases that were never set. Nothing is written where nothing is new.
  ///
  /// A declared version without cases is registered as unverified, with a warning: declaring it is the consent.
  /// One that can't be registered stops nothing but what needs it: it is told in `broken`. Neither does a declared
  /// artefact that differs from the one registered under its number, told in `changed`: a number never gets another
  /// content. Other files of it that changed are warnings.
  /// **Throws** only when the book can't be read.
  package func synchronise(_ configuration: Configuration, by: String, now: String) throws(Problems)
    -> Synchronised
  {
    var result = Synchronised()
    for name in configuration.models.keys.sorted() {
      guard let model = configuration.models[name] else { continue }
      for (position, version) in model.versions.enumerated() {
        try several { () throws(Diagnostic) in try Interruption.check() }
        if let standing = try standing(name, position + 1, version, in: configuration) {
          let reference = ModelReference(name: name, pointer: .number(position + 1))
          if !standing.content.isEmpty { result.changed[reference] = standing.content }
          result.warnings += standing.beside.map(\.asWarning)
          continue
        }
        let place = configuration.place(of: "models.\(name).versions.\(position)")
        do {
          try register(version, name, position + 1, place, configuration, by, now, &result)
        } catch {
          // What was told to stop is not broken.
          try several { () throws(Diagnostic) in try Interruption.check() }
          let reference = ModelReference(name: name, pointer: .number(position + 1))
          result.broken[reference] = BrokenDeclaration(
            reference: reference, place: place, problems: Problems(error.list.map { $0.at(place) }))
        }
      }
      for alias in model.aliases.keys.sorted() {
        let number = model.aliases[alias] ?? 0
        let place = configuration.place(of: "models.\(name).aliases.\(alias)")
        let reference = ModelReference(name: name, pointer: .alias(alias))
        do {
          // What is wrong with the version is told once, and by itself.
          if let broken = result.broken[ModelReference(name: name, pointer: .number(number))] {
            let isSet = try book.alias(alias, of: name) != nil
            if !isSet { result.broken[reference] = broken }
            continue
          }
          try declareAlias(alias, number, name, place, by, now, &result)
        } catch {
          result.broken[reference] = BrokenDeclaration(
            reference: reference, place: place, problems: Problems(error.at(place)))
        }
      }
    }
    return result
  }

  private func register(
    _ version: Configuration.Model.Version, _ name: String, _ number: Int, _ place: Diagnostic.Place,
    _ configuration: Configuration, _ by: String, _ now: String, _ result: inout Synchronised
  ) throws(Problems) {
    let path = configuration.location(of: version.artefact)
    let artefact = try Artefact.open(path)
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
      carried: CarriedFacts.none, numbering: .exactly(number), by: by)
    // Another command may have been quicker; then there is nothing to tell.
    if registered.isNew { result.registered.append(registered.version) }
    result.warnings += registered.warnings.map { $0.at(place) }
  }

  private func declareAlias(
    _ alias: String, _ number: Int, _ name: String, _ place: Diagnostic.Place, _ by: String, _ now: String,
    _ result: inout Synchronised
  ) throws(Diagnostic) {
    guard try book.alias(alias, of: name) == nil else { return }
    _ = try record(name, number)
    let change = AliasRecord(
      model: name, alias: alias, number: number, since: now, by: by,
      reason: "declared in \(place.file.split(separator: "/").last ?? "")",
      evidence: nil)
    let isSet = try book.setAliasIfUnset(change) { version throws(Diagnostic) in
      try version.refuseFailed(as: alias)
    }
    if isSet { result.aliases.append(change) }
  }

  static func path(_ path: String, in root: String) -> String {
    path.hasPrefix("/") ? path : root + "/" + path
  }
}
