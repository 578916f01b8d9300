import Diagnostics
import Glibc
import Processes
import Scoring

/// SIGINT and SIGTERM: noted, then seen by what is at work where it can stop cleanly, so that nothing is lost.
enum Signals {
  /// **Units:** seconds after the first signal; what has not stopped by then is cut off, as by kill -9.
  private static let patience: UInt32 = 5

  /// From now on both signals are noted; a second one ends the program at once.
  static func watch() {
    // Whoever started us may have blocked them, and a blocked signal would never be noted.
    var noted = sigset_t()
    sigemptyset(&noted)
    for number in [SIGINT, SIGTERM, SIGALRM] { sigaddset(&noted, number) }
    // Also makes the state before a handler needs it.
    _ = Interruption.isRequested || Interruption.isHeld
    signal(SIGALRM) { _ in
      guard let received = Interruption.received else { return }
      if Interruption.isHeld {
        alarm(1)
      } else {
        Signals.end(received)
      }
    }
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        guard Interruption.note(number) else { return Signals.end(number) }
        alarm(Signals.patience)
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &noted, nil)
  }

  /// Ends the program here, and with it the programs it started. Only what a signal's handler may do.
  private static func end(_ number: Int32) {
    ProcessGroup.endAll()
    let words: StaticString = "error: stopped at once.\n"
    _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
    _exit(128 + number)
  }

  /// What a run is told.
  static func interruption() -> Diagnostic? {
    Interruption.summary.map {
      Diagnostic(
        .runInterrupted, .failure, $0,
        next: "Nothing of this date was written; the same command goes on from here.")
    }
  }
}
