import Book
import Charts
import Workspace

/// A new champion, as it may change what a KPI measures.
struct KPIRelease: Sendable, Hashable {
  /// `repurchase@2`.
  let reference: String
  /// In the workspace's time zone.
  let day: Day

  /// Those of the models that the KPI names, or of all, oldest first.
  static func all(for kpi: Configuration.KPI, _ snapshot: BookSnapshot) -> [KPIRelease] {
    snapshot.history.filter { change in
      change.alias == "champion" && kpi.limits.releasesOf?.contains(change.model) ?? true
    }
    .compactMap { change in
      day(of: change.since, in: snapshot.configuration.timezone).map {
        KPIRelease(reference: "\(change.model)@\(change.number)", day: $0)
      }
    }
    .sorted { ($0.day, $0.reference) < ($1.day, $1.reference) }
  }

  /// The day of a time of the book, "2026-02-01T22:30:00Z", in a time zone; nil for anything else.
  private static func day(of time: String, in timezone: String) -> Day? {
    let clock = time.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int($0) }
    guard let date = CalendarDate(String(time.prefix(10))), clock.count == 3 else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
    let local = try? CalendarDate.today(in: timezone, now: Double(seconds))
    return Day(number: (local ?? date).daysSinceEpoch)
  }
}
