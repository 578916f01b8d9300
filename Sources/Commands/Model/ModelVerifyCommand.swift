import ArgumentParser
import Book
import Diagnostics
import Registry
import Workspace

struct ModelVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Replays verification cases: does this program still give the same bits?",
    discussion: """
      Two kinds of cases are replayed: those of the training framework, and those that this program recorded \
      when the version was registered, at the model's thresholds. Numbers of a process model \
      agree to within 1e-9, since other processors give other last bits. Exit 1 where one answer differs, \
      naming version, case and output.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("A model or a version; all of them with --all.", valueName: "name[@version]"))
  var model: String?
  @Flag(help: "Every version in the book.")
  var all = false
  @Option(
    help: ArgumentHelp(
      "Verification cases for a version that was registered without; kept with it where they agree.",
      valueName: "file.csv"))
  var verify: String?

  func validate() throws {
    if (model == nil) != all { throw ValidationError("Name a model, or say --all.") }
    if verify != nil, model?.contains("@") != true {
      throw ValidationError("--verify gives cases to one version: name it, NAME@VERSION.")
    }
  }

  func run() throws {
    let session = try Session(global)
    let reference = try model.flatMap { $0.contains("@") ? try session.modelReference($0) : nil }
    let registry = try session.registry(try session.book(), for: reference.map { [$0] } ?? [])
    var name = model
    var number: Int?
    if let reference { (name, number) = try registry.resolve(reference) }
    let results: [Registry.VerificationResult]
    if let verify, let name, let number {
      results = [try registry.verify(model: name, number: number, cases: verify, now: Host.now())]
    } else {
      results = try registry.verify(model: name, number: number, now: Host.now())
    }
    if global.output.json {
      session.print(try JSONText.encode(results.map(VersionReport.init)))
    } else {
      session.printResult(Self.table(results))
    }
    var failures = Problems()
    for result in results {
      if case .failed(let problems) = result.outcome { failures.add(problems) }
    }
    try failures.throwIfAny()
  }

  private static func table(_ results: [Registry.VerificationResult]) -> String {
    var table = TextTable([
      ("version", .left), ("result", .left), ("framework cases", .right), ("to the last bit", .left),
      ("recorded", .right),
    ])
    for result in results {
      let reference = result.version.reference
      let recorded = result.recordedCases > 0 ? Quantity.count(result.recordedCases) : "–"
      switch result.outcome {
      case .verified(let found):
        table.add([
          reference, "verified", Quantity.count(found.cases),
          "\(Quantity.count(found.identical)) of \(Quantity.count(found.compared)) values"
            + (result.version.nearness(in: found).map { ", \($0)" } ?? ""), recorded,
        ])
      case .unverified:
        table.add([
          reference, result.recordedCases > 0 ? "the same as when registered" : "unchanged file", "none", "",
          recorded,
        ])
      case .failed:
        table.add([reference, "FAILED", "", "", ""])
      }
    }
    return table.text
  }
}

/// A version's verification for `--json`.
private struct VersionReport: Encodable {
  let version: String
  let outcome: String
  let cases: Int
  let compared: Int
  let identical: Int
  /// How far a number may be from the one expected, as a share of it; nothing for models that Scorebook computes.
  let tolerance: Double?
  let recordedCases: Int
  let problems: [String]

  init(_ result: Registry.VerificationResult) {
    version = result.version.reference
    recordedCases = result.recordedCases
    tolerance = result.version.tolerance
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
