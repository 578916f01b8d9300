package import Diagnostics

extension Diagnostic.Identifier {
  package static let outputForeignTable = Self("output-foreign-table")
  package static let outputColumnType = Self("output-column-type")
  package static let outputNoKey = Self("output-no-key")
  package static let outputTableTaken = Self("output-table-taken")
}

/// The tables and the view that a plan needs in a SQLite file.
struct SQLiteSchema {
  let table: String
  let job: String
  let columns: [OutputColumn]
  /// Empty where the plan has no shadows.
  let shadowColumns: [OutputColumn]
  let primaryKey: [String]

  var shadowTable: String { table + "_shadow" }
  private var view: String { table + "_with_commits" }
  var hasDate: Bool { columns.contains { $0.name == "date" } }
  private var shadowKey: [String] { primaryKey + ["model", "version"] }

  init(table: String, _ plan: OutputPlan) throws(Diagnostic) {
    guard plan.keyCount > 0 else {
      throw Diagnostic(
        .outputNoKey, .configuration, "table '\(table)' needs a key",
        next: "Give the input dataset of job '\(plan.job)' a key: key: [COLUMN].")
    }
    self.table = table
    job = plan.job
    columns = plan.columns
    shadowColumns = plan.shadows.first ?? []
    let keys = plan.columns.prefix(plan.keyCount).map(\.name)
    primaryKey = (plan.columns.contains { $0.name == "date" } ? ["date"] : []) + keys
  }

  /// Makes or completes everything; inside a transaction of the caller.
  func apply(to database: SQLiteDatabase) throws(Diagnostic) {
    if try !SQLiteCommits.isThere(in: database) { try database.execute(SQLiteCommits.create) }
    try database.execute(
      """
      CREATE TABLE IF NOT EXISTS scorebook_rejects (
        job TEXT NOT NULL, date TEXT NOT NULL, run_id TEXT NOT NULL, source TEXT NOT NULL,
        record INTEGER NOT NULL, line INTEGER, "column" TEXT, reason TEXT NOT NULL, row ANY
      ) STRICT;
      CREATE INDEX IF NOT EXISTS scorebook_rejects_by_date ON scorebook_rejects (job, date)
      """)
    try refuseTaken(in: database)
    try fit(table, columns, key: primaryKey, in: database)
    if !shadowColumns.isEmpty { try fit(shadowTable, shadowColumns, key: shadowKey, in: database) }
    try makeView(in: database)
  }

  /// Whether there is a shadow table that this job's earlier runs have made, and no table of another output.
  func hasOwnShadows(in database: SQLiteDatabase) throws(Diagnostic) -> Bool {
    guard try SQLiteTableForm(shadowTable, in: database).isOurs(key: shadowKey) else { return false }
    return try owner(of: shadowTable, in: database) == nil
  }

  private func refuseTaken(in database: SQLiteDatabase) throws(Diagnostic) {
    func refuse(_ name: String, _ owner: String) -> Diagnostic {
      Diagnostic(
        .outputTableTaken, .configuration, at: Diagnostic.Place(file: database.path),
        "table '\(name)' belongs to job '\(owner)'", next: "Give job '\(job)' a table of its own.")
    }
    if let other = try owner(of: table, besides: job, in: database) { throw refuse(table, other) }
    if !shadowColumns.isEmpty, let other = try owner(of: shadowTable, in: database) {
      throw refuse(shadowTable, other)
    }
    // A table nobody committed to can be the shadow table of another output.
    guard table.lowercased().hasSuffix("_shadow"), try owner(of: table, in: database) == nil,
      try !SQLiteTableForm(table, in: database).key.isEmpty,
      let other = try owner(of: String(table.dropLast("_shadow".count)), in: database)
    else { return }
    throw refuse(table, other)
  }

  /// A job that has commits in a table, of all jobs or of those besides one.
  private func owner(
    of table: String, besides job: String? = nil, in database: SQLiteDatabase
  ) throws(Diagnostic) -> String? {
    try database.rows(
      "SELECT min(job) FROM scorebook_commits WHERE output = ? AND job IS NOT ?",
      [.text(table), job.map { .text($0) } ?? .null]
    ).first?.first?.text
  }

  /// A job that ran with dates and without may have made it; nil where the keys differ in more.
  private func dateAdvice(_ form: SQLiteTableForm, key: [String]) -> String? {
    if form.key == ["date"] + key {
      return "It holds rows of dates, and this run has none: give the command a date, or name another table."
    }
    if ["date"] + form.key == key {
      return
        "It holds one result without dates, and this run has one: leave the date out, or name another table."
    }
    return nil
  }

  private func fit(
    _ table: String, _ columns: [OutputColumn], key: [String], in database: SQLiteDatabase
  ) throws(Diagnostic) {
    let quoted = SQLiteDatabase.quoted
    let found = try database.rows(
      "SELECT name, type FROM pragma_table_info(?) ORDER BY cid", [.text(table)])
    if found.isEmpty {
      let list = columns.map { column in
        "\(quoted(column.name)) \(column.sqlType)\(key.contains(column.name) ? " NOT NULL" : "")"
      }
      try database.execute(
        """
        CREATE TABLE \(quoted(table)) (
          \(list.joined(separator: ",\n  ")),
          PRIMARY KEY (\(key.map(quoted).joined(separator: ", ")))
        ) STRICT, WITHOUT ROWID
        """)
      return
    }
    let form = try SQLiteTableForm(table, in: database)
    guard form.isOurs(key: key) else {
      throw Diagnostic(
        .outputForeignTable, .configuration, at: Diagnostic.Place(file: database.path),
        "'\(table)' is there already and was not made for this job",
        expected: "a table with the primary key (\(key.joined(separator: ", ")))",
        found: form.isStrict
          ? "one with (\(form.key.joined(separator: ", ")))" : "another kind of table or view",
        next: dateAdvice(form, key: key)
          ?? "Name another table in the job's output, or rename the one that is there.")
    }
    for column in columns {
      let type = found.first { $0[0].text?.lowercased() == column.name.lowercased() }?[1].text
      guard let type else {
        try database.execute(
          "ALTER TABLE \(quoted(table)) ADD COLUMN \(quoted(column.name)) \(column.sqlType)")
        continue
      }
      guard type == column.sqlType else {
        throw Diagnostic(
          .outputColumnType, .configuration, at: Diagnostic.Place(file: database.path),
          "column '\(column.name)' of table '\(table)' has another type", expected: column.sqlType,
          found: type, next: "Rename the output in the job, or write to another table.")
      }
    }
  }

  /// Every row with its commit. A commit's column takes a prefix where the table has one of that name.
  private func makeView(in database: SQLiteDatabase) throws(Diagnostic) {
    let quoted = SQLiteDatabase.quoted
    let names = try database.rows("SELECT name FROM pragma_table_info(?) ORDER BY cid", [.text(table)])
      .compactMap { $0.first?.text }
    let own = Set(names.map { $0.lowercased() })
    let commit = [
      "job", "model", "model_digest", "plan_digest", "input_digest", "source_stamp", "committed_at",
    ]
    let joined = commit.map { "c.\($0) AS \(own.contains($0) ? "commit_\($0)" : $0)" }
    let date = hasDate ? "t.\"date\"" : "''"
    func quotedText(_ text: String) -> String {
      "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
    let join = "JOIN scorebook_commits AS c ON c.job = \(quotedText(job))"
    let sql = """
      CREATE VIEW \(quoted(view)) AS
      SELECT \((names.map { "t.\(quoted($0))" } + joined).joined(separator: ", "))
        FROM \(quoted(table)) AS t
        \(join) AND c.date = \(date)
         AND c.output = \(quotedText(table)) AND c.run_id = t."run_id"
      """
    let found = try database.rows(
      "SELECT type, sql FROM sqlite_schema WHERE name = ? COLLATE NOCASE", [.text(view)]
    ).first
    if let found {
      guard found[0].text == "view", found[1].text?.contains(join) == true else {
        throw Diagnostic(
          .outputForeignTable, .configuration, at: Diagnostic.Place(file: database.path),
          "'\(view)' is there already and is no view of ours", next: "Rename it, or write to another table.")
      }
      if found[1].text == sql { return }
      try database.execute("DROP VIEW \(quoted(view))")
    }
    try database.execute(sql)
  }
}

extension OutputColumn {
  var sqlType: String {
    switch kind {
    case .text: "TEXT"
    case .real: "REAL"
    case .integer: "INTEGER"
    }
  }
}
