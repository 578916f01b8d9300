import Book
import Charts
import Diagnostics
import Markdown
import Workspace

/// One dataset: where its rows come from, what its columns are, who reads it, and how it changed.
struct DatasetPage {
  let dataset: Configuration.Dataset
  let snapshot: BookSnapshot

  private var readers: DatasetReaders { DatasetReaders(dataset: dataset.name, snapshot: snapshot) }

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", dataset.name)
    matter.add("description", Self.kind(dataset))
    matter.add("layout", "report")
    var page = PageWriter(
      path: PagePath.dataset(dataset.name), title: dataset.name, matter, snapshot.runLinks)
    tiles(&page)
    origin(&page)
    let lines = readers.lines(page)
    page.body.heading(2, "Who reads it")
    if lines.isEmpty {
      page.body.paragraph("Nothing of the workspace reads it.")
    } else {
      page.body.list(lines.map { "\($0)." })
    }
    columns(&page)
    for job in readers.jobs { course(job, &page) }
    LineageSection(snapshot: snapshot, around: key).write(to: &page)
    return page.finish(snapshot)
  }

  /// A dataset that a job writes is that job's output in the lineage.
  private var key: LineageGraph.Key {
    if snapshot.lineage.node(.dataset(dataset.name)) != nil { return .dataset(dataset.name) }
    switch dataset.kind {
    case .sqliteTable(let file, let table, _): return .output("\(file)#\(table)")
    case .csv(let path, _): return .output(path)
    case .sqliteQuery, .query: return .dataset(dataset.name)
    }
  }

  /// "CSV data/orders.csv", "query data/features.sql over purchases".
  static func kind(_ dataset: Configuration.Dataset) -> String {
    switch dataset.kind {
    case .csv(let path, _): "CSV \(path)"
    case .sqliteTable(let file, let table, _): "table \(table) of \(file)"
    case .sqliteQuery(let file, let query): "query \(query) in \(file)"
    case .query(let file, let tables): "query \(file) over \(NumberText.list(Set(tables.values).sorted()))"
    }
  }

  private func tiles(_ page: inout PageWriter) {
    guard let job = readers.jobs.first, let newest = snapshot.standing(job: job.name).last else { return }
    var columns: [MarkdownWriter.Column] = [.init("Newest rows")]
    var cells: [InlineMarkdown] = [
      "\(NumberText.count(newest.rowsIn)) *\(page.link(run: newest.id, .plain(newest.date ?? newest.job)))*"
    ]
    if let profile = snapshot.runProfiles[newest.id] {
      columns.append(.init("Columns scored"))
      let holes = profile.inputs.count { $0.missing > 0 }
      cells.append(
        .tile(
          NumberText.count(profile.inputs.count),
          holes == 0 ? "none has gaps" : "\(NumberText.count(holes)) with missing values"))
    }
    if let drift = snapshot.drifts[job.name] {
      columns.append(.init("Shifted"))
      let farthest = drift.inputs.first.flatMap { column in
        column.latest.map { "most: \(column.name), PSI \(NumberText.fixed($0, 2))" }
      }
      cells.append(.tile(NumberText.count(drift.shifted.count), farthest ?? ""))
    }
    page.body.table(columns, [cells])
  }

  private func origin(_ page: inout PageWriter) {
    page.body.heading(2, "Where its rows come from")
    var rows: [(String, InlineMarkdown)] = []
    switch dataset.kind {
    case .csv(let path, let dialect):
      rows.append(("CSV", .code(path)))
      rows.append(("dialect", .plain(Self.dialect(dialect))))
    case .sqliteTable(let file, let table, let date):
      rows.append(("SQLite", .code(file)))
      rows.append(("table", .code(table)))
      if let date { rows.append(("date", .code(date))) }
    case .sqliteQuery(let file, let query):
      rows.append(("SQLite", .code(file)))
      rows.append(("query", .code(query)))
    case .query(let file, let tables):
      rows.append(("query", .code(file)))
      rows += tables.sorted { $0.key < $1.key }.map { name, source in
        ("table \(name)", page.link(.plain(source), PagePath.dataset(source)))
      }
    }
    rows.append(("key", dataset.key.isEmpty ? .plain("none") : .joined(dataset.key.map { .code($0) })))
    page.body.facts(rows)
    query(&page)
  }

  private func query(_ page: inout PageWriter) {
    let file: String
    switch dataset.kind {
    case .sqliteQuery(_, let query): file = query
    case .query(let query, _): file = query
    case .csv, .sqliteTable: return
    }
    guard
      let text = try? snapshot.texts.read(snapshot.configuration.location(of: file), isExpected: false)
    else { return }
    page.body.details("The query \(.code(file))") { $0.code(text, language: "sql") }
  }

  private static func dialect(_ dialect: Configuration.Dialect) -> String {
    var words = [
      "\(dialect.encoding)", dialect.delimiter == "\t" ? "tabs" : "'\(dialect.delimiter)' between fields",
    ]
    if dialect.decimal != "." { words.append("decimal '\(dialect.decimal)'") }
    if !dialect.header { words.append("no header") }
    let missing = dialect.missingValues.map { $0.isEmpty ? "an empty field" : "'\($0)'" }
    if !missing.isEmpty { words.append("missing: \(NumberText.list(missing))") }
    return words.joined(separator: "; ")
  }

  /// Of the newest night of the first job that scores it; nil where there is none.
  private var profile: (job: Configuration.Job, profile: Profile, drift: JobDrift?)? {
    for job in readers.jobs {
      guard let newest = snapshot.standing(job: job.name).last, let profile = snapshot.runProfiles[newest.id]
      else {
        continue
      }
      return (job, profile, snapshot.drifts[job.name])
    }
    return nil
  }

  private func columns(_ page: inout PageWriter) {
    page.body.heading(2, "Columns")
    let found = profile
    // The profile has the model's names; the dataset has its own.
    let renamed = Dictionary(
      (found?.job.rename ?? [:]).map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    let profiled = Dictionary(
      (found?.profile.inputs ?? []).map { (renamed[$0.name] ?? $0.name, $0) },
      uniquingKeysWith: { first, _ in first })
    let names = Set(dataset.columns.keys).union(dataset.key).union(profiled.keys).union(
      readers.jobs.flatMap(\.keep))
    guard !names.isEmpty else {
      page.body.paragraph("None is declared, and no run has a profile of them.")
      return
    }
    page.body.table(
      [
        .init("column"), .init("kind"), .init("use"), .init("missing", .right), .init("mean", .right),
        .init("PSI", .right), .init("now"),
      ],
      names.sorted().map { name in
        let column = profiled[name]
        let own = found?.drift?.inputs.first { $0.name == column?.name }
        var uses: [String] = []
        if dataset.key.contains(name) { uses.append("key") }
        if let column { uses.append(column.name == name ? "input" : "input \(column.name)") }
        if readers.jobs.contains(where: { $0.keep.contains(name) }) { uses.append("kept") }
        return [
          .code(name), .plain(kind(name, column)), .plain(uses.joined(separator: ", ")),
          .plain(Self.missing(column, of: found?.profile.rows)), .plain(Self.mean(column)),
          .plain(own?.latest.map { NumberText.fixed($0, 3) } ?? NumberText.none),
          .plain(own?.latest.map(DriftMap.words) ?? NumberText.none),
        ]
      })
    if let found {
      page.body.paragraph(
        "Missing, mean and PSI are those of the newest night of job "
          + "\(page.link(.plain(found.job.name), PagePath.job(found.job.name))), PSI against the training rows of its "
          + "champion. Columns that nothing reads are not profiled.")
    }
  }

  private func kind(_ name: String, _ column: ColumnProfile?) -> String {
    if let declared = dataset.columns[name] { return declared.rawValue }
    switch column {
    case .number?: return "number"
    case .category?: return "category"
    case nil: return NumberText.none
    }
  }

  private static func missing(_ column: ColumnProfile?, of rows: Int?) -> String {
    guard let column, let rows, rows > 0 else { return NumberText.none }
    return column.missing == 0 ? "0" : NumberText.percent(Double(column.missing) / Double(rows))
  }

  /// **Missing values:** "–" where the mean could be a single row's value.
  private static func mean(_ column: ColumnProfile?) -> String {
    guard case .number(let number)? = column, number.count >= SmallCounts.fewest else {
      return NumberText.none
    }
    return NumberText.value(number.mean)
  }

  /// Rows and drift by night, as a job read them.
  private func course(_ job: Configuration.Job, _ page: inout PageWriter) {
    let runs = snapshot.standing(job: job.name).suffix(120).filter { $0.date.flatMap { Day(iso: $0) } != nil }
    guard runs.count > 1 else { return }
    page.body.heading(2, "As \(job.name) read it")
    page.figure(
      LineChart(
        title: "Rows by night", axis: "rows read",
        series: [
          .init(
            "rows",
            runs.compactMap { run in
              run.date.flatMap { Day(iso: $0) }.map { .init($0, run.rowsIn.map(Double.init)) }
            })
        ], zero: true), "rows-\(job.name)", caption: "Rows that each night of job \(job.name) read.", step: 7)
    guard let drift = snapshot.drifts[job.name] else { return }
    let known = drift.inputs.filter { $0.greatest != nil }
    guard !known.isEmpty else { return }
    let renamed = Dictionary(job.rename.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    page.figure(
      DriftMap.chart(known.prefix(40).map { (renamed[$0.name] ?? $0.name, $0.values) }, drift.days),
      "drift-\(job.name)",
      caption:
        "PSI of each column against the training rows of the champion of the night, the one that lies farthest now "
        + "first.", step: 7)
    page.body.paragraph(
      "\(page.link("What drift of this job means, and that of its score", PagePath.drift(job.name))).")
  }
}
