import ArgumentParser
import Book
import Registry

struct ModelListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "All models and their versions.")

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = try Session(global)
    let (book, registry) = try session.shownRegistry()
    let changed = try registry.changedDeclarations(session.configuration)
    let runs = try book.runs(.init(states: [.committed]))
    let models = try registry.list().map { model in
      Listed(
        name: model.name,
        versions: model.versions.map { version in
          let last = runs.first { run in run.versions.contains { $0.reference == version.reference } }
          return Listed.Version(
            reference: version.reference, number: version.number,
            aliases: model.aliases(of: version.number), format: version.format,
            framework: version.framework, inputs: version.signature.inputs.count,
            state: VerificationText.state(version, isChanged: changed.contains(version.reference)),
            frameworkCases: version.verification.cases, recordedCases: version.recorded?.cases ?? 0,
            trainedUntil: version.trainedUntil, team: version.service?.team,
            lastRun: last.map { $0.date ?? $0.startedAt }, sha256: version.digest,
            registeredAt: version.registeredAt, record: version)
        })
    }
    if global.output.json { return session.print(try JSONText.encode(models)) }
    guard !models.isEmpty else { return session.tell("no model yet: 'scorebook model add' registers one") }
    var table = TextTable([
      ("version", .left), ("aliases", .left), ("format", .left), ("inputs", .right), ("state", .left),
      ("last run", .left),
    ])
    for version in models.flatMap(\.versions) {
      table.add([
        version.reference, version.aliases.joined(separator: " "), version.format, String(version.inputs),
        version.state, version.lastRun ?? "never",
      ])
    }
    session.print(table.text)
  }

  private struct Listed: Encodable {
    struct Version: Encodable {
      let reference: String
      let number: Int
      let aliases: [String]
      let format: String
      let framework: String?
      let inputs: Int
      let state: String
      let frameworkCases: Int
      let recordedCases: Int
      let trainedUntil: String?
      let team: String?
      let lastRun: String?
      let sha256: String
      let registeredAt: String
      let record: VersionRecord
    }

    let name: String
    let versions: [Version]
  }
}
