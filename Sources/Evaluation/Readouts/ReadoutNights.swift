import Book
import Datasets
import Diagnostics
import Workspace

/// The dates on which keys can enter a readout, in stretches with the same shares.
///
/// Keys that change their variant when shares grow would be counted in both; and days differ, so that variants with
/// other shares on other days would differ by the days too. So each stretch stands for itself.
/// **Source:** R. Kohavi, D. Tang and Y. Xu, Trustworthy Online Controlled Experiments (2020), chapter 15.
struct ReadoutNights {
  struct Night {
    let date: CalendarDate
    let commit: CommitRecord
  }

  struct Stretch {
    /// Oldest first.
    fileprivate(set) var nights: [Night] = []
    /// By variant of the plan; a variant that had none yet has 0.
    fileprivate(set) var shares: [Configuration.Split.Share] = []
    /// Its first date, where there was a stretch before it.
    fileprivate(set) var changed: CalendarDate?
    /// The first date of the stretch after it.
    fileprivate(set) var ended: CalendarDate?
    /// Whether keys may have been in a variant but control before they entered: a covariate may then hold what it did
    /// to them.
    fileprivate(set) var wereTreated = false

    /// Whether there are two variants to hold against each other.
    var isComparing: Bool { shares.count { $0.cells > 0 } > 1 }
  }

  /// Oldest first.
  private(set) var stretches: [Stretch] = []
  /// Dates whose run, as the book knows, had no such split.
  private(set) var strangers = 0
  /// Dates whose run the book does not know.
  private(set) var unknown = 0
  /// Dates that were run again with other shares after a later date stood.
  private(set) var rerun = 0

  private let plan: ReadoutPlan
  private let book: Book
  private var wereTreated = false

  /// - Parameter asOf: nothing of a later date is known.
  init(
    _ commits: [CommitRecord], plan: ReadoutPlan, asOf: CalendarDate, book: Book
  ) throws(Diagnostic) {
    self.plan = plan
    self.book = book
    var dated: [Night] = []
    for commit in commits {
      guard let date = CalendarDate(commit.date) else {
        throw .evaluationUndated(plan.readout.job, at: nil)
      }
      dated.append(Night(date: date, commit: commit))
    }
    dated.sort { $0.date < $1.date }
    let late = ReadoutNights.late(dated)
    for night in dated where night.date <= asOf && plan.readout.until.map({ night.date <= $0 }) ?? true {
      try enter(night, isLate: late.contains(night.date))
    }
    // What was run again before the first stretch began, with other shares than it has, may not begin one.
    while stretches.count > 1, let first = stretches.first,
      first.nights.allSatisfy({ late.contains($0.date) })
    {
      rerun += first.nights.count
      stretches.removeFirst()
      stretches[0].changed = nil
    }
  }

  /// Those that may be the readout's, oldest first: in which variants can be compared; the newest where there is none.
  var candidates: [Stretch] {
    let comparing = stretches.filter(\.isComparing)
    return comparing.isEmpty ? stretches.suffix(1) : comparing
  }

  /// The dates that were committed after a later one was.
  private static func late(_ nights: [Night]) -> Set<CalendarDate> {
    var late: Set<CalendarDate> = []
    var earliest: String?
    for night in nights.reversed() {
      if let earliest, night.commit.committedAt > earliest { late.insert(night.date) }
      earliest = min(earliest ?? night.commit.committedAt, night.commit.committedAt)
    }
    return late
  }

  private mutating func enter(_ night: Night, isLate: Bool) throws(Diagnostic) {
    let isEarly = plan.readout.since.map { night.date < $0 } ?? false
    guard let run = try book.run(night.commit.runID) else {
      if !isEarly { unknown += 1 }
      wereTreated = true
      return
    }
    guard let split = run.split, split.name == plan.readout.split else {
      if !isEarly { strangers += 1 }
      // With another salt a key's variant of today says nothing of its variant then.
      wereTreated = wereTreated || run.split.map { $0.saltDigest == plan.saltDigest } ?? false
      return
    }
    let shares = plan.variants.map { name in
      split.variants.first { $0.name == name }.flatMap { Configuration.Split.Share($0.share) }
        ?? .init(cells: 0)
    }
    if isEarly {
      wereTreated = wereTreated || isTreating(shares)
      return
    }
    if let last = stretches.last, last.shares != shares {
      // The night was lived through with the shares of its first run: this one's are those of a later day.
      if isLate {
        rerun += 1
        wereTreated = true
        return
      }
      wereTreated = wereTreated || isTreating(last.shares)
      stretches[stretches.count - 1].ended = night.date
    }
    if stretches.last?.shares != shares {
      stretches.append(Stretch(shares: shares, changed: stretches.isEmpty ? nil : night.date))
    }
    stretches[stretches.count - 1].nights.append(night)
    if wereTreated { stretches[stretches.count - 1].wereTreated = true }
  }

  private func isTreating(_ shares: [Configuration.Split.Share]) -> Bool {
    shares.enumerated().contains { $0 != plan.control && $1.cells > 0 }
  }
}
