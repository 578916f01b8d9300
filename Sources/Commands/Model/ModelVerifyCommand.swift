import ArgumentParser
import Book
import Diagnostics
import Registry
import Workspace

struct ModelVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Replays verification cases: does this program still give the same bits?")

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("A model or a version; all of them with --all.", valueName: "name[@version]"))
  var model: String?
  @Flag(help: "Every version in the book.")
  var all = false

  func validate() throws {
    if (model == nil) != all { throw ValidationError("Name a model, or say --all.") }
  }

  func run() throws {
    let session = try Session(global)
    let registry = try session.registry(try session.book())
    var name: String?
    var number: Int?
    if let model {
      if model.contains("@") {
        (name, number) = try registry.resolve(session.modelReference(model))
      } else {
        name = model
      }
    }
    let results = try registry.verify(model: name, number: number, now: Host.now())
    if global.output.json { session.print(try JSONText.encode(results.map(VersionReport.init))) }
    let isTold = !global.output.json
    var failures = Problems()
    for result in results {
      switch result.outcome {
      case .verified(let verification):
        if isTold {
          session.print(
            "\(result.version.reference)  \(verification.cases) cases, \(verification.identical) of "
              + "\(verification.compared) values to the last bit\n")
        }
      case .unverified:
        if isTold { session.print("\(result.version.reference)  no cases: the artefact is unchanged\n") }
      case .failed(let problems):
        if isTold { session.print("\(result.version.reference)  FAILED\n") }
        failures.add(problems)
      }
    }
    try failures.throwIfAny()
  }
}

/// A version's verification for `--json`.
private struct VersionReport: Encodable {
  let version: String
  let outcome: String
  let cases: Int
  let compared: Int
  let identical: Int
  let problems: [String]

  init(_ result: Registry.VerificationResult) {
    version = result.version.reference
    var verification = VersionRecord.Verification.unverified
    switch result.outcome {
    case .verified(let found): (outcome, problems, verification) = ("verified", [], found)
    case .unverified: (outcome, problems) = ("unverified", [])
    case .failed(let found): (outcome, problems) = ("failed", found.list.map(\.description))
    }
    cases = verification.cases
    compared = verification.compared
    identical = verification.identical
  }
}
