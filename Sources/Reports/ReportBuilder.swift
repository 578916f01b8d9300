package import Book
import Charts
package import Diagnostics
import Markdown
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

  /// One report of the configuration.
  package struct Report: Sendable {
    package let document: ReportDocument
    package let assets: [ReportAsset]
    package let facts: ReportFacts
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
    return Report(document: page.document, assets: page.assets, facts: ReportFacts(report))
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
    var pages = [HomePage(snapshot: snapshot, prose: prose).page()]
    pages.append(ModelIndex(snapshot: snapshot, prose: prose).page())
    for model in snapshot.modelNames {
      pages.append(ModelCard(model: model, snapshot: snapshot, prose: prose.models[model]).page())
    }
    pages += experiments(snapshot)
    pages += jobs(snapshot) + datasets(snapshot) + runs(snapshot)
    pages += EvaluationPage.pages(snapshot)
    if !snapshot.readoutNames.isEmpty { pages.append(ReadoutIndex(snapshot: snapshot).page()) }
    for name in snapshot.readoutNames { pages.append(ReadoutPage(name: name, snapshot: snapshot).page()) }
    pages.append(LineagePage(snapshot: snapshot).page())
    if !configuration.reports.isEmpty { pages.append(ReportIndex(snapshot: snapshot, prose: prose).page()) }
    for report in configuration.reports.values.sorted(by: { $0.name < $1.name }) {
      pages.append(KPIReport(report: report, snapshot: snapshot, prose: prose).page())
    }
    // A text whose page is made here is in it already.
    let own = Set(pages.map(\.document.path))
    var files: [ReportAsset] = []
    let written = expanded(texts.filter { !own.contains($0.path) }, snapshot, &files, &problems)
    try problems.throwIfAny()
    return ReportOutput(
      documents: pages.map(\.document).sorted { $0.path < $1.path }, expanded: written,
      assets: Self.once(pages.flatMap(\.assets) + files))
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
    return texts.compactMap { text in
      do throws(Problems) {
        let expanded = try shortcodes.expanded(text.markdown, file: text.file, page: text.path)
        files += expanded.files.map { ReportAsset(path: $0.path, bytes: $0.bytes) }
        return ReportDocument(path: text.path, markdown: expanded.markdown)
      } catch {
        // A text that is also a card's has been told of already.
        problems.add(Problems(error.list.filter { !problems.list.contains($0) }))
        return nil
      }
    }
  }

  private func experiments(_ snapshot: BookSnapshot) -> [PageWriter.Page] {
    guard !snapshot.experiments.isEmpty else { return [] }
    return [ExperimentIndex(snapshot: snapshot).page()]
      + snapshot.experiments.flatMap { view in
        [ExperimentPage(view: view, snapshot: snapshot).page()]
          + view.trials.compactMap { trial in
            view.paths[trial.key].map {
              TrialPage(trial: trial, view: view, snapshot: snapshot, path: $0).page()
            }
          }
      }
  }

  private func jobs(_ snapshot: BookSnapshot) -> [PageWriter.Page] {
    [JobIndex(snapshot: snapshot).page()]
      + snapshot.jobNames.flatMap { job in
        [JobPage(job: job, snapshot: snapshot).page()]
          + [snapshot.drifts[job]].compactMap { $0 }.map {
            JobDriftPage(drift: $0, snapshot: snapshot).page()
          }
      }
  }

  private func datasets(_ snapshot: BookSnapshot) -> [PageWriter.Page] {
    [DatasetIndex(snapshot: snapshot).page()]
      + configuration.datasets.values.sorted { $0.name < $1.name }.map {
        DatasetPage(dataset: $0, snapshot: snapshot).page()
      }
  }

  private func runs(_ snapshot: BookSnapshot) -> [PageWriter.Page] {
    [RunIndex(snapshot: snapshot).page()]
      + snapshot.months.map { RunMonthPage(month: $0.month, runs: $0.runs, snapshot: snapshot).page() }
      + snapshot.runs.filter { snapshot.runLinks.paged.contains($0.id) }.map {
        RunPage(run: $0, snapshot: snapshot).page()
      }
  }
}
