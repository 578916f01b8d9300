/// What comes in from outside: the clock, who and where, randomness, signals. Tests give their own.
package struct RunEnvironment: Sendable {
  /// RFC 3339, UTC, to the second: `2026-11-21T02:15:00Z`.
  package let now: @Sendable () -> String
  /// Seconds of a clock that never jumps.
  package let seconds: @Sendable () -> Double
  package let host: String
  package let user: String
  package let process: Int32
  /// The program's version.
  package let program: String
  package let random: @Sendable () -> UInt64
  package let watch: Watch
  /// Whether messages may tell what a cell of the data holds: on a terminal, or asked for.
  package let showsValues: Bool
  /// What a person hears while it goes on, a line each.
  package let tell: @Sendable (String) -> Void

  package init(
    now: @escaping @Sendable () -> String, seconds: @escaping @Sendable () -> Double, host: String,
    user: String, process: Int32, program: String, random: @escaping @Sendable () -> UInt64, watch: Watch,
    showsValues: Bool = false, tell: @escaping @Sendable (String) -> Void
  ) {
    self.now = now
    self.seconds = seconds
    self.host = host
    self.user = user
    self.process = process
    self.program = program
    self.random = random
    self.watch = watch
    self.showsValues = showsValues
    self.tell = tell
  }

  /// A new run's name, sortable by its start: `20261121T021500Z-1f3a09bc`.
  package func makeRunID() -> String {
    let start = now().filter { $0 != "-" && $0 != ":" }
    let digits = String(UInt32(truncatingIfNeeded: random()), radix: 16)
    return "\(start)-\(String(repeating: "0", count: 8 - digits.count))\(digits)"
  }
}
