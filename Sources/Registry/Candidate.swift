import Book
import Diagnostics
import Models
import Workspace

/// An artefact that was read, checked and verified, and is not yet in the book.
struct Candidate {
  let artefact: Artefact
  let format: ArtefactFormat
  let model: any Model
  let options: VersionRecord.Options
  let metadata: VersionMetadata?
  let profile: Profile?
  /// The bytes of the verification cases.
  let cases: [UInt8]?
  /// Cases that nobody named: they lay beside the artefact.
  let foundCases: String?
  let verification: VersionRecord.Verification
  let recorded: RecordedCases.Made
  let service: VersionRecord.Service?

  /// What is asked of a reading besides the artefact.
  struct Request {
    let metadata: VersionMetadata?
    /// What was said on the command line.
    let options: VersionRecord.Options
    /// Path of verification cases, before those that the metadata names.
    let cases: String?
    let unverified: Bool
    /// Whether cases that lie beside the artefact are taken all the same: a declared version's.
    var looksBeside = false
    /// Whether it comes from a book that has it registered: an import.
    var isRegistered = false
    let now: String
  }

  /// What the version will be told apart by: the command line goes before the metadata, and that before the page.
  static func options(_ artefact: Artefact, _ request: Request) -> VersionRecord.Options {
    let page = artefact.page?.options ?? .none
    return VersionRecord.Options(
      labels: request.options.labels ?? request.metadata?.labels ?? page.labels,
      iterations: request.options.iterations ?? request.metadata?.iterations ?? page.iterations,
      columns: request.options.columns ?? request.metadata?.columns ?? page.columns,
      schema: request.options.schema ?? request.metadata?.schema ?? page.schema)
  }

  /// **Throws** all that is wrong with artefact, profile and cases at once.
  static func read(_ artefact: Artefact, _ request: Request) throws(Problems) -> Candidate {
    var problems = Problems()
    let metadata = request.metadata
    let options = options(artefact, request)
    var opened: (format: ArtefactFormat, model: any Model)?
    do {
      opened = try open(artefact, options, metadata, isNew: !request.isRegistered)
    } catch {
      problems.add(error)
    }
    var profile: Profile?
    do {
      profile = try metadata.flatMap { metadata throws(Problems) in
        try TrainingProfile.read(metadata, signature: opened?.model.signature)
      }
    } catch {
      problems.add(error)
    }
    let example = opened.map { RecordedCases.rows(of: artefact.page?.example, $0.model.signature) } ?? []
    let isNamed = request.cases != nil || metadata?.verification != nil
    let found =
      isNamed || (request.unverified && !request.looksBeside) ? nil : FoundCases.beside(artefact.path)
    var replayed: (bytes: [UInt8], outcome: VersionRecord.Verification)?
    do {
      if let path = request.cases ?? metadata?.verification ?? found {
        replayed = try opened.map { opened throws(Problems) in
          try replay(
            opened.model, path,
            named: request.cases == nil && found == nil ? metadata?.place(of: "verification") : nil,
            now: request.now)
        }
      } else if !request.unverified, opened == nil ? artefact.page?.example == nil : example.isEmpty {
        problems.add(noCases(metadata?.file ?? artefact.path))
      }
    } catch {
      problems.add(error)
    }
    var service: VersionRecord.Service?
    do {
      service = try artefact.page?.service.map { service throws(Problems) in
        try opened.map { opened throws(Problems) in
          try service.resolved(opened.model.signature, file: artefact.page?.file ?? "")
        } ?? service
      }
    } catch {
      problems.add(error)
    }
    try problems.throwIfAny()
    guard let opened else { throw problems }
    let recorded = try several { () throws(Diagnostic) in
      do throws(Diagnostic) {
        return try RecordedCases.make(
          opened.model, example: example, base: replayed.flatMap { base($0.bytes, opened.model) })
      } catch {
        throw error.at(.init(file: artefact.path))
      }
    }
    return Candidate(
      artefact: artefact, format: opened.format, model: opened.model, options: options, metadata: metadata,
      profile: profile, cases: replayed?.bytes, foundCases: found,
      verification: replayed?.outcome ?? .unverified, recorded: recorded, service: service)
  }

  private static func open(
    _ artefact: Artefact, _ options: VersionRecord.Options, _ metadata: VersionMetadata?, isNew: Bool
  ) throws(Problems) -> (ArtefactFormat, any Model) {
    let format = try several { () throws(Diagnostic) in
      try ArtefactFormat.detect(artefact.bytes, file: artefact.path)
    }
    try format.check(options, at: metadata?.file ?? artefact.path)
    let model = try format.open(artefact.bytes, name: artefact.path, options: options)
    if isNew, case .process = format {
      try ProcessFormat.checkNew(bytes: artefact.bytes, name: artefact.path)
    }
    try artefact.page?.check(model)
    return (format, model)
  }

  private static func noCases(_ file: String) -> Diagnostic {
    Diagnostic(
      .registryNoCases, .configuration, at: .init(file: file),
      "there are no verification cases for this artefact",
      expected: "a CSV file with inputs and the framework's own predictions",
      next: "Put them beside it as 'verify.csv', name them as 'verification' in the metadata, or add "
        + "'--unverified'; the model card will say so.")
  }

  /// The first case's inputs: a row that the model knows.
  private static func base(_ cases: [UInt8], _ model: any Model) -> [String]? {
    guard let read = try? CasesFile(cases, file: ""), let row = read.rows.first else { return nil }
    let places = model.signature.inputs.map { read.header.firstIndex(of: $0.name) }
    guard places.allSatisfy({ $0 != nil }) else { return nil }
    return places.map { $0.map { row[$0] } ?? "" }
  }

  private static func replay(
    _ model: any Model, _ path: String, named: Diagnostic.Place?, now: String
  ) throws(Problems) -> (bytes: [UInt8], outcome: VersionRecord.Verification) {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: CasesFile.largest)
    } catch {
      throw Problems(
        Diagnostic(
          .registryUnreadable, .configuration, at: named ?? .init(file: path),
          "the verification cases can't be read", found: "'\(path)': \(error.reason)"))
    }
    return (bytes, try outcome(model, bytes, file: path, now: now))
  }

  /// Replays cases that are in memory.
  static func outcome(
    _ model: any Model, _ cases: [UInt8], file: String, now: String
  ) throws(Problems) -> VersionRecord.Verification {
    let read = try several { () throws(Diagnostic) in try CasesFile(cases, file: file) }
    let prepared = try VerificationCases(
      header: read.header, rows: read.rows, signature: model.signature, file: file)
    // The probabilities of several classes are quotients of sums of exp: more room for another libm's last bit.
    let isMulticlass = if case .multiclass = model.signature.task { true } else { false }
    let result = try several { () throws(Diagnostic) in
      do throws(Diagnostic) {
        return try Verification.replay(model, prepared, ulps: isMulticlass ? 4 : 1)
      } catch {
        throw error.at(.init(file: file))
      }
    }
    if let problem = result.diagnostic(file: file) { throw Problems(problem) }
    let compared = result.agreements.map(\.compared).reduce(0, +)
    return VersionRecord.Verification(
      state: .verified, cases: result.cases,
      maximumDifference: result.agreements.map(\.largestDifference).max() ?? 0, compared: compared,
      identical: compared - result.agreements.map(\.different).reduce(0, +), verifiedAt: now,
      casesDigest: ContentDigest.sha256(cases))
  }
}
