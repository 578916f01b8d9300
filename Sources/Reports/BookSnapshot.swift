import Book
import Charts
import Diagnostics
import Statistics
import Workspace

/// All of a book that pages are made of, read once, and the configuration beside it.
struct BookSnapshot: Sendable {
  let configuration: Configuration
  /// Texts of the workspace, and which of them pages have asked for.
  let texts: WorkspaceTexts
  /// By model, then number.
  let versions: [VersionRecord]
  /// Where aliases point now.
  let aliases: [AliasRecord]
  /// Oldest first.
  let history: [AliasRecord]
  /// At gates, oldest first.
  let gateAttempts: [GateAttempt]
  /// Newest first.
  let runs: [RunRecord]
  /// By name, model, number and date; pooled records first.
  let evaluations: [EvaluationRecord]
  /// By job, newest date first.
  private let byJob: [String: [RunRecord]]
  /// Which runs have a page.
  let runLinks: RunLinks
  /// By evaluation, model, number and metric.
  let comparisons: [ComparisonRecord]
  /// By evaluation, model, number, column and value.
  let slices: [SliceRecord]
  /// By name, oldest look first.
  let readouts: [ReadoutRecord]
  /// By name.
  let experiments: [ExperimentView]
  let kpiValues: [String: [KPIValueRecord]]
  /// By `repurchase@1`.
  let trainingProfiles: [String: Profile]
  /// Of the champion, by run.
  let runProfiles: [String: Profile]
  /// By the run that was replaced: the one that replaced it.
  let replacements: [String: String]
  let lineage: LineageGraph
  /// By job.
  private let nights: [String: JobNights]
  /// By job; of those that can be held against training rows.
  let drifts: [String: JobDrift]
  /// By model: jobs with a standing run that it led, sorted.
  private let led: [String: [String]]
  /// By model, newest date first: runs with a version of it.
  private let byModel: [String: [RunRecord]]
  private let drift = ModelDrift()
  /// Months with their runs, the newest first; in each the newest date first.
  let months: [(month: String, runs: [RunRecord])]
  /// The newest date of any run.
  let newestDate: Day?
  /// RFC 3339: the newest record of the book; nil for an empty one.
  let newest: String?

  init(
    _ configuration: Configuration, _ book: Book?, verdicts: [String: ExperimentVerdict] = [:]
  ) throws(Diagnostic) {
    self.configuration = configuration
    texts = WorkspaceTexts(root: configuration.root)
    versions = try book?.versions() ?? []
    aliases = try book?.aliases() ?? []
    history = try book?.aliasHistory() ?? []
    gateAttempts = try book?.gateAttempts() ?? []
    let runs = try book?.runs() ?? []
    self.runs = runs
    byJob = Dictionary(grouping: runs, by: \.job).mapValues { own in
      own.sorted { ($0.date ?? "", $0.id) > ($1.date ?? "", $1.id) }
    }
    runLinks = RunLinks(byJob)
    evaluations = try book?.evaluations() ?? []
    comparisons = try book?.comparisons() ?? []
    slices = try book?.slices() ?? []
    let readouts = try book?.readouts() ?? []
    self.readouts = readouts
    let known = try book?.experiments().filter { !$0.isDeleted } ?? []
    var experiments: [ExperimentView] = []
    for name in Set(configuration.experiments.keys).union(known.map(\.name)).sorted() {
      experiments.append(
        try ExperimentView(name, known.first { $0.name == name }, configuration, book, verdicts[name]))
    }
    self.experiments = experiments
    let values = try book?.kpiValues() ?? []
    kpiValues = Dictionary(grouping: values, by: \.kpi)
    var training: [String: Profile] = [:]
    var profiles: [String: Profile] = [:]
    var replacements: [String: String] = [:]
    if let book {
      for version in versions {
        training[version.reference] = try book.trainingProfile(model: version.model, number: version.number)
      }
      profiles = try Self.profiles(book.storedProfiles(ofRuns: runLinks.profiled))
    }
    for run in runs { if let replaced = run.replaces { replacements[replaced] = run.id } }
    trainingProfiles = training
    runProfiles = profiles
    self.replacements = replacements
    let newestDate = runs.lazy.compactMap(\.date).max().flatMap { Day(iso: $0) }
    self.newestDate = newestDate
    let jobs = Array(byJob)
    let reckoned = Workers.map(jobs.count) { [profiles, training] place in
      let (job, own) = jobs[place]
      return (
        nights: JobNights(own, configuration.jobs[job], upTo: newestDate),
        drift: JobDrift(job, own, profiles: profiles, training: training)
      )
    }
    nights = Dictionary(uniqueKeysWithValues: zip(jobs, reckoned).map { ($0.key, $1.nights) })
    drifts = Dictionary(
      uniqueKeysWithValues: zip(jobs, reckoned).compactMap { job, found in
        found.drift.map { (job.key, $0) }
      })
    var led: [String: Set<String>] = [:]
    var byModel: [String: [RunRecord]] = [:]
    for (job, own) in byJob {
      for run in own {
        if run.isStanding, let champion = run.champion { led[champion.model, default: []].insert(job) }
        for model in Set(run.versions.map(\.model)) { byModel[model, default: []].append(run) }
      }
    }
    self.led = led.mapValues { $0.sorted() }
    self.byModel = byModel.mapValues { own in
      own.sorted { ($0.date ?? "", $0.id) > ($1.date ?? "", $1.id) }
    }
    months = Dictionary(grouping: runs, by: \.month).sorted { $0.key > $1.key }.map { month, own in
      (month, own.sorted { ($0.date ?? "", $0.job, $0.id) > ($1.date ?? "", $1.job, $1.id) })
    }
    let pointers = aliases
    lineage = LineageGraph(configuration) { Self.resolved($0, pointers) }
    let times =
      versions.flatMap { [$0.registeredAt, $0.verification.verifiedAt ?? ""] }
      + history.map(\.since) + gateAttempts.map(\.attemptedAt)
      + runs.flatMap { [$0.startedAt, $0.finishedAt ?? ""] } + evaluations.map(\.computedAt)
      + experiments.flatMap { $0.trials.map { $0.endedAt ?? "" } }.map(Self.seconds)
      + comparisons.map(\.computedAt) + readouts.map(\.computedAt) + values.map(\.computedAt)
    newest = times.filter { !$0.isEmpty }.max()
  }

  private static func profiles(_ stored: [String: StoredProfile]) throws(Diagnostic) -> [String: Profile] {
    let entries = Array(stored)
    let read = Workers.map(entries.count) { place in
      Result<Profile, Diagnostic> { () throws(Diagnostic) in try entries[place].value.profile() }
    }
    var profiles: [String: Profile] = [:]
    for (entry, profile) in zip(entries, read) { profiles[entry.key] = try profile.get() }
    return profiles
  }

  /// A time without its milliseconds.
  private static func seconds(_ time: String) -> String {
    time.utf8.count == 24 ? time.prefix(19) + "Z" : time
  }

  /// Configured models and those of the book, sorted.
  var modelNames: [String] {
    Set(configuration.models.keys).union(versions.map(\.model)).sorted()
  }

  /// Configured jobs and those of the book, sorted.
  var jobNames: [String] { Set(configuration.jobs.keys).union(byJob.keys).sorted() }

  /// Newest date first.
  func runs(of job: String) -> [RunRecord] { byJob[job] ?? [] }

  func nights(of job: String) -> JobNights {
    nights[job] ?? JobNights([], configuration.jobs[job], upTo: newestDate)
  }

  /// Jobs with a standing run whose champion was a version of this model, sorted.
  func jobs(led model: String) -> [String] { led[model] ?? [] }

  /// Runs with a version of a model in whatever role, newest date first.
  func runs(with model: String) -> [RunRecord] { byModel[model] ?? [] }

  /// Of a model's nights; nil where it can't be told. Several pages show it, and it is reckoned once.
  func drift(of model: String) -> DriftSeries? { drift.series(of: model, self) }

  func versions(of model: String) -> [VersionRecord] { versions.filter { $0.model == model } }

  func version(_ model: String, _ number: Int) -> VersionRecord? {
    versions.first { $0.model == model && $0.number == number }
  }

  /// Aliases that point at a version now, `champion` first.
  func aliases(of model: String, _ number: Int) -> [String] {
    aliases.filter { $0.model == model && $0.number == number }.map(\.alias)
      .sorted { ($0 == "champion" ? 0 : 1, $0) < ($1 == "champion" ? 0 : 1, $1) }
  }

  func number(of alias: String, in model: String) -> Int? {
    aliases.first { $0.model == model && $0.alias == alias }?.number
  }

  /// The version that a reference of the configuration means now: `repurchase@1`.
  func resolved(_ reference: ModelReference) -> String? { Self.resolved(reference, aliases) }

  private static func resolved(_ reference: ModelReference, _ aliases: [AliasRecord]) -> String? {
    switch reference.pointer {
    case .number(let number): "\(reference.name)@\(number)"
    case .alias(let alias):
      aliases.first { $0.model == reference.name && $0.alias == alias }.map {
        "\(reference.name)@\($0.number)"
      }
    }
  }

  /// The version that a card shows where only one can be shown: the champion, else the newest.
  func leading(of model: String) -> VersionRecord? {
    number(of: "champion", in: model).flatMap { version(model, $0) } ?? versions(of: model).last
  }

  /// Runs whose rows stand in the target, oldest date first.
  func standing(job: String) -> [RunRecord] {
    (byJob[job] ?? []).reversed().filter(\.isStanding)
  }
}

extension EvaluationRecord {
  /// `repurchase@2`.
  var reference: String { "\(model)@\(number)" }
}

extension RunRecord {
  /// What a person calls it: `nightly 1998-06-28`.
  var title: String { date.map { "\(job) \($0)" } ?? job }
}
