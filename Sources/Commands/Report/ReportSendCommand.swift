import ArgumentParser
import Book
import Delivery
import Diagnostics
import Foundation
import Reports
import Workspace

extension SendingOptions.Resolution: ExpressibleByArgument {}

struct ReportSendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Sends a report to its audiences, each period once.",
    discussion: """
      Who gets it when stands under 'send' of the report. A period that was sent is not sent again without --again, \
      which the subject then tells. Where a connection was lost after all was handed over, nobody knows whether the \
      mail arrived: that is told, and nothing more is sent to that recipient until --resolve says what happened. \
      --resolve sent sends nothing. --resolve with --recipient looks at the book, also for whom scorebook.yaml names \
      no more, and for pipeline/NAME; 'scorebook report deliveries' has the commands.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("A report of scorebook.yaml.", valueName: "name"))
  var name: String
  @Option(
    help: ArgumentHelp(
      "An audience of the report, whatever its conditions; may be repeated.", valueName: "audience"))
  var to: [String] = []
  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "The morning that it is of (default: after its newest period).", valueName: "yyyy-mm-dd"))
  var asOf: String?
  @Option(
    help: ArgumentHelp(
      "One recipient of these audiences by the address; may be repeated.", valueName: "address"))
  var recipient: [String] = []
  @Flag(help: "Sends also what was sent.")
  var again = false
  @Option(
    help: ArgumentHelp("What happened to mails of which nobody knows: sent, or again.", valueName: "what"))
  var resolve: SendingOptions.Resolution?
  @Flag(help: "Tells what would be sent to whom; nothing is sent or kept.")
  var dryRun = false
  @Flag(help: "Shows the text of what would be sent; nothing is sent or kept.")
  var preview = false

  func validate() throws {
    if again, resolve != nil {
      throw ValidationError(
        "--again and --resolve don't go together: say first what happened, with --resolve sent or again.")
    }
  }

  func run() throws {
    Signals.watch()
    let session = try Session(global)
    let report = session.configuration.reports[name]
    if report == nil, resolve == nil { throw session.unknown("report", name, \.reports) }
    let day = try Session.date(asOf, option: "--as-of")
    let options = SendingOptions(again: again, resolution: resolve, isDry: dryRun || preview)
    var all: [RecipientOutcome] = []
    defer {
      // Also of those that were sent before something stopped it.
      if global.output.json, let json = try? JSONText.encode(all) { session.print(json) }
    }
    let tell = { (told: RecipientOutcome) in
      all.append(told)
      let word = told.outcome.rawValue.split(separator: "_").joined(separator: " ")
      let line = "\(told.recipient ?? told.audience)  \(word)  \(told.detail)"
      // Of whom a problem is belongs to it.
      if global.output.quiet, !global.output.json, !told.outcome.isFine {
        Terminal.standardError.say(line)
      } else {
        session.tell(line)
      }
      if preview, let text = told.preview { session.print(text + "\n") }
    }
    var choice = ReportSending.Choice(audiences: to, recipients: recipient, asOf: day)
    if let resolve {
      let settling = ReportSettling(session: session, name: name, resolution: resolve, isDry: options.isDry)
      choice.recipients = try settling.settle(choice, of: report, told: tell)
    }
    if let report, recipient.isEmpty || !choice.recipients.isEmpty {
      try ReportSending(session: session, report: report).send(options, to: choice, told: tell)
    }
    let wrong = all.filter { !$0.outcome.isFine }
    // What is wrong with a server is the same for many.
    var problems: [Diagnostic] = []
    for problem in wrong.compactMap(\.problem) where !problems.contains(problem) { problems.append(problem) }
    if !global.output.json { Terminal.standardError.write(Problems(problems)) }
    if wrong.isEmpty { return }
    // Not now is not wrong.
    throw ExitCode(wrong.allSatisfy { $0.outcome == .busy } ? Diagnostic.Kind.notNow.rawValue : 1)
  }
}
