package import Book
package import Diagnostics
package import Models
package import Workspace

extension Registry {
  /// A version whose artefact was proven unchanged, ready to score.
  package struct OpenedVersion: Sendable {
    package let record: VersionRecord
    package let model: any Model
  }

  /// What a reference points at now.
  ///
  /// **Throws** for a model, alias or number that does not exist, naming the nearest; and all that is wrong with one
  /// that is declared and could not be registered.
  package func resolve(_ reference: ModelReference) throws(Problems) -> (name: String, number: Int) {
    let record = try self.record(reference)
    return (record.model, record.number)
  }

  /// The record of the version that a reference points at now.
  ///
  /// **Throws** like `resolve`, and for a version in `changed`.
  package func record(_ reference: ModelReference) throws(Problems) -> VersionRecord {
    let record: VersionRecord
    do {
      record = try registered(reference)
    } catch {
      if let broken = broken[reference] { throw broken.problems }
      // A model none of whose declared versions could be registered is not unknown.
      let others = error.identifier == .registryUnknownModel ? brokenVersions(of: reference.name) : []
      throw Problems(others.isEmpty ? [error] : others.flatMap(\.problems.list))
    }
    if let changes = changed[ModelReference(name: record.model, pointer: .number(record.number))] {
      throw Problems(changes)
    }
    return record
  }

  /// Declared versions of a model that could not be registered, by number.
  func brokenVersions(of name: String) -> [BrokenDeclaration] {
    broken.compactMap { reference, declaration in
      if case .number(let number) = reference.pointer, reference.name == name {
        (number, declaration)
      } else {
        nil
      }
    }
    .sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The version that a reference points at now, by its number; nil where there is none.
  package func number(of reference: ModelReference) throws(Diagnostic) -> ModelReference? {
    switch reference.pointer {
    case .number: return reference
    case .alias(let alias):
      return try book.alias(alias, of: reference.name).map {
        ModelReference(name: reference.name, pointer: .number($0.number))
      }
    }
  }

  private func registered(_ reference: ModelReference) throws(Diagnostic) -> VersionRecord {
    switch reference.pointer {
    case .number(let number):
      return try record(reference.name, number)
    case .alias(let alias):
      if let found = try book.alias(alias, of: reference.name) {
        return try record(reference.name, found.number)
      }
      try known(reference.name)
      let aliases = try book.aliases(of: reference.name).map(\.alias)
      throw Diagnostic(
        .registryUnknownAlias, .configuration, "model '\(reference.name)' has no alias '\(alias)'",
        found: aliases.isEmpty ? "no alias at all" : "'\(aliases.joined(separator: "', '"))'",
        next: nearestName(to: alias, among: aliases).map { "Did you mean \(reference.name)@\($0)?" }
          ?? "Set it with 'scorebook model promote \(reference.name)@1 --to \(alias)'.")
    }
  }

  /// The record of a version by its number.
  package func record(_ name: String, _ number: Int) throws(Diagnostic) -> VersionRecord {
    if let record = try book.version(model: name, number: number) { return record }
    try known(name)
    let numbers = try book.versions(of: name).map { String($0.number) }
    throw Diagnostic(
      .registryUnknownVersion, .configuration, "model '\(name)' has no version \(number)",
      found: numbers.joined(separator: ", "), next: "See 'scorebook model list'.")
  }

  private func known(_ name: String) throws(Diagnostic) {
    let names = try book.modelNames()
    guard !names.contains(name) else { return }
    let nearest = nearestName(to: name, among: names)
    throw Diagnostic(
      .registryUnknownModel, .configuration, "there is no registered model '\(name)'",
      next: nearest.map { "Did you mean '\($0)'?" }
        ?? (names.isEmpty
          ? "Register one with 'scorebook model add'."
          : "There is \(names.joined(separator: ", "))."))
  }

  /// Opens what a reference points at now.
  package func open(_ reference: ModelReference) throws(Problems) -> OpenedVersion {
    try open(record(reference))
  }

  /// Opens a version by its number.
  package func open(name: String, number: Int) throws(Problems) -> OpenedVersion {
    try open(several { () throws(Diagnostic) in try record(name, number) })
  }

  /// Opens a version; the digest of the bytes that are used is compared with the one registered.
  ///
  /// **Throws** for an artefact that was changed or is gone.
  package func open(_ record: VersionRecord) throws(Problems) -> OpenedVersion {
    let bytes = try several { () throws(Diagnostic) in try book.artefacts.read(record.digest) }
    guard let format = ArtefactFormat(rawValue: record.format) else {
      throw Problems(
        Diagnostic(
          .registryFormat, .failure, "\(record.reference) has a format that this version does not read",
          found: "'\(record.format)'", next: "Update scorebook."))
    }
    return OpenedVersion(
      record: record,
      model: try format.open(bytes, name: record.fileName, options: record.options))
  }
}
