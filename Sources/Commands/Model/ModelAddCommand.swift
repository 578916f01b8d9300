import ArgumentParser
import Book
import Diagnostics
import Registry

struct ModelAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Registers an artefact as the next version of a model.",
    discussion: """
      The artefact is read whole; what can't be scored exactly is refused by name. Its verification cases \
      (inputs with the predictions of the training framework, columns expected_…) are replayed; without any it \
      is registered only with --unverified. The same artefact twice changes nothing.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The model's name.")
  var name: String
  @Argument(help: "The artefact: a LightGBM text model, or a scorecard in YAML.")
  var artefact: String
  @Option(help: ArgumentHelp("What the training wrote down (YAML).", valueName: "file"))
  var metadata: String?
  @Option(help: ArgumentHelp("Verification cases (CSV).", valueName: "file"))
  var verify: String?
  @Flag(help: "Register without verification cases; the card will say so.")
  var unverified = false
  @Option(help: ArgumentHelp("Let this alias point at it.", valueName: "name"))
  var alias: String?

  func run() throws {
    let session = try Session(global)
    let book = try session.book()
    let registry = try session.registry(book)
    let added = try registry.add(
      name: name, artefactPath: artefact, metadata: try metadata.map { try VersionMetadata.read($0) },
      cases: verify, unverified: unverified, by: Host.user, now: Host.now())
    Terminal.standardError.write(Problems(added.warnings))
    if let alias {
      _ = try registry.promote(
        model: name, number: added.version.number, alias: alias, by: Host.user, reason: "model add",
        now: Host.now())
    }
    if global.output.json { return session.print(try JSONText.encode(added.version)) }
    let version = added.version
    guard added.isNew else {
      return session.print("\(version.reference) is this very artefact already; nothing changed\n")
    }
    let checked =
      version.verification.cases > 0
      ? "\(version.verification.cases) cases verified, \(version.verification.identical) of "
        + "\(version.verification.compared) values to the last bit"
      : "unverified"
    session.print(
      "registered \(version.reference): \(version.format), \(version.signature.inputs.count) inputs, \(checked)\n"
    )
  }
}
