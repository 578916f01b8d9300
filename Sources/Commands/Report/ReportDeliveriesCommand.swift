import ArgumentParser
import Book
import Delivery
import Diagnostics
import Workspace

struct ReportDeliveriesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliveries",
    abstract: "What was sent to whom, and what nobody knows of.",
    discussion: """
      What waits to be settled comes first, with the commands that settle it; then the newest. Addresses are data of \
      people: they are shortened unless they are shown on a terminal, or asked for.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("A report, or pipeline/NAME.", valueName: "name"))
  var name: String?
  @Flag(help: "Only those of which nobody knows.")
  var uncertain = false
  @Option(
    help: ArgumentHelp("At most so many of the others: 20 unless given, all with --json.", valueName: "n"))
  var limit: Int?
  @Flag(help: "Shows addresses and numbers whole, wherever it is written.")
  var addresses = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  func run() throws {
    let session = try Session(global)
    let records = try session.existingBook()?.deliveries(report: name) ?? []
    if let name, records.isEmpty { try check(name, session) }
    let isShown = addresses || (Terminal.standardOutput.isInteractive && !global.output.json)
    let listing = DeliveryListing(
      records, limit: uncertain ? nil : limit ?? (global.output.json ? .max : 20), showsAddresses: isShown,
      day: DeliveredPeriod.day)
    if global.output.json { return session.print(try JSONText.encode(listing.entries)) }
    guard !listing.entries.isEmpty else {
      let isPipeline = name?.hasPrefix(Self.pipeline) ?? false
      return session.tell(
        uncertain
          ? "nothing waits to be settled"
          : "nothing was sent yet" + (isPipeline ? "" : ": 'scorebook report send NAME' does"))
    }
    session.print(Self.text(listing.entries))
    if !uncertain, listing.omitted > 0 {
      session.tell("\(Quantity.count(listing.omitted)) more are not shown: --limit, or --json for a program")
    }
  }

  private static let pipeline = "pipeline/"

  /// A name that the book does not know must at least be one of scorebook.yaml.
  private func check(_ name: String, _ session: Session) throws(Diagnostic) {
    guard name.hasPrefix(Self.pipeline) else {
      if session.configuration.reports[name] == nil { throw session.unknown("report", name, \.reports) }
      return
    }
    let own = String(name.dropFirst(Self.pipeline.count))
    if session.configuration.pipelines[own] == nil {
      throw session.unknown("pipeline", own, \.pipelines)
    }
  }

  private static func text(_ entries: [DeliveryEntry]) -> String {
    var table = TextTable([
      ("state", .left), ("report", .left), ("period", .left), ("recipient", .left), ("channel", .left),
      ("attempt", .right), ("at", .left), ("Message-ID", .left), ("answer", .left),
    ])
    for entry in entries {
      table.add([
        entry.state.rawValue, entry.report, entry.period, entry.recipient, entry.channel,
        "\(entry.attempt)", entry.at, entry.messageID, entry.answer,
      ])
    }
    var text = table.text
    for entry in entries where entry.settledBy.count == 2 {
      text += """

        \(entry.recipient) of \(entry.period): ask whether it has arrived, then
          \(entry.settledBy[0])    # it has
          \(entry.settledBy[1])   # it has not\(entry.isOfPipeline ? "" : ": send it once more")

        """
    }
    return text
  }
}
