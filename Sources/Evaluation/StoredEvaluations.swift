import Book
import Datasets
import Diagnostics
import Workspace

/// What the book holds of an evaluation, as far as it was made under the same plan.
struct StoredEvaluations {
  private(set) var pooled: [EvaluatedVersion: EvaluationRecord] = [:]
  private(set) var comparisons: [EvaluatedVersion: [ComparisonRecord]] = [:]
  private(set) var slices: [EvaluatedVersion: [SliceRecord]] = [:]
  private var nights: [CalendarDate: [EvaluationRecord]] = [:]

  init(_ plan: EvaluationPlan, in book: Book) throws(Diagnostic) {
    for record in try book.evaluations(name: plan.name) where record.detail?.planDigest == plan.digest {
      if let date = record.date.flatMap({ CalendarDate($0) }) {
        nights[date, default: []].append(record)
      } else if record.date == nil {
        pooled[record.version] = record
      }
    }
    try addFindings(plan, in: book)
  }

  /// What was compared and sliced belongs to the pooled record of its version, with which it was entered.
  private mutating func addFindings(_ plan: EvaluationPlan, in book: Book) throws(Diagnostic) {
    for comparison in try book.comparisons(name: plan.name) {
      let version = EvaluatedVersion(model: comparison.model, number: comparison.number)
      comparisons[version, default: []].append(comparison)
    }
    for slice in try book.slices(name: plan.name) {
      let version = EvaluatedVersion(model: slice.model, number: slice.number)
      slices[version, default: []].append(slice)
    }
    // What an earlier program computed knows no versions within slices: it is computed anew.
    for (version, own) in slices where !plan.rivals(of: version).isEmpty {
      if own.contains(where: { $0.againstVersions == nil }) { pooled[version] = nil }
    }
    let metrics = plan.metrics.map(\.rawValue)
    for version in comparisons.keys {
      let rivals = plan.rivals(of: version).map(\.description)
      func place(_ comparison: ComparisonRecord) -> (Int, Int) {
        (
          rivals.firstIndex(of: comparison.baseline) ?? rivals.count,
          metrics.firstIndex(of: comparison.metric) ?? metrics.count
        )
      }
      comparisons[version]?.sort { place($0) < place($1) }
    }
  }

  /// The records of a night that still belong to the run that stands; empty where the champion's is missing.
  func records(of night: StandingNights.Night) -> [EvaluationRecord] {
    let records = (nights[night.date] ?? []).filter { night.isServed(by: $0.detail) }
    return records.contains { $0.version == EvaluatedVersion(night.commit.model) } ? records : []
  }
}
