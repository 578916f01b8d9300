package import Book
package import Diagnostics
package import Workspace

extension Diagnostic.Identifier {
  package static let evaluationUnknown = Self("evaluation-unknown")
  package static let evaluationUndated = Self("evaluation-undated")
  package static let evaluationKey = Self("evaluation-key")
  package static let evaluationBaseline = Self("evaluation-baseline")
}

/// What one evaluation asks: whose predictions, which outcomes, which figures.
package struct EvaluationPlan: Sendable, Hashable {
  package let name: String
  package let job: String
  /// The dataset of the outcomes.
  package let actuals: String
  /// Columns by which predictions and outcomes are joined; the same names on both sides.
  package let keys: [String]
  /// Column of `actuals` that holds 0 or 1.
  package let outcome: String
  /// Days after its date when a night's outcomes are complete.
  package let maturesAfter: Int
  package let metrics: Set<Configuration.Evaluation.Metric>
  package let baseline: EvaluatedVersion?
  /// Variants of the job's split that have models of their own: for runs of which the book does not tell it.
  package let otherVariants: [String]

  package init(
    name: String, job: String, actuals: String, keys: [String], outcome: String, maturesAfter: Int,
    metrics: Set<Configuration.Evaluation.Metric>, baseline: EvaluatedVersion?,
    otherVariants: [String] = []
  ) {
    self.name = name
    self.job = job
    self.actuals = actuals
    self.keys = keys
    self.outcome = outcome
    self.maturesAfter = maturesAfter
    self.metrics = metrics
    self.baseline = baseline
    self.otherVariants = otherVariants
  }

  /// The plan of a configured evaluation; a baseline's alias is resolved once, here.
  ///
  /// **Throws** for a name that is not configured, a job that writes no dates, keys that don't meet, and a
  /// baseline that is not registered.
  package init(_ name: String, of configuration: Configuration, book: Book) throws(Diagnostic) {
    guard let evaluation = configuration.evaluations[name] else {
      throw Diagnostic(
        .evaluationUnknown, .configuration, at: Diagnostic.Place(file: configuration.file),
        "there is no evaluation '\(name)'",
        next: nearestName(to: name, among: configuration.evaluations.keys).map { "Did you mean '\($0)'?" })
    }
    func place(_ key: String) -> Diagnostic.Place { configuration.place(of: "evaluations.\(name).\(key)") }
    guard let job = configuration.jobs[evaluation.predictions] else {
      throw Diagnostic(
        .evaluationUnknown, .configuration, at: place("predictions"),
        "there is no job '\(evaluation.predictions)'",
        next: nearestName(to: evaluation.predictions, among: configuration.jobs.keys).map {
          "Did you mean '\($0)'?"
        })
    }
    if job.write == .latest { throw .evaluationUndated(job.name, at: place("predictions")) }
    let keys = configuration.datasets[job.input]?.key ?? []
    let others = configuration.datasets[evaluation.actuals]?.key ?? []
    guard !keys.isEmpty, others.isEmpty || Set(others) == Set(keys) else {
      throw Diagnostic(
        .evaluationKey, .configuration, at: place("actuals"),
        keys.isEmpty
          ? "dataset '\(job.input)' has no key by which outcomes could be joined"
          : "dataset '\(evaluation.actuals)' has another key than '\(job.input)'",
        expected: keys.isEmpty ? nil : keys.joined(separator: ", "),
        found: others.isEmpty ? nil : others.joined(separator: ", "),
        next: keys.isEmpty
          ? "Add key: [COLUMN] to dataset '\(job.input)'." : "Rename the columns in its query with AS.")
    }
    let baseline = try evaluation.baseline.map { reference throws(Diagnostic) in
      try EvaluationPlan.version(reference, in: book, at: place("baseline"))
    }
    self.init(
      name: name, job: job.name, actuals: evaluation.actuals, keys: keys, outcome: evaluation.outcome,
      maturesAfter: evaluation.maturesAfter, metrics: Set(evaluation.metrics), baseline: baseline,
      otherVariants: (job.split?.variants ?? []).filter { $0.model != nil }.map(\.name))
  }

  private static func version(
    _ reference: ModelReference, in book: Book, at place: Diagnostic.Place
  ) throws(Diagnostic) -> EvaluatedVersion {
    let number: Int? =
      switch reference.pointer {
      case .number(let number): try book.version(model: reference.name, number: number)?.number
      case .alias(let alias): try book.alias(alias, of: reference.name)?.number
      }
    guard let number else {
      throw Diagnostic(
        .evaluationBaseline, .configuration, at: place, "baseline '\(reference)' is not registered",
        next: "See 'scorebook model list'.")
    }
    return EvaluatedVersion(model: reference.name, number: number)
  }

  /// Equal digest, equal question: records made for another one are made again.
  package var digest: String {
    let lines = [
      "evaluation 1", "job \(job)", "actuals \(actuals)", "keys \(keys)", "outcome \(outcome)",
      "matures \(maturesAfter)", "metrics \(metrics.map(\.rawValue).sorted())",
      "baseline \(baseline?.description ?? "")",
    ]
    return ContentDigest.sha256(lines.joined(separator: "\n"))
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
