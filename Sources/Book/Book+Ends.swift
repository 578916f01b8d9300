package import Diagnostics
import GRDB

extension Book {
  /// What became of a run whose process ended without telling.
  package enum Ending: Sendable, Hashable {
    /// Its rows stand in the target.
    case committed(StandingCommit)
    /// They don't; what a person is told.
    case interrupted(String)
  }

  /// Runs that the book believes at work, by their ids.
  package func unfinished() throws(Diagnostic) -> [RunRecord] {
    try read { try Book.runs("WHERE state = 'running' ORDER BY id", [], in: $0) }
  }

  /// Enters how runs ended, in one transaction; one that is not believed at work any more is left as it is.
  ///
  /// - Parameter now: When it was found; nil where that would differ each time it is found.
  /// - Returns: The runs that were entered, in the order given.
  package func end(
    _ endings: [(run: String, ending: Ending)], now: String?
  ) throws(Diagnostic) -> [String] {
    try write { database in
      try endings.compactMap { id, ending in
        let isOpen = try Bool.fetchOne(
          database, sql: "SELECT state = 'running' FROM run WHERE id = ?", arguments: [id])
        guard isOpen == true else { return nil }
        switch ending {
        case .committed(let commit): try Book.commitLate(commit, in: database)
        case .interrupted(let reason): try Book.interrupt(id, reason, now: now, in: database)
        }
        return id
      }
    }
  }

  /// The book as it is now, in a private place that goes away with it: what is entered there, nobody else sees.
  package func privateCopy() throws(Diagnostic) -> Book {
    do {
      // An empty path is a file of SQLite's own: large books need no memory.
      let copy = try DatabaseQueue(path: "")
      try queue.backup(to: copy)
      return Book(folder: folder, mode: mode, queue: copy)
    } catch {
      throw Diagnostic(book: error, file: file)
    }
  }

  static func interrupt(_ id: String, _ reason: String, now: String?, in database: Database) throws {
    try database.execute(
      sql: "UPDATE run SET state = 'interrupted', finished_at = ?, problems = ? WHERE id = ?",
      arguments: [now, reason, id])
  }
}

extension RunRecord {
  private static let unheard = "its process ended without telling: it was killed, or the machine stopped; "
  /// Why a run is interrupted whose process said nothing.
  package static let unheardEnd = unheard + "nothing of it was written"
  /// The same, where the target was not asked.
  package static let unknownEnd = unheard + "whether its rows were written is not known"

  /// Whether its end is not told by itself, but was found.
  package var isEndUnheard: Bool {
    state == .interrupted && problems?.hasPrefix(RunRecord.unheard) == true
  }
  /// Whether nobody knows if its rows stand.
  package var isEndUnknown: Bool {
    state == .interrupted && problems?.hasPrefix(RunRecord.unknownEnd) == true
  }
}
