import Book
import Charts
import Workspace

/// What became of each night of a job: of those that ran, and of those that should have.
struct JobNights: Sendable {
  /// Oldest first.
  let nights: [CalendarChart.Night]
  /// The run that tells a night, by its ISO date.
  let runs: [String: RunRecord]

  /// - Parameters:
  ///   - runs: All of the job.
  ///   - newest: The day up to which nights are missed: the newest date that any job of the book has.
  init(_ all: [RunRecord], _ configured: Configuration.Job?, upTo newest: Day?) {
    var byDate: [String: [RunRecord]] = [:]
    for run in all { if let date = run.date { byDate[date, default: []].append(run) } }
    var told: [String: RunRecord] = [:]
    var states: [Day: CalendarChart.State] = [:]
    for (date, runs) in byDate {
      guard let day = Day(iso: date) else { continue }
      let latest = runs.max { $0.id < $1.id }
      guard let shown = runs.first(where: \.isStanding) ?? latest else { continue }
      told[date] = shown
      states[day] = Self.state(shown, latest)
    }
    if let configured, let every = configured.every,
      let since = configured.since, let first = states.keys.min(), let newest
    {
      // Nights before the first one that ran were never asked for.
      var number = since.daysSinceEpoch
      if number < first.number { number += (first.number - number + every - 1) / every * every }
      while number <= newest.number {
        let day = Day(number: number)
        if states[day] == nil { states[day] = .missing }
        number += every
      }
    }
    nights = states.sorted { $0.key < $1.key }.map { CalendarChart.Night($0.key, $0.value) }
    runs = told
  }

  private static func state(_ shown: RunRecord, _ latest: RunRecord?) -> CalendarChart.State {
    guard shown.isStanding else {
      switch shown.state {
      case .running: return .running
      case .failed: return .failed
      case .refused: return .refused
      case .interrupted: return .interrupted
      case .committed: return .replaced
      }
    }
    // What stands is old where a later run of the date went wrong.
    if let latest, latest.id != shown.id, latest.state != .committed { return .warned }
    if shown.problems?.isEmpty == false { return .warned }
    return shown.replaces == nil ? .standing : .again
  }

  /// The newest so many months, whole ones.
  func months(_ count: Int) -> [CalendarChart.Night] {
    guard let last = nights.last?.day.parts else { return [] }
    let months = last.year * 12 + last.month - 1 - (count - 1)
    guard let first = Day(year: months / 12, month: months % 12 + 1, day: 1) else { return nights }
    return nights.filter { $0.day >= first }
  }

  func count(_ state: CalendarChart.State) -> Int { nights.count { $0.state == state } }

  /// "2 of them failed, 1 missing, 1 with a warning", "all of them standing".
  var note: String {
    let parts = [
      (count(.refused), "refused"), (count(.failed), "failed"), (count(.interrupted), "interrupted"),
      (count(.missing), "missing"), (count(.replaced), "replaced"), (count(.warned), "with a warning"),
      (count(.running), "still running"),
    ].filter { $0.0 > 0 }
    guard let first = parts.first else { return nights.count == 1 ? "standing" : "all of them standing" }
    return
      (["\(NumberText.count(first.0)) of them \(first.1)"]
      + parts.dropFirst().map { "\(NumberText.count($0.0)) \($0.1)" }).joined(separator: ", ")
  }

  /// "32 nights: 29 standing, 1 refused and 2 missing.", "35 nights, all of them standing."
  var sentence: String {
    let count = NumberText.count(nights.count, "night")
    let states = Set(nights.map(\.state))
    guard states.count == 1, nights.count > 1, let state = states.first else { return "\(count): \(words)." }
    return "\(count), all of them \(state.words)."
  }

  /// "29 standing, 1 refused and 2 missing"
  var words: String {
    let parts = CalendarChart.State.allCases.compactMap { state -> String? in
      let found = count(state)
      return found > 0 ? "\(NumberText.count(found)) \(state.words)" : nil
    }
    return NumberText.list(parts)
  }
}
