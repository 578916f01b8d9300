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
