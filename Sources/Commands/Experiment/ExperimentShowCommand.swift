import ArgumentParser
import Book
package import Diagnostics
import Workspace

struct ExperimentShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "The trials of an experiment, or all that the book knows about one of them.",
    discussion: """
      Parameters that are the same in all trials are left out. A trial is named as the list shows it, or by its \
      id where it was imported. With one trial, --metric shows its history.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The experiment.")
  var name: String
  @Argument(help: "One trial.")
  var trial: String?
  @Flag(help: "Deleted trials, too.")
  var all = false
  @Option(help: "Only this metric; repeatable.")
  var metric: [String] = []

  func run() throws {
    let session = try Session(global)
    let book = try session.existingBook()
    let record = try session.experimentRecord(name, book)
    let trials = try book?.trials(of: name, withDeleted: all) ?? []
    try checkMetrics(trials)
    if let trial, let book { return try show(trial, trials, session, book) }
    if trial != nil { throw ExperimentShowCommand.unknown(trial ?? "", []) }
    if global.output.json {
      return session.print(try JSONText.encode(ExperimentShown(record, name, session.configuration, trials)))
    }
    session.print(head(record, session.configuration))
    guard !trials.isEmpty else { return session.tell("no trial yet: log one, or import a store") }
    session.print("\n" + table(trials).text)
  }

  private func head(_ record: ExperimentRecord?, _ configuration: Configuration) -> String {
    let declared = configuration.experiments[name]
    var text = "question   \(visible(declared?.question ?? record?.question ?? "not stated"))\n"
    if let objective = declared?.objective ?? record?.objective {
      text += "objective  \(visible(objective))\n"
    }
    text += "baseline   \(visible(declared?.baseline ?? record?.baseline ?? "not stated"))\n"
    if let note = record?.note { text += "note       \(TrialText.cell(note, 200))\n" }
    return text
  }

  private func checkMetrics(_ trials: [TrialRecord]) throws {
    let known = Set(trials.flatMap { $0.metrics.map(\.name) }).sorted()
    for wanted in metric where !known.contains(wanted) {
      throw Diagnostic(
        .commandUnknownMetric, .configuration, "no trial of '\(name)' has a metric \(quoted(wanted))",
        next: nearestName(to: wanted, among: known).map { "Did you mean \(quoted($0))?" }
          ?? "There are \(known.prefix(10).joined(separator: ", ")).")
    }
  }

  /// Metrics that were asked for, else the six that most trials have; parameters that differ, at most five.
  private func table(_ trials: [TrialRecord]) -> TextTable {
    var counts: [String: Int] = [:]
    for trial in trials { for metric in trial.metrics { counts[metric.name, default: 0] += 1 } }
    let frequent = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(6).map(\.key).sorted()
    let metrics = metric.isEmpty ? frequent : metric
    let parameters = differing(trials).prefix(5)
    var table = TextTable(
      [("trial", .left), ("state", .left), ("started", .left)]
        + parameters.map { (TrialText.cell($0, 24), .left) }
        + metrics.map { (TrialText.cell($0, 24), .right) })
    for (trial, depth) in TrialText.nested(trials) {
      let values = Dictionary(trial.metrics.map { ($0.name, $0) }) { first, _ in first }
      let given = Dictionary(trial.parameters.map { ($0.name, $0.value) }) { first, _ in first }
      table.add(
        [
          String(repeating: "  ", count: depth) + TrialText.cell(trial.name, 40),
          trial.state.rawValue + (trial.isDeleted ? ", deleted" : ""), started(trial),
        ] + parameters.map { TrialText.cell(given[$0] ?? "", 24) }
          + metrics.map { values[$0].map { TrialText.number($0.value) } ?? "" })
    }
    return table
  }

  private func started(_ trial: TrialRecord) -> String {
    trial.startedAt.map { "\($0.prefix(10)) \($0.dropFirst(11).prefix(5))" } ?? "–"
  }

  private func differing(_ trials: [TrialRecord]) -> [String] {
    var values: [String: Set<String>] = [:]
    var counts: [String: Int] = [:]
    for trial in trials {
      for parameter in trial.parameters {
        values[parameter.name, default: []].insert(parameter.value)
        counts[parameter.name, default: 0] += 1
      }
    }
    return values.filter { $0.value.count > 1 || counts[$0.key] != trials.count }.keys
      .sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }
  }

  // MARK: one trial

  private func show(_ wanted: String, _ trials: [TrialRecord], _ session: Session, _ book: Book) throws {
    let found = trials.filter { $0.name == wanted || $0.originID == wanted }
    guard let trial = found.first else { throw ExperimentShowCommand.unknown(wanted, trials.map(\.name)) }
    guard found.count == 1 else {
      throw Diagnostic(
        .commandUnknownTrial, .configuration,
        "\(found.count) trials of '\(name)' are called \(quoted(wanted))",
        next: "Name one by its id: \(found.prefix(5).map { visible($0.originID) }.joined(separator: ", ")).")
    }
    let wantedMetrics = metric.filter { name in trial.metrics.contains { $0.name == name } }
    var history: [String: [TrialShown.Point]] = [:]
    for metric in wantedMetrics {
      history[metric] = try book.points(
        ofTrial: trial.originID, origin: trial.origin, experiment: name, metric: metric
      ).map(TrialShown.Point.init)
    }
    if global.output.json {
      return session.print(try JSONText.encode(TrialShown(trial, history: history)))
    }
    session.print(TrialShown.text(trial))
    for metric in wantedMetrics {
      var table = TextTable([("step", .right), (TrialText.cell(metric, 40), .right)])
      for point in history[metric] ?? [] { table.add([String(point.step), TrialText.number(point.value)]) }
      session.print("\n" + table.text)
    }
  }

  private static func unknown(_ wanted: String, _ names: [String]) -> Diagnostic {
    Diagnostic(
      .commandUnknownTrial, .configuration, "there is no trial \(quoted(wanted))",
      next: nearestName(to: wanted, among: names).map { "Did you mean \(quoted($0))?" }
        ?? "Deleted ones are shown with --all.")
  }
}

extension Diagnostic.Identifier {
  package static let commandUnknownMetric = Self("command-unknown-metric")
  package static let commandUnknownTrial = Self("command-unknown-trial")
}
