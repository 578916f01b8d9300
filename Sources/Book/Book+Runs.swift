package import Diagnostics
import GRDB

extension Book {
  /// Which runs a listing shows.
  package struct RunFilter: Sendable, Hashable {
    package let job: String?
    /// ISO date; nil for any.
    package let date: String?
    /// Empty: all.
    package let states: [RunRecord.State]
    /// Only runs whose rows stand in the target.
    package let standingOnly: Bool
    /// The newest so many.
    package let limit: Int?

    package init(
      job: String? = nil, date: String? = nil, states: [RunRecord.State] = [], standingOnly: Bool = false,
      limit: Int? = nil
    ) {
      self.job = job
      self.date = date
      self.states = states
      self.standingOnly = standingOnly
      self.limit = limit
    }
  }

  /// Enters a run in state `running`.
  package func begin(_ start: RunStart) throws(Diagnostic) {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO run (id, job, date, state, standing, started_at, plan_digest, target, stages, threads,
            process, program)
          VALUES (?, ?, ?, 'running', 0, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          start.id, start.job, start.date ?? "", start.startedAt, start.planDigest, start.target,
          try RecordJSON.text(RunRecord.Stages.none), start.threads, try RecordJSON.text(start.process),
          start.program,
        ])
      try Book.insert(start.versions, run: start.id, in: database)
      if let split = start.split { try Book.insert(split, run: start.id, in: database) }
    }
  }

  /// Enters how a run ended, with its profiles, in one transaction.
  ///
  /// A committed run stands from now on; the one that stood for its job and date before is kept as replaced.
  /// **Throws** for a run that never began.
  /// **Shape:** `profiles[i]` belongs to version i of the run; the champion's holds the inputs too.
  package func finish(_ id: String, _ end: RunEnd, profiles: [Profile] = []) throws(Diagnostic) {
    try write { database in
      try database.execute(
        sql: """
          UPDATE run SET state = ?, finished_at = ?, input_digest = ?, source_stamp = ?, rows_in = ?,
            rows_out = ?, rejects = ?, stages = ?, problems = ?, fallbacks = ?, fallback_reasons = ?
          WHERE id = ?
          """,
        arguments: [
          end.state.rawValue, end.finishedAt, end.inputDigest, end.sourceStamp, end.rowsIn, end.rowsOut,
          end.rejects, try RecordJSON.text(end.stages), end.problems, end.fallbacks?.rows,
          try end.fallbacks.map { try RecordJSON.text($0.reasons) }, id,
        ])
      guard database.changesCount == 1 else {
        throw Diagnostic(
          .bookFailed, .failure, at: .init(file: file), "the book does not know the run that ended", found: id
        )
      }
      for (position, count) in end.restarts {
        try database.execute(
          sql: "UPDATE run_version SET restarts = ? WHERE run = ? AND position = ?",
          arguments: [count, id, position])
      }
      for (position, count) in end.unanswered {
        try database.execute(
          sql: "UPDATE run_version SET unanswered = ? WHERE run = ? AND position = ?",
          arguments: [count, id, position])
      }
      try Book.enter(variantRows: end.variantRows, run: id, in: database)
      for (position, profile) in profiles.enumerated() {
        try database.execute(
          sql: "INSERT OR REPLACE INTO run_profile (run, position, profile) VALUES (?, ?, ?)",
          arguments: [id, position, try RecordJSON.text(profile)])
      }
      if end.state == .committed { try Book.letStand(id, in: database) }
    }
  }

  package func run(_ id: String) throws(Diagnostic) -> RunRecord? {
    try read { try Book.runs("WHERE id = ?", [id], in: $0).first }
  }

  /// Ids that begin with the text, newest first: what a person may type instead of the whole id.
  package func runIDs(beginning text: String) throws(Diagnostic) -> [String] {
    try read {
      try String.fetchAll(
        $0, sql: "SELECT id FROM run WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id DESC", arguments: [text]
      )
    }
  }

  /// Newest first.
  package func runs(_ filter: RunFilter = RunFilter()) throws(Diagnostic) -> [RunRecord] {
    try read { database in
      var conditions: [String] = []
      var arguments = StatementArguments()
      if let job = filter.job {
        conditions.append("job = ?")
        arguments += [job]
      }
      if let date = filter.date {
        conditions.append("date = ?")
        arguments += [date]
      }
      if !filter.states.isEmpty {
        conditions.append("state IN (\(filter.states.map { _ in "?" }.joined(separator: ", ")))")
        arguments += StatementArguments(filter.states.map(\.rawValue))
      }
      if filter.standingOnly { conditions.append("standing = 1") }
      arguments += [filter.limit ?? -1]
      let clause = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
      return try Book.runs(
        "\(clause) ORDER BY started_at DESC, date DESC, id DESC LIMIT ?", arguments, in: database)
    }
  }

  /// The profile of version `position` of a run: 0 is the champion, with the inputs.
  package func profile(ofRun id: String, position: Int = 0) throws(Diagnostic) -> Profile? {
    try read { database in
      try String.fetchOne(
        database, sql: "SELECT profile FROM run_profile WHERE run = ? AND position = ?",
        arguments: [id, position]
      ).map { try RecordJSON.stored(Profile.self, $0, of: "a profile") }
    }
  }

  /// The champion's profiles of many runs, by run, still to be read; one without a profile is left out.
  package func storedProfiles(ofRuns ids: Set<String>) throws(Diagnostic) -> [String: StoredProfile] {
    try read { database in
      var found: [String: StoredProfile] = [:]
      let statement = try database.cachedStatement(
        sql: "SELECT profile FROM run_profile WHERE run = ? AND position = 0")
      for id in ids {
        guard let text = try String.fetchOne(statement, arguments: [id]) else { continue }
        found[id] = StoredProfile(text: text, file: file)
      }
      return found
    }
  }

  static func insert(_ versions: [RunRecord.Version], run: String, in database: Database) throws {
    for (position, version) in versions.enumerated() {
      try database.execute(
        sql: """
          INSERT INTO run_version (run, position, role, model, number, digest) VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [run, position, version.role.rawValue, version.model, version.number, version.digest])
    }
  }

  /// The run stands; the one before it for the same job and date no longer does, and is what it replaced.
  ///
  /// - Parameter isAdopted: whether the book did not see it begin, and entered it only now.
  static func letStand(_ id: String, isAdopted: Bool = false, in database: Database) throws {
    let before = try String.fetchOne(
      database,
      sql: """
        SELECT other.id FROM run AS other JOIN run AS this ON this.job = other.job AND this.date = other.date
        WHERE this.id = ?1 AND other.id <> ?1 AND other.standing = 1
        """,
      arguments: [id])
    if let before {
      try database.execute(sql: "UPDATE run SET standing = 0 WHERE id = ?", arguments: [before])
      // An earlier run that stands again, its target put back from a copy, replaces nothing. Which is earlier is told
      // by the order in which they were entered: a clock may go back, and ids of one second sort by chance. Of one that
      // is adopted the id alone can tell.
      let isLater = isAdopted ? "id > ?1" : "rowid > (SELECT rowid FROM run WHERE id = ?1)"
      try database.execute(
        sql: "UPDATE run SET replaces = ?1 WHERE id = ?2 AND replaces IS NULL AND \(isLater)",
        arguments: [before, id])
    }
    try database.execute(sql: "UPDATE run SET standing = 1 WHERE id = ?", arguments: [id])
  }

  static func runs(
    _ clause: String, _ arguments: StatementArguments, in database: Database
  ) throws -> [RunRecord] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT \(RunRecord.columns) FROM run \(clause)", arguments: arguments)
    // Of very many runs all versions are read at once: a query for each would take longer than everything else.
    let isMany = rows.count > 500
    let all = isMany ? try allVersions(in: database) : [:]
    let split = isMany ? Set(try String.fetchAll(database, sql: "SELECT run FROM run_split")) : nil
    let versions = try database.cachedStatement(
      sql: """
        SELECT role, model, number, digest, restarts, unanswered FROM run_version WHERE run = ? ORDER BY position
        """)
    var decoded = RepeatedRecords()
    return try rows.map { row in
      let id: String = row[0]
      let own =
        isMany
        ? all[id] ?? [] : try Row.fetchAll(versions, arguments: [id]).map(RunRecord.Version.init(row:))
      let hasSplit = split?.contains(id) ?? true
      return try RunRecord(
        row: row, versions: own, split: hasSplit ? try Book.split(ofRun: id, in: database) : nil, &decoded)
    }
  }

  /// By run, in order of position.
  private static func allVersions(in database: Database) throws -> [String: [RunRecord.Version]] {
    var found: [String: [RunRecord.Version]] = [:]
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT role, model, number, digest, restarts, unanswered, run FROM run_version ORDER BY run, position
        """)
    while let row = try rows.next() {
      let version = try RunRecord.Version(row: row)
      found[row[6] as String, default: []].append(version)
    }
    return found
  }
}

/// Nested records that many runs have in common, read once.
private struct RepeatedRecords {
  private var processes: [String: ProcessIdentity] = [:]
  mutating func process(_ text: String) throws -> ProcessIdentity {
    if let known = processes[text] { return known }
    let found = try RecordJSON.stored(ProcessIdentity.self, text, of: "a run's process")
    processes[text] = found
    return found
  }
}

extension RunRecord.Version {
  fileprivate init(row: Row) throws {
    guard let role = Role(rawValue: row[0]) else {
      throw DamagedRecord(what: "a role that can't be read")
    }
    self.init(
      role: role, model: row[1], number: row[2], digest: row[3], restarts: row[4], unanswered: row[5])
  }
}

extension RunRecord {
  /// By place and not by name: looking up names takes longer than reading what they name.
  fileprivate static let columns = """
    id, job, date, state, standing, started_at, finished_at, plan_digest, input_digest, source_stamp, rows_in, rows_out,
    rejects, target, stages, threads, problems, replaces, process, program, fallbacks, fallback_reasons
    """

  fileprivate convenience init(
    row: Row, versions: [Version], split: Split?, _ decoded: inout RepeatedRecords
  ) throws {
    guard let state = State(rawValue: row[3]) else {
      throw DamagedRecord(what: "a run's state that can't be read")
    }
    let date: String = row[2]
    self.init(
      id: row[0], job: row[1], date: date.isEmpty ? nil : date, state: state, isStanding: row[4],
      startedAt: row[5], finishedAt: row[6], versions: versions, planDigest: row[7], inputDigest: row[8],
      sourceStamp: row[9], rowsIn: row[10], rowsOut: row[11], rejects: row[12], target: row[13],
      stages: try Stages(stored: row[14]), threads: row[15], problems: row[16], replaces: row[17],
      process: try decoded.process(row[18]), program: row[19],
      fallbacks: try Fallbacks(rows: row[20], row[21]),
      split: split)
  }
}

extension RunRecord.Stages {
  /// As `RecordJSON` writes them they are read here, ten times as fast, and in any other form by it.
  fileprivate init(stored text: String) throws {
    if let found = StagesReader.stages(text) {
      self = found
    } else {
      self = try RecordJSON.stored(RunRecord.Stages.self, text, of: "a run's stages")
    }
  }
}

extension RunRecord.Fallbacks {
  /// nil where the run has none.
  fileprivate init?(rows: Int?, _ reasons: String?) throws {
    guard let rows else { return nil }
    self.init(
      rows: rows, reasons: try reasons.map { try RecordJSON.stored([String].self, $0, of: "a reason") } ?? [])
  }
}
