package import Book
import Datasets
package import Diagnostics
package import Workspace

/// Finds runs that the book believes at work and whose process has ended, and what became of them.
///
/// The target is the truth: a run whose commit stands there is done, any other was cut off. A run is taken for ended
/// only where its process is gone from this machine and nobody holds its job's lock; one of another machine, or whose
/// lock can't be looked at, stays as it is.
package struct RunSettlement {
  /// What became of one of them.
  package struct Found {
    package let run: String
    package let ending: Book.Ending
    /// Whether the book may be told: else the target could not be asked, and the next command may know more.
    package let isCertain: Bool
    /// Why it is not.
    package let doubt: Diagnostic?
  }

  private let configuration: Configuration
  private let here: ProcessIdentity

  package init(_ configuration: Configuration, here: ProcessIdentity = .current()) {
    self.configuration = configuration
    self.here = here
  }

  /// - Parameter runs: Those that the book believes at work.
  package func ended(_ runs: [RunRecord]) -> [Found] {
    let locks = configuration.location(of: ".scorebook/locks")
    return runs.compactMap { run in
      guard run.process.hasEnded(seenFrom: here),
        JobLock.isHeld(job: run.job, folder: locks) == false
      else { return nil }
      return found(run)
    }
  }

  private func found(_ run: RunRecord) -> Found {
    guard let job = configuration.jobs[run.job] else {
      // It may be the job of an overlay, whose next command can ask its target.
      return Found(
        run: run.id,
        ending: .interrupted("\(RunRecord.unknownEnd): this configuration has no job '\(run.job)'"),
        isCertain: false, doubt: nil)
    }
    let target = configuration.target(of: job)
    guard TargetName(configuration, job).isMeant(by: run.target) else {
      return Found(
        run: run.id,
        ending: .interrupted(
          "\(RunRecord.unknownEnd): it wrote to \(run.target), and this configuration names another output"),
        isCertain: false, doubt: nil)
    }
    do {
      let commits = try target.commits(job: run.job)
      guard let commit = commits.first(where: { $0.runID == run.id }) else {
        return Found(run: run.id, ending: .interrupted(RunRecord.unheardEnd), isCertain: true, doubt: nil)
      }
      return Found(run: run.id, ending: .committed(StandingCommit(commit)), isCertain: true, doubt: nil)
    } catch {
      return Found(
        run: run.id, ending: .interrupted("\(RunRecord.unknownEnd): \(run.target) can't be read"),
        isCertain: false, doubt: error)
    }
  }
}
