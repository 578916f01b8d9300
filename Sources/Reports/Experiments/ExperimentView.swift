import Book
import Diagnostics
import Workspace

/// One experiment as its pages need it: trials, verdict, and which of the trials have a page of their own.
struct ExperimentView: Sendable {
  let name: String
  let question: String?
  let objective: String?
  /// The name of the trial that has to be beaten.
  let baseline: String?
  let note: String?
  /// `declared`, `log`, `mlflow` or `dvc`.
  let origin: String
  let tags: [TrialRecord.Entry]
  /// Oldest first, without deleted ones.
  let trials: [TrialRecord]
  /// Where each stands in `trials`.
  private let places: [TrialKey: Int]
  let verdict: ExperimentVerdict?
  /// The metric by which trials are put in order, and which way is better; nil where nothing tells.
  let primary: (metric: String, isHigherBetter: Bool)?
  /// Trials with a page of their own, in the order of `trials`: where it is.
  let paths: [TrialKey: String]
  /// Histories of metrics, of trials with a page.
  let histories: [TrialKey: [(metric: String, points: [MetricPoint])]]

  /// So many trials have a page; where there are more, the best, the worst, the newest and the compared ones.
  static let mostPages = 60
  private static let best = 20
  private static let worst = 5
  private static let newest = 10
  /// Histories of a trial that are read for its charts.
  static let mostHistories = 6

  init(
    _ name: String, _ record: ExperimentRecord?, _ configuration: Configuration, _ book: Book?,
    _ verdict: ExperimentVerdict?
  ) throws(Diagnostic) {
    let declared = configuration.experiments[name]
    self.name = name
    self.verdict = verdict
    question = declared?.question ?? record?.question
    objective = declared?.objective ?? record?.objective
    baseline = declared?.baseline ?? record?.baseline
    note = record?.note
    origin = record?.origin ?? "declared"
    tags = record?.tags ?? []
    let trials = record == nil ? [] : try book?.trials(of: name) ?? []
    self.trials = trials
    places = Dictionary(trials.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { $1 })
    let primary = Self.primary(verdict, declared)
    self.primary = primary
    let shown = Self.paged(trials, verdict, primary)
    paths = Self.paths(name, shown)
    var histories: [TrialKey: [(metric: String, points: [MetricPoint])]] = [:]
    for trial in shown {
      let long = trial.metrics.filter { $0.points > 1 && !$0.name.hasPrefix("system/") }
        .sorted {
          ($0.name == primary?.metric ? 0 : 1, $0.name) < ($1.name == primary?.metric ? 0 : 1, $1.name)
        }
      var found: [(metric: String, points: [MetricPoint])] = []
      for metric in long.prefix(Self.mostHistories) {
        let points =
          try book?.points(
            ofTrial: trial.originID, origin: trial.origin, experiment: name, metric: metric.name) ?? []
        found.append((metric.name, points))
      }
      if !found.isEmpty { histories[trial.key] = found }
    }
    self.histories = histories
  }

  var path: String { PagePath.experiment(name) }

  /// The page's title: the question is its first line.
  var comparison: ExperimentComparison? {
    guard case .compared(let comparison)? = verdict else { return nil }
    return comparison
  }

  /// Candidates in the order in which pages tell them: those that are better first, then by the primary metric.
  var ordered: [ExperimentComparison.Candidate] {
    guard let comparison else { return [] }
    func rank(_ verdict: ComparisonRecord.Verdict) -> Int {
      switch verdict {
      case .better: 0
      case .worse: 2
      case .noEvidence, .undefined: 1
      }
    }
    return comparison.candidates.enumerated().sorted { a, b in
      let (first, second) = (rank(a.element.verdict), rank(b.element.verdict))
      if first != second { return first < second }
      let (own, other) = (goodness(a.element), goodness(b.element))
      if own != other { return own > other }
      return a.offset < b.offset
    }.map(\.element)
  }

  /// Greater is better; what has no value comes last.
  private func goodness(_ candidate: ExperimentComparison.Candidate) -> Double {
    guard let primary,
      let value = candidate.figures.first(where: { $0.metric == primary.metric && $0.evaluation == nil })?
        .value,
      !value.isNaN
    else { return -.infinity }
    return primary.isHigherBetter ? value : -value
  }

  /// The page of a group: that of the trial it is named for, else of its first run that has one.
  func path(of group: ExperimentComparison.Group) -> String? {
    let named = group.runs.first { trial($0)?.name == group.name }
    return ((named.map { [$0] } ?? []) + group.runs).lazy.compactMap { paths[$0] }.first
  }

  func trial(_ key: TrialKey) -> TrialRecord? { places[key].map { trials[$0] } }

  // MARK: choices

  private static func primary(
    _ verdict: ExperimentVerdict?, _ declared: Configuration.Experiment?
  ) -> (metric: String, isHigherBetter: Bool)? {
    guard case .compared(let comparison)? = verdict else { return nil }
    var seen: [String: (count: Int, isHigherBetter: Bool)] = [:]
    for figure in comparison.candidates.flatMap(\.figures)
    where figure.evaluation == nil && figure.decides && figure.value != nil {
      guard let way = figure.isHigherBetter else { continue }
      seen[figure.metric, default: (0, way)].count += 1
    }
    // What somebody set a tolerance for is what they look at; what needed a declared direction, such as seconds, is
    // rarely the point.
    func rank(_ name: String, _ found: (count: Int, isHigherBetter: Bool)) -> (Int, Int, Int, Int) {
      (
        declared?.tolerances[name] == nil ? 1 : 0, declared?.directions[name] == nil ? 0 : 1, -found.count,
        found.isHigherBetter ? 0 : 1
      )
    }
    let first = seen.min { a, b in
      let (own, other) = (rank(a.key, a.value), rank(b.key, b.value))
      return own == other ? a.key < b.key : own < other
    }
    return first.map { ($0.key, $0.value.isHigherBetter) }
  }

  private static func paged(
    _ trials: [TrialRecord], _ verdict: ExperimentVerdict?, _ primary: (metric: String, isHigherBetter: Bool)?
  ) -> [TrialRecord] {
    guard trials.count > mostPages else { return trials }
    var kept: Set<TrialKey> = []
    func keep(_ keys: some Sequence<TrialKey>) {
      for key in keys where kept.count < mostPages { kept.insert(key) }
    }
    if case .compared(let comparison)? = verdict {
      keep(comparison.baseline.runs.prefix(10))
      let told = comparison.candidates.filter { $0.verdict == .better || $0.verdict == .worse }
      keep(told.prefix(15).compactMap(\.group.runs.first))
    }
    if let primary {
      let ranked = trials.compactMap { trial -> (TrialKey, Double)? in
        guard let value = trial.value(of: primary.metric), !value.isNaN else { return nil }
        return (trial.key, primary.isHigherBetter ? -value : value)
      }.enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }.map(\.element.0)
      keep(ranked.prefix(best))
      keep(ranked.suffix(worst))
    }
    keep(trials.suffix(newest).map(\.key))
    return trials.filter { kept.contains($0.key) }
  }

  /// Names of trials need not be unique, nor differ in more than their case.
  private static func paths(_ experiment: String, _ trials: [TrialRecord]) -> [TrialKey: String] {
    let counts = Dictionary(grouping: trials) { slug($0.name).lowercased() }.mapValues(\.count)
    var paths: [TrialKey: String] = [:]
    var taken: Set<String> = []
    for trial in trials {
      let slug = slug(trial.name)
      var name = PagePath.safe(slug)
      if counts[slug.lowercased(), default: 0] > 1 || taken.contains(name.lowercased()) {
        name = PagePath.safe("\(slug)-\(Self.slug(String(trial.originID.prefix(8))))")
      }
      if !taken.insert(name.lowercased()).inserted {
        name = PagePath.safe("\(trial.name)\n\(trial.origin)\n\(trial.originID)")
        taken.insert(name.lowercased())
      }
      paths[trial.key] = PagePath.trial(experiment, name)
    }
    return paths
  }

  /// A name with a dash for everything that no file name should hold.
  private static func slug(_ name: String) -> String {
    var slug = ""
    for scalar in name.unicodeScalars.prefix(80) {
      let isSound =
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || "._-".unicodeScalars.contains(scalar)
      if isSound, scalar != "." || (!slug.isEmpty && slug.last != ".") {
        slug.unicodeScalars.append(scalar)
      } else if !isSound, !slug.isEmpty, slug.last != "-" {
        slug += "-"
      }
    }
    while let last = slug.last, last == "-" || last == "." { slug.removeLast() }
    return slug
  }
}
