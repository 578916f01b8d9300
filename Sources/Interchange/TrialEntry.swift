import Book
import Diagnostics

/// Enters trials into the book, many small ones in one transaction; those that are as they were are left.
struct TrialEntry {
  /// A transaction holds about so many points and at most so many trials: the book is not kept from others.
  static let pointsAtOnce = 50_000
  static let trialsAtOnce = 256

  let target: ImportTarget
  private(set) var outcome: ImportOutcome
  private var waiting: [SourceTrial] = []
  private var waitingPoints = 0
  private var experiments: Set<String> = []

  init(_ target: ImportTarget, store: String) {
    self.target = target
    outcome = ImportOutcome(store: store)
  }

  mutating func note(_ change: (inout ImportOutcome) -> Void) { change(&outcome) }

  /// Counts a trial by what is known of it; true where it has to be entered.
  mutating func isDue(_ fingerprint: String, standing: String?, isDeleted: Bool, experiment: String) -> Bool {
    experiments.insert(experiment)
    if isDeleted { outcome.deleted += 1 }
    if standing == fingerprint {
      outcome.unchanged += 1
      return false
    }
    // An empty one is of a trial whose entering was cut short.
    if standing ?? "" == "" { outcome.new += 1 } else { outcome.changed += 1 }
    return true
  }

  mutating func enter(_ trial: SourceTrial) throws(Diagnostic) {
    waiting.append(trial)
    waitingPoints += trial.points
    if waitingPoints >= Self.pointsAtOnce || waiting.count >= Self.trialsAtOnce { try flush() }
  }

  /// Enters one with more points than are held in memory, in several transactions, so that the book is not kept
  /// from others meanwhile; it is shown once it is whole.
  ///
  /// `next` gives the points that follow, by metric, and nothing at the end. Last values that the trial does not
  /// have yet are taken from the points.
  mutating func enter(
    large trial: SourceTrial, next: () throws -> [(metric: String, points: [MetricPoint])]
  ) throws {
    try flush()
    let id = try target.book.writeTrials(now: target.now) { writer in
      try writer.replace(trial.record, experiment: writer.experiment(trial.experiment), fingerprint: "")
    }
    var seen: [String: (last: MetricPoint, count: Int)] = [:]
    var count = 0
    while true {
      let chunk = try next()
      if chunk.isEmpty { break }
      if let stop = target.interruption() { throw stop }
      try target.book.writeTrials(now: target.now) { writer in
        for (metric, points) in chunk {
          try writer.add(points, of: metric, trial: id, from: seen[metric]?.count ?? 0)
        }
      }
      for (metric, points) in chunk {
        guard let first = points.first else { continue }
        var (last, before) = seen[metric] ?? (first, 0)
        for point in points where !last.isLater(than: point) { last = point }
        before += points.count
        seen[metric] = (last, before)
        count += points.count
      }
    }
    let metrics = TrialEntry.metrics(trial.record.metrics, seen)
    try target.book.writeTrials(now: target.now) { writer in
      try writer.complete(id, metrics: metrics, fingerprint: trial.fingerprint)
    }
    outcome.points += count
  }

  private static func metrics(
    _ known: [TrialRecord.Metric], _ seen: [String: (last: MetricPoint, count: Int)]
  ) -> [TrialRecord.Metric] {
    let names = Set(known.map(\.name))
    let counted = known.map { metric in
      TrialRecord.Metric(
        name: metric.name, value: metric.value, step: metric.step, time: metric.time,
        points: seen[metric.name]?.count ?? 0)
    }
    let found = seen.filter { !names.contains($0.key) }.map { name, points in
      TrialRecord.Metric(
        name: name, value: points.last.value.isNaN ? nil : points.last.value, step: points.last.step,
        time: points.last.time, points: points.count)
    }
    return (counted + found).sorted { $0.name < $1.name }
  }

  mutating func flush() throws(Diagnostic) {
    if let stop = target.interruption() { throw stop }
    guard !waiting.isEmpty else { return }
    let trials = waiting
    try target.book.writeTrials(now: target.now) { writer in
      var numbers: [String: Int] = [:]
      for trial in trials {
        let name = trial.experiment.name
        let experiment = try numbers[name] ?? writer.experiment(trial.experiment)
        numbers[name] = experiment
        let id = try writer.replace(trial.record, experiment: experiment, fingerprint: trial.fingerprint)
        for (metric, points) in trial.history.sorted(by: { $0.metric < $1.metric }) {
          try writer.add(points, of: metric, trial: id, from: 0)
        }
      }
    }
    outcome.points += waitingPoints
    waiting.removeAll(keepingCapacity: true)
    waitingPoints = 0
  }

  /// What was done, once all is entered.
  mutating func finish() throws(Diagnostic) -> ImportOutcome {
    try flush()
    outcome.experiments = experiments.sorted()
    return outcome
  }
}
