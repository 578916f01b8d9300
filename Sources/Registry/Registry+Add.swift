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
    /// Verification cases that nobody named and that were taken: they lay beside the artefact.
    package let foundCases: String?
  }

  /// Larger artefacts are refused.
  static var largestArtefact: Int { 2 << 30 }

  /// Registers an artefact as a version of a model.
  ///
  /// Reads it whole, replays the verification cases, records what it answers at its thresholds, and only then
  /// enters it in the book.
  /// - Parameters:
  ///   - artefactPath: A file, an MLflow model folder or its MLmodel, an MLproject or its folder.
  ///   - fileName: What the artefact was called, where its path does not tell.
  ///   - metadata: What the training script wrote down; nil where there is nothing.
  ///   - options: What the command line says, before metadata and page.
  ///   - cases: Path of verification cases, before those that the metadata names.
  ///   - unverified: Whether it may be registered without cases; the record then says so.
  /// **Throws** all that is wrong at once: with the file, with the metadata, with the cases, with the profile. Also
  /// where a declared version of this model could not be registered: its number must not go to another artefact; and
  /// where the artefact is a version already, but was registered with other metadata or cases than are given.
  package func add(
    name: String, artefactPath: String, fileName: String? = nil, metadata: VersionMetadata?,
    options: VersionRecord.Options = .none, cases: String? = nil, unverified: Bool = false,
    numbering: Book.Numbering = .next, by: String, now: String
  ) throws(Problems) -> Registered {
    try add(
      name: name, artefactPath: artefactPath, fileName: fileName,
      Candidate.Request(
        metadata: metadata, options: options, cases: cases, unverified: unverified, now: now),
      carried: nil, numbering: numbering, by: by)
  }

  /// - Parameter carried: What an export tells besides; nil for what is registered by hand.
  func add(
    name: String, artefactPath: String, fileName: String?, _ request: Candidate.Request,
    carried: CarriedFacts?, numbering: Book.Numbering, by: String
  ) throws(Problems) -> Registered {
    var problems = Problems()
    if !isName(name) {
      problems.add(
        Diagnostic(
          .registryName, .configuration, "'\(name)' can't be a model's name",
          expected: "a-z, then a-z, 0-9 and _, at most 63 characters"))
    }
    let artefact: Artefact
    do {
      artefact = try Artefact.open(artefactPath)
    } catch {
      problems.add(error)
      throw problems
    }
    for declaration in brokenVersions(of: name) { problems.add(declaration.obstacle) }
    if let standing = try standing(name, artefact, Candidate.options(artefact, request)) {
      if carried == nil { try GivenAgain(version: standing, request: request).check() }
      // A file that was damaged in the store is mended by the right one.
      _ = try several { () throws(Diagnostic) in try book.artefacts.store(artefact.bytes) }
      return Registered(
        version: standing, isNew: false, warnings: GivenAgain.warnings(of: standing, artefact.path),
        foundCases: nil)
    }
    let candidate: Candidate
    do {
      candidate = try Candidate.read(artefact, request)
    } catch {
      problems.add(error)
      throw problems
    }
    try problems.throwIfAny()
    return try several { () throws(Diagnostic) in
      try Interruption.check()
      _ = try book.artefacts.store(artefact.bytes)
      let recorded = carried?.recorded?.bytes ?? candidate.recorded.cases?.bytes
      for cases in [candidate.cases, recorded].compactMap({ $0 }) { _ = try book.artefacts.store(cases) }
      let added = try book.addVersion(
        candidate.record(
          model: name, fileName: fileName, carried: carried ?? .none, by: by, now: request.now),
        profile: candidate.profile, numbering: numbering)
      return Registered(
        version: added.version, isNew: added.isNew,
        warnings: added.isNew ? candidate.warnings(for: added.version) : [],
        foundCases: added.isNew ? candidate.foundCases : nil)
    }
  }

  /// The version of a model that reads these bytes in this very way: options that only say what the artefact says
  /// itself make no difference.
  func standing(
    _ name: String, _ artefact: Artefact, _ options: VersionRecord.Options
  ) throws(Problems) -> VersionRecord? {
    let alike = try several { () throws(Diagnostic) in
      if let same = try book.version(model: name, digest: artefact.digest, options: options) { return [same] }
      return try book.versions(of: name).filter { $0.digest == artefact.digest }
    }
    if let first = alike.first, first.options == options { return first }
    // What can't be opened is told by who registers it.
    guard !alike.isEmpty,
      let format = try? ArtefactFormat.detect(artefact.bytes, file: artefact.path),
      (try? format.check(options, at: artefact.path)) != nil,
      let model = try? format.open(artefact.bytes, name: artefact.path, options: options)
    else { return nil }
    let signature = SignatureRecord(model.signature)
    return alike.first { record in
      record.signature == signature && record.iterations == options.iterations
        && record.schema == options.schema
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
