package import Book
import Charts
package import Diagnostics
package import Workspace

/// Makes every page of the site that holds numbers: home, model cards, runs and reports.
///
/// Numbers come from the book alone and prose from the workspace's Markdown files, so that a page can be made
/// again at any time; nothing is scored, and the clock is not asked.
package struct ReportBuilder: Sendable {
  let configuration: Configuration
  let book: Book?

  /// - Parameter book: nil where nothing has made one yet; the pages then say which command does.
  package init(configuration: Configuration, book: Book?) {
    self.configuration = configuration
    self.book = book
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
    let snapshot: BookSnapshot
    do throws(Diagnostic) {
      snapshot = try BookSnapshot(configuration, book)
    } catch {
      throw Problems([error])
    }
    var problems = Problems()
    let prose = ProseLibrary(configuration, models: snapshot.modelNames, &problems)
    try problems.throwIfAny()
    return (snapshot, prose)
  }

  /// All documents and their figures, by path.
  ///
  /// **Throws:** everything that is wrong with the texts of the workspace, at once; or what is wrong with the
  /// book.
  package func documents() throws(Problems) -> ReportOutput {
    let (snapshot, prose) = try read()
    var pages = [HomePage(snapshot: snapshot, prose: prose).page()]
    pages.append(ModelIndex(snapshot: snapshot).page())
    for model in snapshot.modelNames {
      pages.append(ModelCard(model: model, snapshot: snapshot, prose: prose.models[model]).page())
    }
    pages.append(RunIndex(snapshot: snapshot).page())
    for run in snapshot.runs { pages.append(RunPage(run: run, snapshot: snapshot).page()) }
    pages += EvidencePage(snapshot: snapshot).pages()
    if !configuration.reports.isEmpty { pages.append(ReportIndex(snapshot: snapshot, prose: prose).page()) }
    for report in configuration.reports.values.sorted(by: { $0.name < $1.name }) {
      pages.append(KPIReport(report: report, snapshot: snapshot, prose: prose).page())
    }
    return ReportOutput(
      documents: pages.map(\.document).sorted { $0.path < $1.path },
      assets: pages.flatMap(\.assets).sorted { $0.path < $1.path })
  }
}
