import Book
import Datasets
import Diagnostics
import Scoring
import Workspace

/// What stands in the job's target, parted by age.
struct StandingNights {
  struct Night {
    let date: CalendarDate
    let commit: CommitRecord

    /// Whether a record is of what stands: of the same run, or of versions scored in the same way.
    func isServed(by detail: EvaluationRecord.Detail?) -> Bool {
      if let scoring = detail?.scoring {
        return commit.runID == BacktestPlan.mark && scoring.planDigest == commit.planDigest
      }
      return detail?.runID == commit.runID
    }
  }

  /// Old enough to be judged, oldest first.
  private(set) var mature: [Night] = []
  /// Too young, oldest first.
  private(set) var immature: [Night] = []

  /// **Throws** for a target whose rows carry no date.
  init(
    _ commits: [CommitRecord], plan: EvaluationPlan, asOf: CalendarDate
  ) throws(Diagnostic) {
    for commit in commits {
      guard let date = CalendarDate(commit.date) else { throw .evaluationUndated(plan.job, at: nil) }
      let night = Night(date: date, commit: commit)
      if plan.isMature(date, on: asOf) {
        mature.append(night)
      } else {
        immature.append(night)
      }
    }
    mature.sort { $0.date < $1.date }
    immature.sort { $0.date < $1.date }
  }

  var count: Int { mature.count + immature.count }
}
