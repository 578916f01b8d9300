import Book
import Datasets
import Diagnostics
import Foundation
import Scoring
import Workspace

extension Session {
  /// The book to read; nil before the first command that writes one.
  ///
  /// - Returns: Beside it, the runs whose end the book itself could not be told.
  func settledBook() throws(Diagnostic) -> (book: Book?, untold: [String]) {
    guard Book.exists(inWorkspace: folder) else { return (nil, []) }
    return try settled(Book.open(folder: folder, mode: .readOnly))
  }

  /// Jobs that are at work as their locks tell, without a look at the book.
  var lockedJobs: [String] { JobLock.held(in: configuration.location(of: ".scorebook/locks")) }

  /// The book with the ends of runs in it whose process ended without telling, as a kill leaves them.
  ///
  /// Where the book can't be told, by its permissions or since a target can't be asked, a command that reads at least
  /// sees it, in a copy of its own.
  func settled(_ book: Book) throws(Diagnostic) -> (book: Book, untold: [String]) {
    let found = RunSettlement(configuration).ended(try book.unfinished())
    guard !found.isEmpty else { return (book, []) }
    for doubt in found.compactMap(\.doubt) { Terminal.standardError.write(Problems([doubt.asWarning])) }
    var untold = found.filter { !$0.isCertain }
    let certain = found.filter(\.isCertain)
    if !certain.isEmpty {
      do throws(Diagnostic) {
        let writer =
          book.mode == .readOnly ? try Book.open(folder: folder, mode: .readWrite) : book
        tell(of: certain, ended: try writer.end(certain.map { ($0.run, $0.ending) }, now: Host.now()))
      } catch {
        untold = found
      }
    }
    // What a writing command enters must reach the book, and no copy of it.
    guard !untold.isEmpty, book.mode == .readOnly else { return (book, []) }
    let copy = try book.privateCopy()
    tell(of: untold, ended: try copy.end(untold.map { ($0.run, $0.ending) }, now: nil))
    return (copy, untold.map(\.run))
  }

  private func tell(of found: [RunSettlement.Found], ended: [String]) {
    for found in found where ended.contains(found.run) {
      switch found.ending {
      case .committed: tell("run \(found.run) had committed before its process died")
      case .interrupted(RunRecord.unheardEnd): tell("run \(found.run) was interrupted and wrote nothing")
      case .interrupted: tell("run \(found.run) was interrupted; whether it had committed is not known")
      }
    }
  }
}

extension RunRecord {
  /// Its state for a person: a run of another host may have ended without that being seen from here.
  var stateWords: String {
    guard state == .running, process.isAlive(seenFrom: .current()) == nil else { return state.rawValue }
    return "running on \(process.host)"
  }

  /// What a person should know of a run that is believed at work and can't be seen.
  var unseen: String? {
    guard state == .running else { return nil }
    switch process.isAlive(seenFrom: .current()) {
    case true: return nil
    case nil: return "started on \(process.host), whose processes can't be seen from here"
    case false: return "its process can't be seen from here, but the job's lock is held or can't be looked at"
    }
  }
}
