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

  /// How long all stages took; nothing where that was not recorded: the run was cut off, or taken over from the target.
  static func duration(_ run: RunRecord) -> String {
    run.stages.total > 0 ? NumberText.duration(run.stages.total) : NumberText.none
  }

  /// With the sign that calendars have for it: "✓ standing".
  static func marked(_ run: RunRecord) -> String {
    let sign: CalendarChart.State =
      switch run.state {
      case .committed:
        run.isStanding ? (run.problems?.isEmpty == false ? .warned : .done) : .replaced
      case .refused, .failed, .interrupted: .failed
      case .running: .running
      }
    return "\(sign.symbol) \(state(run))"
  }
}
