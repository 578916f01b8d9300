package import Book
package import Diagnostics
import Scoring
package import Workspace

extension Diagnostic.Identifier {
  package static let evaluationUnknown = Self("evaluation-unknown")
  package static let evaluationUndated = Self("evaluation-undated")
  package static let evaluationKey = Self("evaluation-key")
  package static let evaluationBaseline = Self("evaluation-baseline")
  package static let evaluationBeyondData = Self("evaluation-beyond-data")
  package static let evaluationOutputGone = Self("evaluation-output-gone")
}

/// What one evaluation asks: whose predictions, which outcomes, which figures.
package struct EvaluationPlan: Sendable, Hashable {
  package let name: String
  /// "" where the evaluation scores versions itself.
  package let job: String
  /// Versions that the evaluation scores itself, each once; empty for a job's predictions.
  package let versions: [EvaluatedVersion]
  /// The dataset of the outcomes.
  package let actuals: String
  /// Columns by which predictions and outcomes are joined; the same names on both sides.
  package let keys: [String]
  /// Column of `actuals` that was predicted.
  package let outcome: String
  /// Column of `actuals` that tells when an outcome happened; nil where nothing does.
  package let outcomeDate: String?
  /// Days after its date when a night's outcomes are complete.
  package let maturesAfter: Int
  /// The first that can be compared leads.
  package let metrics: [Configuration.Evaluation.Metric]
  package let baseline: EvaluatedVersion?
  /// The job's own model, which a shadow has to beat to take its place; nil where it is not registered.
  package let champion: EvaluatedVersion?
  package let correction: Configuration.Evaluation.Correction
  /// Columns of the champion's output by whose values metrics are told apart.
  package let by: [String]
  package let worstSlices: Int
  /// 0…1, for the pinball loss.
  package let quantile: Double?
  /// Variants of the job's split that have models of their own: for runs of which the book does not tell it.
  package let otherVariants: [String]

  package init(
    name: String, job: String, actuals: String, keys: [String], outcome: String, maturesAfter: Int,
    metrics: [Configuration.Evaluation.Metric], baseline: EvaluatedVersion?,
    champion: EvaluatedVersion? = nil, correction: Configuration.Evaluation.Correction = .holm,
    by: [String] = [], worstSlices: Int = 0, quantile: Double? = nil, otherVariants: [String] = [],
    versions: [EvaluatedVersion] = [], outcomeDate: String? = nil
  ) {
    self.name = name
    self.job = job
    self.versions = versions
    self.outcomeDate = outcomeDate
    self.actuals = actuals
    self.keys = keys
    self.outcome = outcome
    self.maturesAfter = maturesAfter
    self.metrics = metrics
    self.baseline = baseline
    self.champion = champion
    self.correction = correction
    self.by = by
    self.worstSlices = worstSlices
    self.quantile = quantile
    self.otherVariants = otherVariants
  }

  /// What a version is compared with: the baseline, and where it is neither, the champion too.
  func rivals(of version: EvaluatedVersion) -> [EvaluatedVersion] {
    guard metrics.contains(where: \.isCompared) else { return [] }
    var rivals: [EvaluatedVersion] = []
    if let baseline, baseline != version { rivals.append(baseline) }
    if let champion, champion != version, champion != baseline, version != baseline {
      rivals.append(champion)
    }
    return rivals
  }

  var kind: OutcomeKind { OutcomeKind(metrics) }
  func asks(_ family: Configuration.Evaluation.Metric.Family) -> Bool {
    metrics.contains { $0.family == family }
  }

  /// The plan of a configured evaluation; a baseline's alias is resolved once, here. Without a baseline, shadows are
  /// held against the job's own model, once it is registered.
  ///
  /// **Throws** for a name that is not configured, a job that writes no dates, keys that don't meet, and a
  /// baseline that is not registered.
  package init(_ name: String, of configuration: Configuration, book: Book) throws(Diagnostic) {
    guard let evaluation = configuration.evaluations[name] else {
      throw Diagnostic(
        .evaluationUnknown, .configuration, at: Diagnostic.Place(file: configuration.file),
        "there is no evaluation '\(name)'",
        next: nameAdvice(for: name, among: configuration.evaluations.keys))
    }
    func place(_ key: String) -> Diagnostic.Place { configuration.place(of: "evaluations.\(name).\(key)") }
    if let backtest = evaluation.backtest {
      try self.init(evaluation, backtest, of: configuration, book: book)
      return
    }
    let predictions = evaluation.job ?? ""
    guard let job = configuration.jobs[predictions] else {
      throw Diagnostic(
        .evaluationUnknown, .configuration, at: place("predictions"), "there is no job '\(predictions)'",
        next: nearestName(to: predictions, among: configuration.jobs.keys).map { "Did you mean '\($0)'?" })
    }
    if job.write == .latest { throw .evaluationUndated(job.name, at: place("predictions")) }
    let keys = try EvaluationPlan.keys(of: job.input, evaluation, configuration)
    let champion = try EvaluationPlan.version(job.model, in: book)
    var baseline = champion
    if let reference = evaluation.baseline {
      baseline = try EvaluationPlan.version(reference, in: book)
      if baseline == nil {
        throw Diagnostic(
          .evaluationBaseline, .configuration, at: place("baseline"),
          "baseline '\(reference)' is not registered", next: "See 'scorebook model list'.")
      }
    }
    self.init(
      name: name, job: job.name, actuals: evaluation.actuals, keys: keys, outcome: evaluation.outcome,
      maturesAfter: evaluation.maturesAfter, metrics: evaluation.metrics, baseline: baseline,
      champion: champion,
      correction: evaluation.correction, by: evaluation.by, worstSlices: evaluation.worstSlices,
      quantile: evaluation.quantile,
      otherVariants: (job.split?.variants ?? []).filter { $0.model != nil }.map(\.name),
      outcomeDate: evaluation.outcomeDate)
  }

  /// By which predictions and outcomes are joined. **Throws** where they don't meet.
  static func keys(
    of input: String, _ evaluation: Configuration.Evaluation, _ configuration: Configuration
  ) throws(Diagnostic) -> [String] {
    let keys = configuration.datasets[input]?.key ?? []
    let others = configuration.datasets[evaluation.actuals]?.key ?? []
    guard !keys.isEmpty, others.isEmpty || Set(others) == Set(keys) else {
      throw Diagnostic(
        .evaluationKey, .configuration, at: configuration.place(of: "evaluations.\(evaluation.name).actuals"),
        keys.isEmpty
          ? "dataset '\(input)' has no key by which outcomes could be joined"
          : "dataset '\(evaluation.actuals)' has another key than '\(input)'",
        expected: keys.isEmpty ? nil : keys.joined(separator: ", "),
        found: others.isEmpty ? nil : others.joined(separator: ", "),
        next: keys.isEmpty
          ? "Add key: [COLUMN] to dataset '\(input)'." : "Rename the columns in its query with AS.")
    }
    return keys
  }

  /// nil where it is not registered.
  static func version(
    _ reference: ModelReference, in book: Book
  ) throws(Diagnostic) -> EvaluatedVersion? {
    let number: Int? =
      switch reference.pointer {
      case .number(let number): try book.version(model: reference.name, number: number)?.number
      case .alias(let alias): try book.alias(alias, of: reference.name)?.number
      }
    return number.map { EvaluatedVersion(model: reference.name, number: $0) }
  }

  /// Equal digest, equal question: records made for another one are made again.
  package var digest: String {
    var lines = [
      "evaluation 2", "job \(job)", "actuals \(actuals)", "keys \(keys)", "outcome \(outcome)",
      "matures \(maturesAfter)", "metrics \(metrics.map(\.rawValue))",
      "baseline \(baseline?.description ?? "")", "by \(by)", "quantile \(quantile ?? 0)",
    ]
    // Lines of their own, so that plans without them keep the digests that the book knows.
    if let outcomeDate { lines.append("outcome date \(outcomeDate)") }
    return ContentDigest.sha256(lines.joined(separator: "\n"))
  }

  /// Whether the data reach to the last day on which outcomes of a date count.
  func isFilled(_ date: CalendarDate, _ reach: DataReach) -> Bool {
    reach.holds(date.adding(days: max(1, maturesAfter) - 1))
  }

  /// Whether all outcomes of a date are known on the morning of another.
  package func isMature(_ date: CalendarDate, on day: CalendarDate) -> Bool {
    date.daysSinceEpoch + maturesAfter <= day.daysSinceEpoch
  }
}

extension Diagnostic {
  static func evaluationUndated(_ job: String, at place: Place?) -> Diagnostic {
    Diagnostic(
      .evaluationUndated, .configuration, at: place,
      "job '\(job)' keeps its latest result only, so its predictions can't be held against later outcomes",
      next: "Let the job write by date: write: by_date.")
  }
}
