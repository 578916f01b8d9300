import ArgumentParser
import Book
package import Diagnostics
import Evaluation
import Workspace

struct ExperimentCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Holds trials against a baseline: what differs, by how much, and whether that is real.",
    discussion: """
      Trials that are equal but for a seed are runs of one. Runs with the same seeds are compared pair by pair, by \
      Student's test; others by their means, by Welch's. One run each gives no test; where both made registered \
      versions that an evaluation compared on the same rows, that evidence is told, with slices in which it is \
      another. Verdicts allow for the number of metrics and slices looked at. Ends with 4 where a metric is \
      worse than its tolerance lets pass, or a missing value leaves that open.
      """)

  enum Value: String, ExpressibleByArgument, CaseIterable { case last, best }

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The experiment.")
  var name: String
  @Argument(help: "Trials, each with its repeats (default: all that are finished).")
  var trials: [String] = []
  @Option(help: ArgumentHelp("The trial that has to be beaten.", valueName: "trial"))
  var baseline: String?
  @Option(help: "Only this metric; repeatable.")
  var metric: [String] = []
  @Option(
    help: ArgumentHelp(
      "Trials with the same value of this parameter are runs of one; repeatable.", valueName: "parameter"))
  var by: [String] = []
  @Option(
    name: .customLong("repeat-over"),
    help: ArgumentHelp(
      "A parameter that only repeats a trial, in place of seeds; repeatable.", valueName: "parameter"))
  var repeatOver: [String] = []
  @Option(help: ArgumentHelp("More of this metric is better; repeatable.", valueName: "metric"))
  var higher: [String] = []
  @Option(help: ArgumentHelp("Less of this metric is better; repeatable.", valueName: "metric"))
  var lower: [String] = []
  @Option(
    name: .customLong("max-regression"),
    help: ArgumentHelp("How much worse is let pass; repeatable.", valueName: "metric=value"))
  var regressions: [String] = []
  @Option(help: "What p values allow for: holm, benjamini_hochberg or none.")
  var correction = TrialComparisonPlan.Correction.holm
  @Option(help: "The value of a metric with a history: last or best.")
  var value = Value.last
  @Flag(help: "Markdown, for a comment on a change.")
  var markdown = false
  @Flag(help: "CSV, a line for each candidate and metric.")
  var csv = false

  func validate() throws {
    if [markdown, csv, global.output.json].count(where: { $0 }) > 1 {
      throw ValidationError("Give one of --markdown, --csv and --json.")
    }
    if !by.isEmpty, !repeatOver.isEmpty { throw ValidationError("Give --by or --repeat-over, not both.") }
    if let both = higher.first(where: lower.contains) {
      throw ValidationError("--higher and --lower both name \(both).")
    }
  }

  func run() throws {
    let session = try Session(global)
    let book = try session.existingBook()
    let record = try session.experimentRecord(name, book)
    let plan = try plan(session, record)
    var found = try book?.trials(of: name) ?? []
    if value == .best, let book { found = try best(of: found, plan.directions, book) }
    let comparison = try TrialComparer(
      plan, versions: TrialVersions(book?.versions() ?? []), evidence: session.rowEvidence(book)
    ).compare(found)
    if global.output.json {
      session.print(try JSONText.encode(comparison))
    } else if csv {
      session.print(TrialComparisonText.csv(comparison))
    } else if markdown {
      session.print(TrialComparisonText.markdown(comparison))
    } else {
      session.print(TrialComparisonText.terminal(comparison))
    }
    let exceeded = comparison.regressions
    guard !exceeded.isEmpty else { return }
    throw Problems(exceeded.map { Diagnostic(.experimentRegression, .refused, visible($0)) })
  }

  private func plan(_ session: Session, _ record: ExperimentRecord?) throws -> TrialComparisonPlan {
    let declared = session.configuration.experiments[name]
    var plan = session.comparisonPlan(name, record)
    if let baseline { plan.baseline = baseline }
    plan.trials = trials
    plan.metrics = metric
    plan.by = by
    if !repeatOver.isEmpty { plan.repeatOver = repeatOver }
    var directions = declared?.directions ?? [:]
    for name in higher { directions[name] = .up }
    for name in lower { directions[name] = .down }
    plan.directions = MetricDirections(declared: directions)
    for text in regressions {
      guard let sign = text.lastIndex(of: "="), sign != text.startIndex,
        let allowed = Double(text[text.index(after: sign)...]), allowed.isFinite, allowed >= 0
      else {
        throw Diagnostic(
          .commandPair, .configuration, "--max-regression is \(quoted(text))",
          expected: "a metric and a number from 0, such as auc=0.002")
      }
      plan.tolerances[String(text[..<sign])] = allowed
    }
    plan.correction = correction
    return plan
  }

  /// The same trials with the best value of each history; NaN and metrics of unknown direction stay as they are.
  private func best(
    of trials: [TrialRecord], _ directions: MetricDirections, _ book: Book
  ) throws -> [TrialRecord] {
    try trials.map { trial in
      var trial = trial
      trial.metrics = try trial.metrics.map { metric in
        guard metric.points > 1, let direction = directions.of(metric.name) else { return metric }
        let points = try book.points(
          ofTrial: trial.originID, origin: trial.origin, experiment: name, metric: metric.name
        ).filter { !$0.value.isNaN }
        let best = points.max { direction == .up ? $0.value < $1.value : $0.value > $1.value }
        guard let best else { return metric }
        return TrialRecord.Metric(
          name: metric.name, value: best.value, step: best.step, time: best.time, points: metric.points)
      }
      return trial
    }
  }
}

extension Configuration.Evaluation.Correction: ExpressibleByArgument {}

extension Diagnostic.Identifier {
  package static let experimentRegression = Self("experiment-regression")
}
