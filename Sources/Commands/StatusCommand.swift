import ArgumentParser
import Book
import Datasets
import Diagnostics
import Registry
import Scoring
import Workspace

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "The last run of each job, what is due, what failed.")

  @OptionGroup var global: GlobalOptions

  private struct Entry: Encodable {
    let job: String
    let lastDate: String?
    let lastRun: String?
    /// The date of the last run, which need not be the newest that stands.
    let lastRunDate: String?
    let state: String?
    let champion: String?
    let rows: Int?
    let due: [String]
    let problems: String?
    /// Of a run on another host which can't be seen from here.
    let unseen: String?
    /// Versions that the job needs and whose declared artefact is another now: it will not run.
    let changed: [String]
  }

  func run() throws {
    let session = try Session(global)
    let book = try session.existingBook()
    let today = try session.today()
    let registry = book.map { Registry(book: $0) }
    let changed = try registry?.changedDeclarations(session.configuration) ?? []
    var entries: [Entry] = []
    for job in session.configuration.jobs.values.sorted(by: { $0.name < $1.name }) {
      let last = try book?.runs(.init(job: job.name, limit: 1)).first
      let standing = try session.configuration.target(of: job).commits(job: job.name).map(\.date)
      let newest = standing.max().flatMap { CalendarDate($0) }
      entries.append(
        Entry(
          job: job.name, lastDate: newest?.description ?? last?.date, lastRun: last?.id,
          lastRunDate: last?.date,
          state: last?.state.rawValue, champion: last?.champion?.reference, rows: last?.rowsOut,
          due: StatusCommand.due(job, after: newest, today).map(\.description), problems: last?.problems,
          unseen: last?.unseen,
          changed: try job.scoring().compactMap { try registry?.number(of: $0)?.description }
            .filter(changed.contains).sorted()))
    }
    if global.output.json { return session.print(try JSONText.encode(entries)) }
    guard !entries.isEmpty else { return session.tell("scorebook.yaml has no jobs") }
    var table = TextTable([
      ("job", .left), ("last date", .left), ("last run", .left), ("state", .left), ("champion", .left),
      ("rows", .right), ("due", .left),
    ])
    for entry in entries {
      let due =
        switch entry.due.count {
        case 0: "nothing"
        case 1: entry.due[0]
        default: "\(entry.due.count) dates from \(entry.due[0])"
        }
      table.add([
        entry.job, entry.lastDate ?? "–", entry.lastRun ?? "–",
        entry.state.map { entry.unseen == nil ? $0 : "\($0)?" } ?? "never ran",
        entry.champion ?? "", entry.rows.map(Quantity.count) ?? "", due,
      ])
    }
    session.print(table.text)
    for entry in entries where !entry.changed.isEmpty {
      session.print(
        "\n\(entry.job) will not run: what is declared as \(entry.changed.joined(separator: ", ")) is not what was "
          + "registered under that number. 'scorebook check' tells more.\n")
    }
    for entry in entries {
      guard let unseen = entry.unseen else { continue }
      session.print("\n\(entry.job) may be running: \(unseen).\n")
    }
    for entry in entries where ["failed", "refused", "interrupted"].contains(entry.state) {
      let date = entry.lastRunDate.map { " \($0)" } ?? ""
      session.print("\n\(entry.job)\(date) \(entry.state ?? ""): \(entry.problems ?? "")\n")
    }
  }

  /// The job's dates after the newest that stands, up to today.
  private static func due(
    _ job: Configuration.Job, after newest: CalendarDate?, _ today: CalendarDate
  ) -> [CalendarDate] {
    guard let every = job.every, let since = job.since, let last = job.latestDate(upTo: today) else {
      return []
    }
    let first = newest.map { max($0.adding(days: every), since) } ?? since
    guard first <= last else { return [] }
    return stride(from: first.daysSinceEpoch, through: last.daysSinceEpoch, by: every)
      .map { CalendarDate(daysSinceEpoch: $0) }
  }
}
