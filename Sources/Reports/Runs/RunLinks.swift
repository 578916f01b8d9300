import Book

/// Where runs are told: the newest have a page each, all stand in the list of their month.
struct RunLinks: Sendable {
  /// Ids of runs with a page.
  let paged: Set<String>
  /// Runs whose profile is read: those with a page, and more for drift.
  let profiled: Set<String>
  private let months: [String: String]

  /// Of each job so many newest nights have a page, and as many others that failed, were warned of or were replaced.
  static let newest = 31
  /// Where there are so many jobs that this would be more pages, each job has fewer, but a week at least.
  private static let most = 600
  private static let fewest = 7
  /// A book with no more runs has a page for each.
  static let few = 1500
  /// Nights of each job for which drift is told.
  static let drifting = 60

  /// `byJob`: runs by job, newest date first.
  init(_ byJob: [String: [RunRecord]]) {
    let all = byJob.values.reduce(0) { $0 + $1.count }
    let each = max(Self.fewest, min(Self.newest, Self.most / max(1, byJob.count)))
    var paged: Set<String> = []
    var profiled: Set<String> = []
    var months: [String: String] = [:]
    for (_, runs) in byJob {
      for run in runs { months[run.id] = run.month }
      profiled.formUnion(runs.lazy.filter(\.isStanding).prefix(Self.drifting).map(\.id))
      guard all > Self.few else {
        paged.formUnion(runs.map(\.id))
        continue
      }
      paged.formUnion(runs.prefix(each).map(\.id))
      let troubled = runs.lazy.filter {
        !$0.isStanding || $0.problems?.isEmpty == false || $0.replaces != nil
      }
      paged.formUnion(troubled.prefix(each).map(\.id))
    }
    self.paged = paged
    self.profiled = profiled.union(paged)
    self.months = months
  }

  /// The page that tells a run; that of its month where it has none of its own.
  func path(_ id: String) -> String {
    guard !paged.contains(id), let month = months[id] else { return PagePath.run(id) }
    return PagePath.runs(month)
  }
}

extension RunRecord {
  /// "2026-01": of its date, or of the day on which it began where it has none.
  var month: String { String((date ?? startedAt).prefix(7)) }
}
