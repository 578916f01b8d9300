/// One execution for (job, date).
///
/// A class, since a book has tens of thousands that are grouped, sorted and handed on, with some twenty texts each.
package final class RunRecord: Sendable, Codable {
  package enum State: String, Sendable, Hashable, Codable, CaseIterable {
    /// Its process is at work, or died and nobody has looked yet.
    case running
    case committed
    /// Something could not be done.
    case failed
    /// A limit or an expectation said no; nothing was written.
    case refused
    /// Its process died or was stopped before the commit.
    case interrupted
  }

  /// A version by its role.
  package struct Version: Sendable, Hashable, Codable {
    package enum Role: String, Sendable, Hashable, Codable {
      case champion, shadow, variant, fallback
      /// By an evaluation, and by no run.
      case scored
    }

    package let role: Role
    package let model: String
    package let number: Int
    package let digest: String
    /// How often its program had to be started again, all workers together; nil where it has no program, and where
    /// it is not known: the run did not come so far, or the book was older.
    package let restarts: Int?
    /// Rows of the output that a shadow has no answer for: it refused them, or failed at their batch; nil for another
    /// role, and where it is not known.
    package let unanswered: Int?

    package init(
      role: Role, model: String, number: Int, digest: String, restarts: Int? = nil, unanswered: Int? = nil
    ) {
      self.role = role
      self.model = model
      self.number = number
      self.digest = digest
      self.restarts = restarts
      self.unanswered = unanswered
    }

    /// `repurchase@2`.
    package var reference: String { "\(model)@\(number)" }
  }

  /// Rows that the fallback answered.
  package struct Fallbacks: Sendable, Hashable, Codable {
    package let rows: Int
    /// Why the first of them did, each reason once with the place where it was met first; no value of a cell.
    package let reasons: [String]

    package init(rows: Int, reasons: [String]) {
      self.rows = rows
      self.reasons = reasons
    }
  }

  /// Seconds that each stage took.
  package struct Stages: Sendable, Hashable, Codable {
    package let score: Double
    package let judge: Double
    package let commit: Double

    package init(score: Double, judge: Double, commit: Double) {
      self.score = score
      self.judge = judge
      self.commit = commit
    }

    package static let none = Stages(score: 0, judge: 0, commit: 0)
    package var total: Double { score + judge + commit }
  }

  /// Sorts by time: `20261121T021500Z-1f3a9c2e`.
  package let id: String
  package let job: String
  /// ISO date; nil for a job that keeps one result only.
  package let date: String?
  package let state: State
  /// Whether its rows stand in the target: committed, and not replaced since.
  package let isStanding: Bool
  /// RFC 3339.
  package let startedAt: String
  package let finishedAt: String?
  /// The champion first, then the shadows in the order of the plan, then the variants' own, then the fallback.
  package let versions: [Version]
  package let planDigest: String
  package let inputDigest: String?
  package let sourceStamp: String?
  package let rowsIn: Int?
  package let rowsOut: Int?
  package let rejects: Int?
  /// What messages call it: `_out/cdnow.db#repurchase_scores`.
  package let target: String
  package let stages: Stages
  package let threads: Int
  /// What went wrong, as a person was told; nil where nothing did.
  package let problems: String?
  /// The run whose rows this one replaced.
  package let replaces: String?
  package let process: ProcessIdentity
  /// `scorebook 0.1.0`.
  package let program: String
  /// nil where the job has no fallback, and where it is not known: the process died, or the book was older.
  package let fallbacks: Fallbacks?
  /// nil where the job has no split, and where it is not known.
  package let split: Split?

  package init(
    id: String, job: String, date: String?, state: State, isStanding: Bool, startedAt: String,
    finishedAt: String?, versions: [Version], planDigest: String, inputDigest: String?, sourceStamp: String?,
    rowsIn: Int?, rowsOut: Int?, rejects: Int?, target: String, stages: Stages, threads: Int,
    problems: String?, replaces: String?, process: ProcessIdentity, program: String,
    fallbacks: Fallbacks? = nil, split: Split? = nil
  ) {
    self.id = id
    self.job = job
    self.date = date
    self.state = state
    self.isStanding = isStanding
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.versions = versions
    self.planDigest = planDigest
    self.inputDigest = inputDigest
    self.sourceStamp = sourceStamp
    self.rowsIn = rowsIn
    self.rowsOut = rowsOut
    self.rejects = rejects
    self.target = target
    self.stages = stages
    self.threads = threads
    self.problems = problems
    self.replaces = replaces
    self.process = process
    self.program = program
    self.fallbacks = fallbacks
    self.split = split
  }

  package var champion: Version? { versions.first { $0.role == .champion } }
  package var shadows: [Version] { versions.filter { $0.role == .shadow } }
  /// nil where the job has none, or one that is a value.
  package var fallback: Version? { versions.first { $0.role == .fallback } }
}

/// What is known of a run when it begins.
package struct RunStart: Sendable, Hashable {
  package let id: String
  package let job: String
  /// ISO date; nil for a job that keeps one result only.
  package let date: String?
  package let startedAt: String
  package let versions: [RunRecord.Version]
  package let planDigest: String
  package let target: String
  package let threads: Int
  package let process: ProcessIdentity
  package let program: String
  /// Its rows are not known yet.
  package let split: RunRecord.Split?

  package init(
    id: String, job: String, date: String?, startedAt: String, versions: [RunRecord.Version],
    planDigest: String, target: String, threads: Int, process: ProcessIdentity, program: String,
    split: RunRecord.Split? = nil
  ) {
    self.id = id
    self.job = job
    self.date = date
    self.startedAt = startedAt
    self.versions = versions
    self.planDigest = planDigest
    self.target = target
    self.threads = threads
    self.process = process
    self.program = program
    self.split = split
  }
}

/// How a run ended.
package struct RunEnd: Sendable, Hashable {
  package let state: RunRecord.State
  package let finishedAt: String
  package let inputDigest: String?
  package let sourceStamp: String?
  package let rowsIn: Int?
  package let rowsOut: Int?
  package let rejects: Int?
  package let stages: RunRecord.Stages
  package let problems: String?
  /// nil for a job without fallback.
  package let fallbacks: RunRecord.Fallbacks?
  /// Position among the run's versions → how often its program had to be started again.
  package let restarts: [Int: Int]
  /// Position of a shadow among the run's versions → rows of the output that it has no answer for.
  package let unanswered: [Int: Int]
  /// Rows by variant of the run's split; empty where it has none.
  package let variantRows: [Int]

  package init(
    state: RunRecord.State, finishedAt: String, inputDigest: String? = nil, sourceStamp: String? = nil,
    rowsIn: Int? = nil, rowsOut: Int? = nil, rejects: Int? = nil, stages: RunRecord.Stages = .none,
    problems: String? = nil, fallbacks: RunRecord.Fallbacks? = nil, restarts: [Int: Int] = [:],
    unanswered: [Int: Int] = [:],
    variantRows: [Int] = []
  ) {
    self.state = state
    self.finishedAt = finishedAt
    self.inputDigest = inputDigest
    self.sourceStamp = sourceStamp
    self.rowsIn = rowsIn
    self.rowsOut = rowsOut
    self.rejects = rejects
    self.stages = stages
    self.problems = problems
    self.fallbacks = fallbacks
    self.restarts = restarts
    self.unanswered = unanswered
    self.variantRows = variantRows
  }
}
