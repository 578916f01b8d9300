import ArgumentParser
import Book
import Diagnostics
import Evaluation
import Workspace

struct KPICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kpi", abstract: "Numbers over time, by SQL.",
    subcommands: [KPIUpdateCommand.self, KPIListCommand.self], defaultSubcommand: KPIListCommand.self)
}

struct KPIUpdateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Asks the SQL of KPIs and enters their values in the book.",
    discussion: """
      Only whole periods are kept. An unchanged query is asked from the newest stored period on; a changed one \
      for all of them. Doing it twice changes nothing.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "KPIs (default: all).")
  var names: [String] = []
  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("The morning it is asked on (default: today).", valueName: "yyyy-mm-dd"))
  var asOf: String?
  @Flag(
    name: .customLong("beyond-data"),
    help: "Enter also periods to whose end the data don't reach, where there is nothing to come.")
  var beyondData = false
  @Option(help: ArgumentHelp("Ask again from the period of this day on.", valueName: "yyyy-mm-dd"))
  var from: String?

  func run() throws {
    let session = try Session(global)
    let day = try Session.date(asOf, option: "--as-of") ?? session.today()
    let (outcomes, problems) = try session.updateKPIs(
      names.isEmpty ? nil : names, asOf: day, from: try Session.date(from, option: "--from"),
      takesBeyond: beyondData, book: session.book())
    if global.output.json {
      session.print(try KPIOutcome.json(outcomes) + "\n")
    } else if !outcomes.isEmpty {
      session.printResult(TextTable(KPIOutcome.table(outcomes)).text)
    } else if session.configuration.kpis.isEmpty {
      session.tell("scorebook.yaml has no kpis")
    }
    try problems.throwIfAny()
  }
}

struct KPIListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The KPIs and their newest values.")

  @OptionGroup var global: GlobalOptions

  private struct Entry: Encodable {
    let kpi: String
    let period: String
    let unit: String?
    let target: Double?
    let values: Int
    let parts: Int
    let latest: String?
    let value: Double?
  }

  func run() throws {
    let session = try Session(global)
    let book = try session.existingBook()
    let entries = try session.configuration.kpis.values.sorted { $0.name < $1.name }.map { kpi in
      let all = try book?.kpiValues(of: kpi.name) ?? []
      let values = all.filter { $0.dimension == nil }
      let parts = Set(all.compactMap(\.dimension)).count
      return Entry(
        kpi: kpi.name, period: kpi.period.rawValue, unit: kpi.unit, target: kpi.target, values: values.count,
        parts: parts,
        latest: values.last?.period, value: values.last?.value)
    }
    if global.output.json { return session.print(try JSONText.encode(entries)) }
    guard !entries.isEmpty else { return session.tell("scorebook.yaml has no kpis") }
    let hasParts = entries.contains { $0.parts > 0 }
    var table = TextTable(
      [("KPI", .left), ("period", .left), ("values", .right)] + (hasParts ? [("parts", .right)] : [])
        + [("latest", .left), ("value", .right), ("unit", .left), ("target", .right)])
    for entry in entries {
      let parts = entry.parts == 0 ? "–" : Quantity.count(entry.parts)
      table.add(
        [entry.kpi, entry.period, Quantity.count(entry.values)] + (hasParts ? [parts] : [])
          + [
            entry.latest ?? "–", entry.value.map(Self.rounded) ?? "–", entry.unit ?? "",
            entry.target.map(Self.rounded) ?? "",
          ])
    }
    session.print(table.text)
  }

  private static func rounded(_ value: Double) -> String {
    ResultTable.rounded(value, digits: KPIOutcome.digits(value))
  }
}

extension Session {
  /// Updates KPIs by name; nil: all. One that fails does not stop the others.
  func updateKPIs(
    _ names: [String]?, asOf: CalendarDate, from: CalendarDate? = nil, takesBeyond: Bool = false, book: Book
  ) throws -> (outcomes: [KPIOutcome], problems: Problems) {
    let wanted = names ?? configuration.kpis.keys.sorted()
    let queries = try wanted.map { name in
      guard configuration.kpis[name] != nil else { throw unknown("KPI", name, \.kpis) }
      return try KPIQuery(name, catalogue)
    }
    let updater = KPIUpdater(book: book, now: Host.now(), takesBeyond: takesBeyond)
    return updater.updateAll(queries, asOf: asOf, from: from)
  }
}
