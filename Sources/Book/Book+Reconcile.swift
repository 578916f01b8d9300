package import Diagnostics
import GRDB

extension Book {
  /// What the target taught the book.
  package struct Correction: Sendable, Hashable {
    /// Runs whose process died after its commit.
    package var committed: [String] = []
    /// Runs whose process died before its commit.
    package var interrupted: [String] = []
    /// Runs that the target knows and the book did not: an older copy of the book was put back.
    package var adopted: [String] = []
    /// Runs that stood and whose rows are no longer in the target.
    package var fallen: [String] = []

    package var isEmpty: Bool {
      committed.isEmpty && interrupted.isEmpty && adopted.isEmpty && fallen.isEmpty
    }
  }

  /// Corrects the runs of a job by what stands in its target, in one transaction; nothing is written where
  /// nothing differs.
  ///
  /// Runs that wrote to another target (an overlay names another file) are not touched, also where they still say
  /// `running`: whether their rows stand, this target can't tell.
  /// Only for whoever holds the job's lock: every run of the job that says `running` is then dead.
  ///
  /// - Parameters:
  ///   - target: What the book calls the target.
  ///   - isTarget: Whether a name that an earlier run was entered with means the same target.
  package func reconcile(
    job: String, commits: [StandingCommit], target: String, isTarget: (String) -> Bool, now: String,
    program: String, process: ProcessIdentity
  ) throws(Diagnostic) -> Correction {
    let open = try openRuns(of: job)
    let names = Set(open.map(\.target)).filter(isTarget)
    let own = open.filter { names.contains($0.target) }
    let ours = Set(own.map(\.id))
    if own.count == commits.count,
      Set(own.map { $0.isCommitted ? $0.id : "" }) == Set(commits.map(\.runID))
    {
      return Correction()
    }
    return try write { database in
      var correction = Correction()
      let standing = Dictionary(commits.map { ($0.runID, $0) }, uniquingKeysWith: { first, _ in first })
      for id in try String.fetchAll(
        database, sql: "SELECT id FROM run WHERE job = ? AND state = 'running' ORDER BY id", arguments: [job])
      {
        if let commit = standing[id] {
          try Book.commitLate(commit, in: database)
          correction.committed.append(id)
        } else if ours.contains(id) {
          try Book.interrupt(id, RunRecord.unheardEnd, now: now, in: database)
          correction.interrupted.append(id)
        }
      }
      for commit in commits.sorted(by: { $0.date < $1.date }) {
        let known = try Row.fetchOne(
          database, sql: "SELECT state, standing FROM run WHERE id = ?", arguments: [commit.runID])
        guard let known else {
          try Book.adopt(
            commit, job: job, target: target, program: program, process: process, in: database)
          correction.adopted.append(commit.runID)
          continue
        }
        let state: String = known["state"]
        if state != RunRecord.State.committed.rawValue {
          try Book.commitLate(commit, in: database)
          correction.committed.append(commit.runID)
        } else if !(known["standing"] as Bool) {
          try Book.letStand(commit.runID, in: database)
        }
      }
      for id in try String.fetchAll(
        database, sql: "SELECT id FROM run WHERE job = ? AND standing = 1 ORDER BY id", arguments: [job])
      where standing[id] == nil && ours.contains(id) {
        try database.execute(sql: "UPDATE run SET standing = 0 WHERE id = ?", arguments: [id])
        correction.fallen.append(id)
      }
      return correction
    }
  }

  /// Runs of a job that stand or are believed at work.
  private func openRuns(
    of job: String
  ) throws(Diagnostic) -> [(id: String, isCommitted: Bool, target: String)] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT id, state = 'committed', target FROM run "
          + "WHERE job = ? AND (standing = 1 OR state = 'running')",
        arguments: [job]
      ).map { ($0[0], $0[1], $0[2]) }
    }
  }

  static func commitLate(_ commit: StandingCommit, in database: Database) throws {
    try database.execute(
      sql: """
        UPDATE run SET state = 'committed', finished_at = ?, input_digest = ?, source_stamp = ?, rows_in = ?,
          rows_out = ?, rejects = ?, problems = CASE state WHEN 'interrupted' THEN NULL ELSE problems END WHERE id = ?
        """,
      arguments: [
        commit.committedAt, commit.inputDigest, commit.sourceStamp, commit.rowsIn, commit.rowsOut,
        commit.rejects, commit.runID,
      ])
    try letStand(commit.runID, in: database)
  }

  /// A run of which only the target knows: its own times are the commit's, its shadows are not known.
  private static func adopt(
    _ commit: StandingCommit, job: String, target: String, program: String, process: ProcessIdentity,
    in database: Database
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO run (id, job, date, state, standing, started_at, finished_at, plan_digest, input_digest,
          source_stamp, rows_in, rows_out, rejects, target, stages, threads, problems, process, program)
        VALUES (?, ?, ?, 'committed', 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
        """,
      arguments: [
        commit.runID, job, commit.date, commit.committedAt, commit.committedAt, commit.planDigest,
        commit.inputDigest, commit.sourceStamp, commit.rowsIn, commit.rowsOut, commit.rejects, target,
        try RecordJSON.text(RunRecord.Stages.none),
        "taken over from the target: the book did not know this run",
        try RecordJSON.text(process), program,
      ])
    if let at = commit.model.lastIndex(of: "@"),
      let number = Int(commit.model[commit.model.index(after: at)...])
    {
      let champion = RunRecord.Version(
        role: .champion, model: String(commit.model[..<at]), number: number, digest: commit.modelDigest)
      try insert([champion], run: commit.runID, in: database)
    }
    try letStand(commit.runID, isAdopted: true, in: database)
  }
}
