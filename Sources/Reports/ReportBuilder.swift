package import Book
import Charts
package import Diagnostics
import Markdown
import Statistics
package import Workspace

/// Makes every page of the site that holds numbers: home, model cards, runs and reports.
///
/// Numbers come from the book alone and prose from the workspace's Markdown files, so that a page can be made
/// again at any time; nothing is scored, and the clock is not asked.
package struct ReportBuilder: Sendable {
  let configuration: Configuration
  let book: Book?
  let verdicts: [String: ExperimentVerdict]

  /// - Parameters:
  ///   - book: nil where nothing has made one yet; the pages then say which command does.
  ///   - verdicts: By experiment, what the comparison of its trials found.
  package init(configuration: Configuration, book: Book?, verdicts: [String: ExperimentVerdict] = [:]) {
    self.configuration = configuration
    self.book = book
    self.verdicts = verdicts
  }

  /// Files of the workspace beside `site/` that pages may be made with, whether they are there or not: cards, texts of
  /// reports, and SQL of KPIs and datasets.
  package static func texts(of configuration: Configuration) -> [String] {
    let reports = configuration.reports.values.flatMap { report in
      report.contents.compactMap { if case .text(let path) = $0 { path } else { nil } }
    }
    let queries = configuration.datasets.values.compactMap { dataset -> String? in
      switch dataset.kind {
      case .sqliteQuery(_, let query), .query(let query, _): query
      case .csv, .sqliteTable: nil
      }
    }
    return configuration.models.values.compactMap(\.card) + reports
      + configuration.kpis.values.map(\.query) + queries
  }

  /// One report of the configuration.
  package struct Report: Sendable {
    package let document: ReportDocument
    package let assets: [ReportAsset]
    package let facts: ReportFacts
    package let triggers: ReportTriggers
    /// Whether it tells any number, as of its morning.
    package let tellsNumbers: Bool
  }

  /// A report by its name; nil where the configuration has none of that name.
  ///
  /// `asOf`: the morning that it is of; values of periods that were not over then, and later looks at readouts, are
  /// not seen. Evaluations are told as the book holds them now.
  /// **Throws:** what `documents()` throws.
  package func report(_ name: String, asOf: CalendarDate? = nil) throws(Problems) -> Report? {
    guard let configured = configuration.reports[name] else { return nil }
    let (snapshot, prose) = try read()
    let report = KPIReport(
      report: configured, snapshot: snapshot, prose: prose,
      asOf: asOf.map { Day(number: $0.daysSinceEpoch) })
    let page = report.page()
    let facts = ReportFacts(report)
    return Report(
      document: page.document, assets: page.assets, facts: facts,
      triggers: ReportTriggers(report, from: facts.from, morning: facts.asOf),
      tellsNumbers: report.tellsNumbers)
  }

  /// Every report of the configuration, by name.
  package func reports() throws(Problems) -> [ReportFacts] {
    let (snapshot, prose) = try read()
    return configuration.reports.values.sorted { $0.name < $1.name }.map {
      ReportFacts(KPIReport(report: $0, snapshot: snapshot, prose: prose))
    }
  }

  private func read() throws(Problems) -> (BookSnapshot, ProseLibrary) {
    let snapshot = try snapshot()
    var problems = Problems()
    let prose = ProseLibrary(snapshot, &problems)
    try problems.throwIfAny()
    return (snapshot, prose)
  }

  private func snapshot() throws(Problems) -> BookSnapshot {
    do throws(Diagnostic) {
      return try BookSnapshot(configuration, book, verdicts: verdicts)
    } catch {
      throw Problems([error])
    }
  }

  /// All documents and their figures, by path.
  ///
  /// - Parameter texts: Pages that people wrote, to be given back with what their shortcodes stand for.
  ///
  /// **Throws:** everything that is wrong with the texts of the workspace, at once; or what is wrong with the
  /// book.
  package func documents(expanding texts: [ReportText] = []) throws(Problems) -> ReportOutput {
    let snapshot = try snapshot()
    var problems = Problems()
    let prose = ProseLibrary(snapshot, &problems)
    try problems.throwIfAny()
    let makers = makers(snapshot, prose)
    let pages = Workers.map(makers.count) { makers[$0]() }
    // A text whose page is made here is in it already.
    let own = Set(pages.map(\.document.path))
    var files: [ReportAsset] = []
    let written = expanded(texts.filter { !own.contains($0.path) }, snapshot, &files, &problems)
    try problems.throwIfAny()
    let output = ReportOutput(
      documents: pages.map(\.document).sorted { $0.path < $1.path }, expanded: written,
      assets: Self.once(pages.flatMap(\.assets) + files), sources: snapshot.texts.sources)
    let distinct = DistinctPaths((output.documents.map(\.path) + output.assets.map(\.path)))
    return distinct.isEmpty ? output : distinct.applied(to: output)
  }

  /// In the order of their paths; a file that two pages show, such as a chart in a text of both, is one.
  private static func once(_ assets: [ReportAsset]) -> [ReportAsset] {
    var last: ReportAsset?
    return assets.sorted { $0.path < $1.path }.filter { asset in
      defer { last = asset }
      return asset != last
    }
  }

  private func expanded(
    _ texts: [ReportText], _ snapshot: BookSnapshot, _ files: inout [ReportAsset], _ problems: inout Problems
  ) -> [ReportDocument] {
    let shortcodes = ShortcodeExpander(source: BookShortcodes(snapshot: snapshot))
    // A text that is also a card's has been told of already.
    var told = Set(problems.list)
    return texts.compactMap { text in
      do throws(Problems) {
        let expanded = try shortcodes.expanded(text.markdown, file: text.file, page: text.path)
        files += expanded.files.map { ReportAsset(path: $0.path, bytes: $0.bytes) }
        return ReportDocument(path: text.path, markdown: expanded.markdown)
      } catch {
        problems.add(Problems(error.list.filter { told.insert($0).inserted }))
        return nil
      }
    }
  }

  /// Makes one page; each knows all that it needs, so that any thread may make it.
  private typealias Maker = @Sendable () -> PageWriter.Page

  private func makers(_ snapshot: BookSnapshot, _ prose: ProseLibrary) -> [Maker] {
    var makers: [Maker] = [
      { HomePage(snapshot: snapshot, prose: prose).page() },
      { ModelIndex(snapshot: snapshot, prose: prose).page() },
    ]
    makers += snapshot.modelNames.map { model -> Maker in
      { ModelCard(model: model, snapshot: snapshot, prose: prose.models[model]).page() }
    }
    makers += experiments(snapshot) + jobs(snapshot) + datasets(snapshot) + runs(snapshot)
    if !EvaluationPage.names(snapshot).isEmpty {
      makers.append { EvaluationIndex(snapshot: snapshot).page() }
    }
    makers += EvaluationPage.names(snapshot).map { name -> Maker in
      { EvaluationPage(name: name, snapshot: snapshot).page() }
    }
    if !snapshot.readoutNames.isEmpty { makers.append { ReadoutIndex(snapshot: snapshot).page() } }
    makers += snapshot.readoutNames.map { name -> Maker in
      { ReadoutPage(name: name, snapshot: snapshot).page() }
    }
    makers.append { LineagePage(snapshot: snapshot).page() }
    return makers + reports(snapshot, prose)
  }

  private func reports(_ snapshot: BookSnapshot, _ prose: ProseLibrary) -> [Maker] {
    guard !configuration.reports.isEmpty else { return [] }
    return [{ ReportIndex(snapshot: snapshot, prose: prose).page() }]
      + configuration.reports.values.sorted { $0.name < $1.name }.map { report -> Maker in
        { KPIReport(report: report, snapshot: snapshot, prose: prose).page() }
      }
  }

  private func experiments(_ snapshot: BookSnapshot) -> [Maker] {
    guard !snapshot.experiments.isEmpty else { return [] }
    var makers: [Maker] = [{ ExperimentIndex(snapshot: snapshot).page() }]
    for view in snapshot.experiments {
      makers.append { ExperimentPage(view: view, snapshot: snapshot).page() }
      for trial in view.trials {
        guard let path = view.paths[trial.key] else { continue }
        makers.append { TrialPage(trial: trial, view: view, snapshot: snapshot, path: path).page() }
      }
    }
    return makers
  }

  private func jobs(_ snapshot: BookSnapshot) -> [Maker] {
    var makers: [Maker] = [{ JobIndex(snapshot: snapshot).page() }]
    if !snapshot.drifts.isEmpty { makers.append { DriftIndex(snapshot: snapshot).page() } }
    for job in snapshot.jobNames {
      makers.append { JobPage(job: job, snapshot: snapshot).page() }
      guard let drift = snapshot.drifts[job] else { continue }
      makers.append { JobDriftPage(drift: drift, snapshot: snapshot).page() }
    }
    return makers
  }

  private func datasets(_ snapshot: BookSnapshot) -> [Maker] {
    let index: Maker = { DatasetIndex(snapshot: snapshot).page() }
    return [index]
      + configuration.datasets.values.sorted { $0.name < $1.name }.map { dataset -> Maker in
        { DatasetPage(dataset: dataset, snapshot: snapshot).page() }
      }
  }

  private func runs(_ snapshot: BookSnapshot) -> [Maker] {
    let index: Maker = { RunIndex(snapshot: snapshot).page() }
    let months: [Maker] = snapshot.months.map { month -> Maker in
      { RunMonthPage(month: month.month, runs: month.runs, snapshot: snapshot).page() }
    }
    let all: [Maker] = snapshot.months.isEmpty ? [] : [{ RunMonthIndex(snapshot: snapshot).page() }]
    return [index] + all + months
      + snapshot.runs.filter { snapshot.runLinks.paged.contains($0.id) }.map { run -> Maker in
        { RunPage(run: run, snapshot: snapshot).page() }
      }
  }
}
