import ArgumentParser
import Book
import Datasets
package import Diagnostics
import Evaluation
import Scoring
import Workspace

struct ReadoutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "readout",
    abstract: "Tells what a split has shown: better, worse, or nothing, and by how much.",
    discussion: """
      Each key counts once, with the outcomes of the first date on which it was in the split. First the counts \
      are held against the declared shares; where they contradict them, nothing is concluded, and why is told. \
      Then each variant is held against control, metric by metric, with intervals and the smallest effect that \
      so many keys could have shown.

      A readout with looks: at_end tells nothing before its declared end. One with looks: sequential may be \
      looked at each night: its intervals hold at all looks together. What is seen goes into the book, look by \
      look. Of a split that its job has no more the last look stands, and none is taken.

      Without NAME: every readout with its last look, and nothing is looked at.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The readout, as scorebook.yaml names it.")
  var name: String?
  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "The morning it is looked at, not after today (default: today).", valueName: "yyyy-mm-dd"))
  var asOf: String?
  @Flag(
    name: .customLong("beyond-data"),
    help: "Look also at dates to whose last day the data don't reach, where there is nothing to come.")
  var beyondData = false

  func run() throws {
    let session = try Session(global)
    guard let name else {
      if beyondData { throw ValidationError("--beyond-data needs the NAME of a readout") }
      if asOf != nil { throw ValidationError("--as-of needs the NAME of a readout") }
      return try list(session)
    }
    let today = try session.today()
    let day = try Session.date(asOf, option: "--as-of") ?? today
    if day > today {
      throw Diagnostic(
        .readoutFuture, .configuration, "a look as of \(day) is not possible before that morning",
        expected: "\(today), which is today in \(session.configuration.timezone), or earlier",
        next: "Outcomes of the days until then are not there yet, and would be taken for nothing.")
    }
    let outcome = try session.readout(
      name, asOf: day, takesBeyond: beyondData, book: session.book())
    if global.output.json {
      session.print(try outcome.json() + "\n")
    } else {
      session.printResult(TextTable(outcome.variants).text)
      if let ratio = outcome.sampleRatio { session.printResult(ratio + "\n") }
      if let effects = outcome.effects { session.printResult("\n" + TextTable(effects).text) }
      let sentences = outcome.record.effects.map(\.sentence)
      if !sentences.isEmpty { session.printResult("\n" + Session.list(sentences)) }
      session.printResult("\n" + outcome.record.sentence + "\n")
      if !outcome.record.notes.isEmpty { session.printResult("\n" + Session.list(outcome.record.notes)) }
    }
    session.tell(Session.line(outcome))
  }

  /// Configured readouts and those of the book, by name, each with its last look.
  private func list(_ session: Session) throws {
    let looks = Dictionary(grouping: try session.existingBook()?.readouts() ?? [], by: \.name)
    let names = Set(session.configuration.readouts.keys).union(looks.keys).sorted()
    if global.output.json {
      return session.print(try RecordJSON.text(names.compactMap { looks[$0]?.last }, pretty: true) + "\n")
    }
    guard !names.isEmpty else { return session.tell("scorebook.yaml has no readouts") }
    session.print(
      TextTable(
        ResultTable(
          headings: ["readout", "looks", "last", "what it showed"], numeric: [false, true, false, false],
          rows: names.map { name in
            let last = looks[name]?.last
            return [
              name, String(looks[name]?.count ?? 0), last?.asOf ?? "", last?.sentence ?? "not looked at yet",
            ]
          })
      ).text)
  }
}

extension Session {
  /// Takes a readout by name, as of a morning.
  func readout(
    _ name: String, asOf: CalendarDate, takesBeyond: Bool = false, book: Book
  ) throws -> ReadoutOutcome {
    Signals.watch()
    let plan = try ReadoutPlan(name, of: catalogue, book: book)
    guard let job = configuration.jobs[plan.readout.job] else {
      throw unknown("job", plan.readout.job, \.jobs)
    }
    let sources = try ReadoutSources(plan, catalogue, target: configuration.target(of: job))
    return try ReadoutTaker(
      plan, sources: sources, book: book, now: Host.now(), takesBeyond: takesBeyond,
      interruption: { Signals.interruption() }
    ).take(asOf: asOf)
  }

  /// "35 dates looked at as of 1998-06-28, 4 too young; entered".
  static func line(_ outcome: ReadoutOutcome) -> String {
    let record = outcome.record
    return
      "\(Quantity.count(record.dates, "date")) looked at as of \(record.asOf), \(record.waitingDates) too young; "
      + (outcome.isNew ? "entered" : "unchanged")
  }
}

extension Diagnostic.Identifier {
  package static let readoutFuture = Self("readout-future")
}
