package import Book
package import Diagnostics
import Statistics
import Workspace

/// Holds groups of trials against a baseline.
package struct TrialComparer: Sendable {
  private let plan: TrialComparisonPlan
  private let versions: TrialVersions
  private let evidence: [RowEvidence]

  /// - Parameter evidence: What evaluations found of registered versions, in a fixed order.
  package init(
    _ plan: TrialComparisonPlan, versions: TrialVersions = TrialVersions(), evidence: [RowEvidence] = []
  ) {
    self.plan = plan
    self.versions = versions
    self.evidence = evidence
  }

  /// - Parameter trials: All of the experiment that are not deleted, oldest first.
  /// **Throws:** where baseline, trials, parameters or metrics are not there, or a tolerance can't be judged.
  package func compare(_ trials: [TrialRecord]) throws(Diagnostic) -> TrialComparison {
    let finished = trials.filter { $0.state == .finished || $0.state == .unknown }
    let selection = try TrialSelection(plan, all: trials, finished: finished)
    let (baseline, candidates) = (selection.baseline, selection.candidates)
    let compared = [baseline] + candidates
    let metrics = try selection.metrics(ofRows: Set(evidence.map(\.metric)))
    var comparison = TrialComparison(
      experiment: plan.experiment, question: plan.question, objective: plan.objective,
      baseline: group(baseline), candidates: [],
      differing: TrialComparer.differing(compared).filter { !plan.isRepeated($0) },
      correction: plan.correction.rawValue,
      trials: compared.reduce(0) { $0 + $1.trials.count }, unfinished: trials.count - finished.count)
    comparison.candidates = candidates.map { candidate in
      var found = TrialComparison.Candidate(group: group(candidate), metrics: [])
      found.metrics = metrics.map { runs($0, candidate, baseline) }
      let rows = evidence(for: candidate, baseline)
      let compared = rows.map(\.comparison).filter {
        plan.metrics.isEmpty || plan.metrics.contains($0.metric)
      }
      found.metrics += compared.filter { $0.rows?.slice == nil }
      found.slices = compared.filter { $0.rows?.slice != nil }
      for changed in rows.compactMap(\.changed) where !found.changed.contains(changed) {
        found.changed.append(changed)
      }
      found.notes =
        TrialComparer.pairing(found, against: baseline.name)
        + TrialComparer.notes(candidate, against: baseline)
      return found
    }
    comparison.notes = TrialComparer.notes(baseline, against: nil)
    return TrialVerdicts(plan).judge(comparison)
  }

  private func group(_ group: TrialGroup) -> TrialComparison.Group {
    TrialComparison.Group(
      name: group.name,
      runs: group.trials.map { .init(name: $0.name, origin: $0.origin, id: $0.originID) },
      parameters: Set(group.trials.flatMap { $0.parameters.map(\.name) }).sorted().map {
        .init(name: $0, values: group.values(of: $0))
      }, versions: versions.of(group.trials))
  }

  // MARK: means of runs

  private func runs(_ metric: String, _ candidate: TrialGroup, _ baseline: TrialGroup) -> MetricComparison {
    let own = PooledMetric(metric, candidate, plan)
    let its = PooledMetric(metric, baseline, plan)
    var found = MetricComparison(
      metric: metric, direction: plan.directions.of(metric), baseline: its, candidate: own)
    found.decides =
      plan.metrics.contains(metric) || plan.tolerances[metric] != nil
      || !MetricDirections.isOfTraining(metric)
    guard let mean = own.mean else {
      found.reason = own.reason
      return found
    }
    guard let reference = its.mean else {
      found.reason = "of the baseline, \(its.reason ?? "it has no value")"
      return found
    }
    found.difference = mean - reference
    guard let first = own.sample, let second = its.sample else {
      found.reason = TrialWords.tooFew(own.count, its.count)
      return found
    }
    let pairs = TrialPairs(metric, candidate, baseline, plan)
    if let pairs, let test = pairs.test() {
      pairs.tell(test, &found)
      return found
    }
    found.difference = first.meanDifference(second)
    if let reason = pairs?.refusal ?? TrialFolds.refusal(candidate, baseline, plan) {
      found.reason = reason
      return found
    }
    do throws(Undefined) {
      let test = try TTest.welch(first, second)
      let interval = try test.interval(confidence: TrialComparisonPlan.confidence)
      found.standardError = test.standardError
      (found.lower, found.upper) = (interval.lower, interval.upper)
      found.pValue = test.pValue
      found.method = "Welch"
    } catch {
      found.reason = error == .zeroVariance ? "all runs of each give the same value" : error.reason
    }
    return found
  }

  // MARK: rows of registered versions

  private func evidence(for candidate: TrialGroup, _ baseline: TrialGroup) -> [RowEvidence] {
    let own = versions.of(candidate.trials)
    let its = versions.of(baseline.trials)
    return evidence.compactMap { found in
      let (version, other) = (found.rows.version, found.rows.baseline)
      if own.contains(version), its.contains(other), !its.contains(version) { return found }
      return own.contains(other) && its.contains(version) && !own.contains(version) ? found.reversed : nil
    }
  }

  // MARK: what differs

  static func differing(_ groups: [TrialGroup]) -> [String] {
    var values: [String: Set<[String]>] = [:]
    var counts: [String: Int] = [:]
    for group in groups {
      for name in Set(group.trials.flatMap { $0.parameters.map(\.name) }) {
        values[name, default: []].insert(group.values(of: name).sorted())
        counts[name, default: 0] += 1
      }
    }
    return values.filter { $0.value.count > 1 || counts[$0.key] != groups.count }.keys
      .sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }
  }

  /// That differences were taken seed by seed, where they were.
  private static func pairing(_ candidate: TrialComparison.Candidate, against baseline: String) -> [String] {
    let paired = candidate.metrics.filter { $0.pairs != nil }
    guard let first = paired.first, let pairs = first.pairs, let method = first.method else { return [] }
    let all = paired.count == candidate.metrics.count { $0.rows == nil && $0.pValue != nil }
    let of = first.averaged == nil ? "pairs of runs" : "pairs of means of runs"
    let what = all ? "Differences" : "Differences by \(TrialWords.names(paired.map(\.metric)))"
    return [
      "\(what) between \(TrialWords.name(candidate.group.name)) and \(TrialWords.name(baseline)) are those of "
        + "\(pairs) \(of) (\(method))."
    ]
  }

  /// What stands in the way of reading a difference as one of the parameters.
  private static func notes(_ group: TrialGroup, against baseline: TrialGroup?) -> [String] {
    let name = TrialWords.name(group.name)
    var notes: [String] = []
    if group.superseded > 0 {
      notes.append(
        "\(group.superseded) earlier run\(group.superseded == 1 ? "" : "s") of \(name) with a seed that a later one "
          + "has too \(group.superseded == 1 ? "is" : "are") left out.")
    }
    let commits = Set(group.trials.compactMap(\.sourceCommit))
    if commits.count > 1 {
      notes.append("The runs of \(name) are of \(commits.count) commits of the source.")
    }
    let own = data(group)
    if own.count > 1 { notes.append("The runs of \(name) saw different data.") }
    if let baseline {
      let its = data(baseline)
      if let one = own.first, let other = its.first, own.count == 1, its.count == 1, one != other {
        notes.append("\(name) saw other data than \(TrialWords.name(baseline.name)).")
      }
    }
    return notes
  }

  /// The data of each run that tells it, each once.
  private static func data(_ group: TrialGroup) -> Set<[String]> {
    Set(
      group.trials.compactMap { trial in
        let digests =
          trial.datasets.map { "\($0.context) \($0.digest)" } + [trial.dataDigest].compactMap { $0 }
        return digests.isEmpty ? nil : digests.sorted()
      })
  }
}
