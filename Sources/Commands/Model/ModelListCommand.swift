import ArgumentParser
import Book
import Registry

struct ModelListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "All models and their versions.")

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = try Session(global)
    let book = try session.book()
    let models = try session.registry(book).list()
    if global.output.json {
      return session.print(
        try JSONText.encode(
          models.map { Listed(name: $0.name, versions: $0.versions, aliases: $0.aliases) }))
    }
    guard !models.isEmpty else { return session.tell("no model yet: 'scorebook model add' registers one") }
    let runs = try book.runs(.init(states: [.committed]))
    var table = TextTable([
      ("version", .left), ("aliases", .left), ("format", .left), ("inputs", .right), ("verified", .left),
      ("trained until", .left), ("last run", .left),
    ])
    for model in models {
      for version in model.versions {
        let last = runs.first { run in run.versions.contains { $0.reference == version.reference } }
        table.add([
          version.reference, model.aliases(of: version.number).joined(separator: " "), version.format,
          String(version.signature.inputs.count),
          version.verification.cases > 0 ? "\(version.verification.cases) cases" : "no",
          version.trainedUntil ?? "", last.map { $0.date ?? $0.startedAt } ?? "",
        ])
      }
    }
    session.print(table.text)
  }

  private struct Listed: Encodable {
    let name: String
    let versions: [VersionRecord]
    let aliases: [AliasRecord]
  }
}
