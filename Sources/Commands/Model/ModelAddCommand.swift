import ArgumentParser
import Book
import Diagnostics
import Registry
import Workspace

struct ModelAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Registers an artefact as the next version of a model.",
    discussion: """
      The artefact is a file, a folder that MLflow logged (or its MLmodel), or an MLproject. It is read whole; \
      what can't be scored exactly is refused by name. Its verification cases (inputs with the predictions of \
      the training framework, columns expected_…) are replayed; they are named, or lie beside it as \
      NAME.verify.csv or verify.csv. Without any it is registered only with --unverified, or from an MLflow \
      folder with an input example. The same artefact under the same options is one version: it keeps the metadata \
      and cases that it was registered with, and others are refused.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The model's name.")
  var name: String
  @Argument(help: "The artefact's file, an MLflow model folder, or an MLproject.")
  var artefact: String
  @Option(help: ArgumentHelp("What the training wrote down (YAML).", valueName: "file"))
  var metadata: String?
  @Option(help: ArgumentHelp("Verification cases (CSV).", valueName: "file"))
  var verify: String?
  @Flag(help: "Register without verification cases; the card will say so.")
  var unverified = false
  @Option(help: ArgumentHelp("Let this alias point at it.", valueName: "name"))
  var alias: String?
  @OptionGroup var flags: ArtefactFlags

  func run() throws {
    let session = try Session(global)
    let described = try describe()
    let book = try session.book()
    let declared = session.configuration.models[name]?.versions.indices.map { position in
      ModelReference(name: name, pointer: .number(position + 1))
    }
    let registry = try session.registry(book, for: declared ?? [])
    let added = try registry.add(
      name: name, artefactPath: artefact, metadata: described, options: flags.options, cases: verify,
      unverified: unverified, by: Host.user, now: Host.now())
    Terminal.standardError.write(Problems(added.warnings))
    let promotion = try alias.map { alias in
      try registry.promote(
        model: name, number: added.version.number, alias: alias, by: Host.user, reason: "model add",
        now: Host.now())
    }
    if global.output.json { return session.print(try JSONText.encode(added.version)) }
    session.printResult(
      (added.isNew ? AddedText(added).text : AddedText.already(added.version))
        + (promotion.map { PromotionText.line($0) + "\n" } ?? "")
        + AddedText.declaration(of: name, in: session.configuration))
  }

  /// The metadata; what is wrong with it is told together with what is wrong with the artefact.
  private func describe() throws -> VersionMetadata? {
    var problems = Problems()
    var described: VersionMetadata?
    do {
      described = try metadata.map { path throws(Problems) in try VersionMetadata.read(path) }
    } catch {
      problems.add(error)
    }
    if let alias, !isName(alias) {
      problems.add(
        Diagnostic(
          .registryName, .configuration, "'\(alias)' can't be an alias",
          expected: "a-z, then a-z, 0-9 and _, at most 63 characters"))
    }
    guard !problems.isEmpty else { return described }
    do {
      _ = try Inspection.of(artefact, options: flags.options)
    } catch {
      problems.add(error)
    }
    throw problems
  }
}

/// What a person reads of a version that was just registered.
struct AddedText {
  let text: String

  init(_ added: Registry.Registered) {
    let version = added.version
    var text =
      "registered \(version.reference): \(version.format), "
      + "\(Quantity.count(version.signature.inputs.count, "input")), \(VerificationText.short(version))\n"
    text += "inputs: \(Self.names(version.signature.inputs.map(\.name)))\n"
    if let path = added.foundCases { text += "verification cases: \(path)\n" }
    text += FallbackText.offer(version.service)
    self.text = text
  }

  /// What is said of an artefact that is a version already.
  static func already(_ version: VersionRecord) -> String {
    "already registered as \(version.reference); this version was not changed\n"
  }

  /// The line by which a job may name a model; nothing where it is there.
  static func declaration(of name: String, in configuration: Configuration) -> String {
    guard configuration.models[name] == nil else { return "" }
    return "\nA job can name it once \(configuration.file) declares it"
      + (configuration.models.isEmpty ? ":\n\n    models:\n" : " under 'models':\n\n") + "      \(name): {}\n"
  }

  /// Every name up to a few hundred, in lines of some width.
  private static func names(_ all: [String]) -> String {
    let names = all.count <= 300 ? all : all.prefix(300) + ["… and \(all.count - 300) more"]
    var lines = [""]
    for (index, name) in names.enumerated() {
      let part = visible(name) + (index < names.count - 1 ? "," : "")
      if lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = part
      } else if lines[lines.count - 1].count + part.count < 100 {
        lines[lines.count - 1] += " " + part
      } else {
        lines.append(part)
      }
    }
    return lines.joined(separator: "\n        ")
  }
}

/// What a platform wrote down for a model that fails, and how a job takes it over.
enum FallbackText {
  /// The line of a job.
  static let takenOver = "fallback: {default_output: true}"

  /// Nothing where the platform wrote down nothing.
  static func offer(_ service: VersionRecord.Service?) -> String {
    var text = ""
    if service?.defaultOutput != nil {
      text += "\nIts MLproject says what stands in for it. A job takes that over with:\n\n"
      text += "    \(takenOver)\n"
    }
    if let slo = service?.sloMicroseconds {
      text +=
        "\nIts MLproject allows \(duration(slo)) for one answer. A job's fallback takes 'after: TIME' for all rows of a\n"
      text += "date together: choose it by how many there are.\n"
    }
    return text
  }

  /// Microseconds as the configuration spells a duration, rounded up: 50000 → "50ms".
  static func duration(_ microseconds: Int) -> String {
    let milliseconds = microseconds / 1000 + (microseconds % 1000 == 0 ? 0 : 1)
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
  }
}

/// How a version was proven, in words.
enum VerificationText {
  /// "200 framework cases, 400 of 400 values to the last bit; 48 recorded"; of a program's numbers also how near the
  /// others are.
  static func short(_ version: VersionRecord) -> String {
    let verification = version.verification
    let framework =
      verification.casesDigest == nil
      ? "unverified by its framework"
      : "\(Quantity.count(verification.cases, "framework case")), "
        + "\(Quantity.count(verification.identical)) of \(Quantity.count(verification.compared)) values to the last bit"
        + (version.nearness(in: verification).map { ", \($0)" } ?? "")
    guard let recorded = version.recorded else { return framework }
    return "\(framework); \(Quantity.count(recorded.cases)) recorded"
  }

  /// What a listing says: "verified, 200 cases".
  static func state(_ version: VersionRecord, isChanged: Bool) -> String {
    if isChanged { return "declared artefact changed" }
    switch version.verification.state {
    case .verified: return "verified, \(Quantity.count(version.verification.cases, "case"))"
    case .unverified:
      return version.recorded.map { "unverified, \(Quantity.count($0.cases)) recorded" } ?? "unverified"
    case .failed: return "failed last verification"
    }
  }
}
