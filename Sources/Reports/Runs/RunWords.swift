import Book
import Charts

/// How pages call the states of a run.
enum RunWords {
  static func state(_ run: RunRecord) -> String {
    switch run.state {
    case .committed: run.isStanding ? "standing" : "replaced"
    case .refused: "refused"
    case .running, .failed, .interrupted: run.state.rawValue
    }
  }

  /// Its date; of a job without dates the day it ran.
  static func date(_ run: RunRecord) -> String { run.date ?? "ran on \(NumberText.day(run.startedAt))" }

  /// How long all stages took; nothing where that was not recorded: the run was cut off, or taken over from the target.
  static func duration(_ run: RunRecord) -> String {
    run.stages.total > 0 ? NumberText.duration(run.stages.total) : NumberText.none
  }

  /// With the sign that calendars have for it: "✓ standing".
  static func marked(_ run: RunRecord) -> String {
    let sign: CalendarChart.State =
      switch run.state {
      case .committed:
        run.isStanding ? (run.problems?.isEmpty == false ? .warned : .standing) : .replaced
      case .refused: .refused
      case .failed: .failed
      case .interrupted: .interrupted
      case .running: .running
      }
    return "\(sign.symbol) \(sign.words)"
  }

  /// The rows that it wrote; nothing of a run that wrote none, however many it had scored.
  static func written(_ run: RunRecord) -> String {
    run.state == .committed ? NumberText.count(run.rowsOut) : NumberText.none
  }
}
