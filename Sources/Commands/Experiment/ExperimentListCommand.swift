import ArgumentParser
import Book
import Workspace

struct ExperimentListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The experiments and how many trials they have.")

  @OptionGroup var global: GlobalOptions
  @Flag(help: "Deleted ones, too.")
  var all = false

  private struct Entry: Encodable {
    let experiment: String
    let question: String?
    let objective: String?
    let baseline: String?
    let origin: String
    let deleted: Bool
    let trials: Int
    let deletedTrials: Int
    let running: Int
    let points: Int
    let newest: String?
  }

  func run() throws {
    let session = try Session(global)
    let book = try session.existingBook()
    let counts = try book?.trialCounts() ?? [:]
    let stored = try book?.experiments() ?? []
    let declared = session.configuration.experiments
    let names = Set(stored.map(\.name)).union(declared.keys).sorted()
    let entries = names.compactMap { name -> Entry? in
      let record = stored.first { $0.name == name }
      let count = counts[name]
      let isDeleted = record?.isDeleted ?? false
      if isDeleted, !all { return nil }
      return Entry(
        experiment: name, question: declared[name]?.question ?? record?.question,
        objective: declared[name]?.objective ?? record?.objective,
        baseline: declared[name]?.baseline ?? record?.baseline, origin: record?.origin ?? "declared",
        deleted: isDeleted, trials: (count?.trials ?? 0) - (count?.deleted ?? 0),
        deletedTrials: count?.deleted ?? 0, running: count?.running ?? 0, points: count?.points ?? 0,
        newest: count?.newest)
    }
    if global.output.json { return session.print(try JSONText.encode(entries)) }
    guard !entries.isEmpty else {
      return session.tell("no experiment yet: declare one in scorebook.yaml, or import a store")
    }
    var table = TextTable([
      ("experiment", .left), ("trials", .right), ("running", .right), ("deleted", .right), ("newest", .left),
      ("baseline", .left), ("question", .left),
    ])
    for entry in entries {
      table.add([
        TrialText.cell(entry.experiment, 40) + (entry.deleted ? " (deleted)" : ""),
        Quantity.count(entry.trials), Quantity.count(entry.running), Quantity.count(entry.deletedTrials),
        String(entry.newest?.prefix(10) ?? "–"), TrialText.cell(entry.baseline ?? "–", 24),
        TrialText.cell(entry.question ?? "not stated", 60),
      ])
    }
    session.print(table.text)
  }
}
