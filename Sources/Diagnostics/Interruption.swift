import Glibc
import Synchronization

extension Diagnostic.Identifier {
  package static let commandInterrupted = Self("command-interrupted")
}

/// A signal to end the program: noted once, and looked at by all that may work for long, where it can stop cleanly.
///
/// A program is told to end as a whole, so that this is the one state which all of it shares.
package enum Interruption {
  private static let signal = Atomic<Int32>(0)
  private static let held = Atomic<Int>(0)

  /// The first signal that came; nil before.
  package static var received: Int32? {
    let number = signal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  package static var isRequested: Bool { received != nil }

  /// Notes a signal; false where one was noted before. A signal's handler may call it.
  package static func note(_ number: Int32) -> Bool {
    signal.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged
  }

  /// "stopped by Ctrl-C"; nil where no signal came.
  package static var summary: String? {
    received.map { "stopped by \($0 == SIGINT ? "Ctrl-C" : "a signal to terminate")" }
  }

  /// What a command is told that was stopped before it wrote anything; nil where no signal came.
  package static var diagnostic: Diagnostic? {
    summary.map { Diagnostic(.commandInterrupted, .failure, $0, next: "Nothing is half done.") }
  }

  /// **Throws** `command-interrupted` once a signal came.
  package static func check() throws(Diagnostic) {
    if let diagnostic { throw diagnostic }
  }

  /// Whether something is at work that must not be cut off for lack of patience. A signal's handler may ask.
  package static var isHeld: Bool { held.load(ordering: .relaxed) > 0 }

  /// Does what shall be done to its end once it has begun: a commit.
  package static func holding<Result>(
    _ body: () throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    held.add(1, ordering: .relaxed)
    defer { held.subtract(1, ordering: .relaxed) }
    return try body()
  }
}
