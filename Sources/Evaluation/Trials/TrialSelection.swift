import Book
package import Diagnostics

/// The groups that are compared, out of all trials of an experiment.
struct TrialSelection {
  let baseline: TrialGroup
  let candidates: [TrialGroup]
  private let plan: TrialComparisonPlan
  private let trials: [TrialRecord]

  init(
    _ plan: TrialComparisonPlan, all: [TrialRecord], finished: [TrialRecord]
  ) throws(Diagnostic) {
    guard !finished.isEmpty else {
      throw Diagnostic(
        .experimentTrials, .configuration, "experiment \(quoted(plan.experiment)) has no finished trial",
        next: "Log or import trials; 'scorebook experiment show \(visible(plan.experiment))' lists them.")
    }
    let parameters = Set(finished.flatMap { $0.parameters.map(\.name) })
    for name in plan.by + (plan.repeatOver ?? []) where !parameters.contains(name) {
      throw Diagnostic(
        .experimentParameter, .configuration, "no finished trial has a parameter \(quoted(name))",
        next: nearestName(to: name, among: parameters.sorted()).map { "Did you mean \(quoted($0))?" })
    }
    guard let wanted = plan.baseline else {
      throw Diagnostic(
        .experimentBaseline, .configuration,
        "nobody said what has to be beaten in experiment \(quoted(plan.experiment))",
        next: "Name a trial with --baseline, or as 'baseline' of the experiment in scorebook.yaml.")
    }
    self.plan = plan
    trials = finished
    let groups = TrialGroup.groups(of: finished, plan)
    func position(of word: String) throws(Diagnostic) -> Int {
      let found = groups.indices.filter { groups[$0].isNamed(word) || groups[$0].name == word }
      guard let first = found.first else {
        throw TrialSelection.absent(word, isBaseline: word == wanted, all, plan)
      }
      guard found.count == 1 else {
        let ids = groups.flatMap(\.trials).filter { $0.name == word }.map(\.originID)
        throw Diagnostic(
          .experimentTrials, .configuration,
          "\(ids.count) trials of \(quoted(plan.experiment)) are called \(quoted(word)), and are no repeats",
          next: "Name one by its id: \(ids.prefix(5).map(visible).joined(separator: ", ")).")
      }
      return first
    }
    let reference = try position(of: wanted)
    baseline = groups[reference]
    var places: [Int] = []
    for word in plan.trials {
      let place = try position(of: word)
      if !places.contains(place) { places.append(place) }
    }
    if plan.trials.isEmpty { places = Array(groups.indices) }
    candidates = places.filter { $0 != reference }.map { groups[$0] }
    guard !candidates.isEmpty else {
      throw Diagnostic(
        .experimentTrials, .configuration,
        "there is nothing to hold against \(quoted(wanted)): it and its repeats are all that is finished or named",
        next: "Name a trial with other parameters, or log one.")
    }
  }

  private static func absent(
    _ word: String, isBaseline: Bool, _ all: [TrialRecord], _ plan: TrialComparisonPlan
  ) -> Diagnostic {
    let identifier: Diagnostic.Identifier = isBaseline ? .experimentBaseline : .experimentTrials
    if let other = all.first(where: { $0.name == word || $0.originID == word }) {
      return Diagnostic(
        identifier, .configuration, "trial \(quoted(word)) is \(other.state.rawValue)",
        expected: "a finished trial", next: "Log it as finished, or leave it out.")
    }
    return Diagnostic(
      identifier, .configuration, "\(quoted(plan.experiment)) has no trial \(quoted(word))",
      next: nearestName(to: word, among: all.map(\.name)).map { "Did you mean \(quoted($0))?" }
        ?? "'scorebook experiment show \(visible(plan.experiment))' lists them.")
  }

  /// Names of the runs' metrics that are compared, in the order asked for, else by name; those with a tolerance always.
  ///
  /// What MLflow logs of the machine (`system/…`) is compared only where it is asked for.
  func metrics(ofRows: Set<String>) throws(Diagnostic) -> [String] {
    let known = Set(trials.flatMap { $0.metrics.map(\.name) })
    for name in plan.metrics where !known.contains(name) && !ofRows.contains(name) {
      throw Diagnostic(
        .experimentMetric, .configuration,
        "no finished trial of \(quoted(plan.experiment)) has a metric \(quoted(name))",
        next: nearestName(to: name, among: known.sorted()).map { "Did you mean \(quoted($0))?" })
    }
    for name in plan.tolerances.keys.sorted() where plan.directions.of(name) == nil {
      throw Diagnostic(
        .experimentDirection, .configuration,
        "metric \(quoted(name)) has a tolerance, and nothing tells which way it is better",
        next: "Say it with --higher or --lower, or under 'directions' of the experiment in scorebook.yaml.")
    }
    var found: [String]
    if plan.metrics.isEmpty {
      let shown = Set(([baseline] + candidates).flatMap(\.trials).flatMap { $0.metrics.map(\.name) })
      found = shown.filter { !$0.hasPrefix("system/") }.sorted()
    } else {
      found = plan.metrics.reduce(into: []) { if !$0.contains($1), known.contains($1) { $0.append($1) } }
    }
    found += plan.tolerances.keys.sorted().filter { !found.contains($0) }
    return found
  }
}

extension Diagnostic.Identifier {
  package static let experimentTrials = Self("experiment-trials")
  package static let experimentBaseline = Self("experiment-baseline")
  package static let experimentParameter = Self("experiment-parameter")
  package static let experimentMetric = Self("experiment-metric")
  package static let experimentDirection = Self("experiment-direction")
}
