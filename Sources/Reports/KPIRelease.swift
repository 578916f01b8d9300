import Book
import Charts
import Workspace

/// A new champion, as it may change what a KPI measures.
struct KPIRelease: Sendable, Hashable {
  /// `repurchase@2`.
  let reference: String
  /// The day in UTC.
  let day: Day

  /// Those of the models that the KPI names, or of all, oldest first.
  static func all(for kpi: Configuration.KPI, _ history: [AliasRecord]) -> [KPIRelease] {
    history.filter { change in
      change.alias == "champion" && kpi.limits.releasesOf?.contains(change.model) ?? true
    }
    .compactMap { change in
      Day(iso: String(change.since.prefix(10))).map {
        KPIRelease(reference: "\(change.model)@\(change.number)", day: $0)
      }
    }
    .sorted { ($0.day, $0.reference) < ($1.day, $1.reference) }
  }
}
