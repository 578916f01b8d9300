import Book
import Diagnostics
import Evaluation
import Reports
import Workspace

extension Session {
  /// What comparing an experiment by its declared or recorded baseline asks for; everything else as it is by default.
  func comparisonPlan(_ name: String, _ record: ExperimentRecord?) -> TrialComparisonPlan {
    let declared = configuration.experiments[name]
    var plan = TrialComparisonPlan(experiment: name)
    plan.question = declared?.question ?? record?.question
    plan.objective = declared?.objective ?? record?.objective
    plan.baseline = declared?.baseline ?? record?.baseline
    plan.repeatOver = declared?.seed.map { [$0] }
    plan.directions = MetricDirections(declared: declared?.directions ?? [:])
    plan.tolerances = declared?.tolerances ?? [:]
    return plan
  }

  /// What `experiment compare NAME` would say of each experiment, for its page.
  func experimentVerdicts(_ book: Book?) throws(Diagnostic) -> [String: ExperimentVerdict] {
    guard let book else { return [:] }
    let records = try book.experiments().filter { !$0.isDeleted }
    guard !records.isEmpty else { return [:] }
    let versions = TrialVersions(try book.versions())
    let evidence = try rowEvidence(book)
    var verdicts: [String: ExperimentVerdict] = [:]
    for record in records {
      let trials = try book.trials(of: record.name)
      guard !trials.isEmpty else { continue }
      do throws(Diagnostic) {
        let comparison = try TrialComparer(
          comparisonPlan(record.name, record), versions: versions, evidence: evidence
        ).compare(trials)
        verdicts[record.name] = .compared(ExperimentComparison(comparison))
      } catch {
        verdicts[record.name] = .untold(
          "The trials are not held against each other: \(error.summary)."
            + (error.next.map { " \($0)" } ?? ""))
      }
    }
    return verdicts
  }
}

extension ExperimentComparison {
  /// Sentences on details are told for so many candidates.
  private static let told = 20

  init(_ found: TrialComparison) {
    self.init(
      baseline: Group(found.baseline), candidates: found.candidates.map(Candidate.init),
      differing: found.differing, correction: found.correction, tests: found.tests, trials: found.trials,
      unfinished: found.unfinished, details: found.details(groups: Self.told))
  }
}

extension ExperimentComparison.Group {
  fileprivate init(_ group: TrialComparison.Group) {
    self.init(
      name: group.name, runs: group.runs.map { TrialKey(origin: $0.origin, id: $0.id) },
      parameters: group.parameters.map { ($0.name, $0.values) }, versions: group.versions)
  }
}

extension ExperimentComparison.Candidate {
  fileprivate init(_ candidate: TrialComparison.Candidate) {
    self.init(
      group: .init(candidate.group), verdict: candidate.verdict, sentence: candidate.sentence,
      reason: candidate.reason, figures: candidate.metrics.map(ExperimentComparison.Figure.init))
  }
}

extension ExperimentComparison.Figure {
  fileprivate init(_ metric: MetricComparison) {
    self.init(metric: metric.metric)
    isHigherBetter = metric.direction.map { $0 == MetricDirections.Direction.up.rawValue }
    evaluation = metric.rows?.evaluation
    value = metric.candidate.mean
    deviation = metric.candidate.deviation
    baseline = metric.baseline.mean
    baselineDeviation = metric.baseline.deviation
    difference = metric.difference
    standardError = metric.standardError
    lower = metric.lower
    upper = metric.upper
    pValue = metric.adjustedPValue
    verdict = metric.verdict
    decides = metric.decides
    isToleranceExceeded = metric.tolerance?.isExceeded == true
    isToleranceUnproven = metric.isToleranceUnproven
    method = metric.method
  }
}
