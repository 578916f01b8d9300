import ArgumentParser
import Reports

struct ReportListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The reports and the newest period of each.")

  @OptionGroup var global: GlobalOptions

  private struct Entry: Encodable {
    let report: String
    let title: String
    let period: String
    let kpis: Int
    let asOf: String?
    let from: String?
    let needsAttention: Bool
  }

  func run() throws {
    let session = try Session(global)
    let builder = ReportBuilder(configuration: session.configuration, book: try session.existingBook())
    let entries = try builder.reports().map { facts in
      Entry(
        report: facts.name, title: facts.title, period: facts.period, kpis: facts.kpis.count,
        asOf: facts.asOf, from: facts.from, needsAttention: facts.summary.needsAttention)
    }
    if global.output.json { return session.print(try JSONText.encode(entries)) }
    guard !entries.isEmpty else { return session.tell("scorebook.yaml has no reports") }
    var table = TextTable([
      ("report", .left), ("title", .left), ("period", .left), ("KPIs", .right), ("newest from", .left),
      ("", .left),
    ])
    for entry in entries {
      table.add([
        entry.report, entry.title, entry.period, Quantity.count(entry.kpis), entry.from ?? "–",
        entry.needsAttention ? "needs attention" : "",
      ])
    }
    session.print(table.text)
  }
}
