import Book
import Datasets
import Diagnostics
import Workspace

/// What the book holds of an evaluation, as far as it was made under the same plan.
struct StoredEvaluations {
  private(set) var pooled: [EvaluatedVersion: EvaluationRecord] = [:]
  private var nights: [CalendarDate: [EvaluationRecord]] = [:]

  init(_ plan: EvaluationPlan, in book: Book) throws(Diagnostic) {
    for record in try book.evaluations(name: plan.name) where record.detail?.planDigest == plan.digest {
      if let date = record.date.flatMap({ CalendarDate($0) }) {
        nights[date, default: []].append(record)
      } else if record.date == nil {
        pooled[record.version] = record
      }
    }
  }

  /// The records of a night that still belong to the run that stands; empty where the champion's is missing.
  func records(of night: StandingNights.Night) -> [EvaluationRecord] {
    let records = (nights[night.date] ?? []).filter { $0.detail?.runID == night.commit.runID }
    return records.contains { $0.version == EvaluatedVersion(night.commit.model) } ? records : []
  }
}
