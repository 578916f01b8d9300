import Book
import Datasets
import Diagnostics
import Workspace

/// The dates on which keys enter a readout: those of the newest stretch with the same shares.
///
/// Keys that change their variant when shares grow would be counted in both; and days differ, so that variants with
/// other shares on other days would differ by the days too. So each stretch stands for itself.
/// **Source:** R. Kohavi, D. Tang and Y. Xu, Trustworthy Online Controlled Experiments (2020), chapter 15.
struct ReadoutNights {
  struct Night {
    let date: CalendarDate
    let commit: CommitRecord
  }

  /// Oldest first.
  private(set) var nights: [Night] = []
  /// By variant of the plan; a variant that had none yet has 0.
  private(set) var shares: [Configuration.Split.Share] = []
  /// The first date of the stretch, where there was one before it.
  private(set) var changed: CalendarDate?
  /// Whether a variant but control had keys before the first of these dates: a covariate of the first may then hold what
  /// it did to them.
  private(set) var wereTreated = false
  /// Dates whose run, as far as the book knows, had no such split.
  private(set) var strangers = 0

  /// - Parameter asOf: nothing of a later date is known.
  init(
    _ commits: [CommitRecord], plan: ReadoutPlan, asOf: CalendarDate, book: Book
  ) throws(Diagnostic) {
    var dated: [Night] = []
    for commit in commits {
      guard let date = CalendarDate(commit.date) else {
        throw .evaluationUndated(plan.readout.job, at: nil)
      }
      guard date <= asOf, plan.readout.until.map({ date <= $0 }) ?? true else { continue }
      dated.append(Night(date: date, commit: commit))
    }
    dated.sort { $0.date < $1.date }
    for night in dated {
      let isEarly = plan.readout.since.map { night.date < $0 } ?? false
      guard let split = try book.run(night.commit.runID)?.split, split.name == plan.readout.split else {
        if !isEarly { strangers += 1 }
        continue
      }
      let shares = plan.variants.map { name in
        split.variants.first { $0.name == name }.flatMap { Configuration.Split.Share($0.share) }
          ?? .init(cells: 0)
      }
      func isTreating(_ shares: [Configuration.Split.Share]) -> Bool {
        shares.enumerated().contains { $0 != plan.control && $1.cells > 0 }
      }
      if isEarly {
        wereTreated = wereTreated || isTreating(shares)
        continue
      }
      if shares != self.shares {
        if !self.shares.isEmpty { changed = night.date }
        wereTreated = wereTreated || isTreating(self.shares)
        self.shares = shares
        nights = []
      }
      nights.append(night)
    }
  }
}
