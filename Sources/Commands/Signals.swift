import Datasets
import Diagnostics
import Glibc
import Scoring
import Synchronization

/// SIGINT and SIGTERM: noted, then seen by the run at its next chunk, so that nothing is lost.
enum Signals {
  private static let caught = Atomic<Int32>(0)

  /// The first signal that came, or nil.
  static var received: Int32? {
    let signal = caught.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  /// From now on both signals are noted; a second one ends the program at once.
  static func watch() {
    // Whoever started us may have blocked them, and a blocked signal would never be noted.
    var noted = sigset_t()
    sigemptyset(&noted)
    sigaddset(&noted, SIGINT)
    sigaddset(&noted, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &noted, nil)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        let first = Signals.caught.compareExchange(
          expected: 0, desired: number, ordering: .relaxed
        ).exchanged
        if !first { _exit(128 + number) }
        QueryInterruption.request()
      }
    }
  }

  /// What a run is told.
  static func interruption() -> Diagnostic? {
    guard let received else { return nil }
    return Diagnostic(
      .runInterrupted, .failure, "stopped by \(received == SIGINT ? "Ctrl-C" : "a signal to terminate")",
      next: "Nothing of this date was written; the same command goes on from here.")
  }
}
