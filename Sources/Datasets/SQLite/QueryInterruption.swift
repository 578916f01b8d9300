package import Diagnostics
import Synchronization

extension Diagnostic.Identifier {
  package static let sqlInterrupted = Self("sql-interrupted")
}

/// A signal to end the program, told to every query that runs: SQLite asks after it while it works.
package enum QueryInterruption {
  private static let requested = Atomic(false)

  package static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Ends running queries and those to come; may be called by a signal's handler.
  package static func request() { requested.store(true, ordering: .relaxed) }
}
