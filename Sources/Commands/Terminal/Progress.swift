import Synchronization

/// How far a run is: a bar on a terminal, nothing elsewhere.
final class Progress: Sendable {
  private struct State {
    var rows = 0
    var started: Double
    var shown: Double = 0
    var isShown = false
    var label = ""
    var expected: Int?
  }

  private let state: Mutex<State>
  private let isOn: Bool

  init(isOn: Bool) {
    self.isOn = isOn && Terminal.standardError.isInteractive
    state = Mutex(State(started: Host.seconds()))
  }

  /// A new date or file begins; `expected` rows if that is known from the last one.
  func begin(_ label: String, expected: Int?) {
    state.withLock { $0 = State(started: Host.seconds(), label: label, expected: expected) }
  }

  func advance(_ rows: Int) {
    state.withLock { state in
      state.rows += rows
      guard isOn else { return }
      let now = Host.seconds()
      guard now - state.started > 0.5, now - state.shown > 0.1 else { return }
      state.shown = now
      state.isShown = true
      Terminal.standardError.write("\r\u{1B}[K" + Progress.line(state, now))
    }
  }

  /// Takes the bar away.
  func end() {
    state.withLock { state in
      if state.isShown { Terminal.standardError.write("\r\u{1B}[K") }
      state.isShown = false
    }
  }

  private static func line(_ state: State, _ now: Double) -> String {
    let rate = Double(state.rows) / max(now - state.started, 1e-3)
    var line = state.label.isEmpty ? "" : state.label + "  "
    if let expected = state.expected, expected > 0, state.rows <= expected {
      let share = Double(state.rows) / Double(expected)
      let filled = Int(share * 24)
      line += "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: 24 - filled) + "] "
      line += Quantity.share(share) + "  "
      let left = Double(expected - state.rows) / max(rate, 1)
      return line + "\(Quantity.count(Int(rate))) rows/s  \(Quantity.seconds(left)) left"
    }
    return line + "\(Quantity.count(state.rows)) rows  \(Quantity.count(Int(rate))) rows/s"
  }
}
