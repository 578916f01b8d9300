import Markdown
import Workspace

/// Who reads a dataset, as the configuration has it.
struct DatasetReaders {
  let dataset: String
  let snapshot: BookSnapshot

  private var configuration: Configuration { snapshot.configuration }

  /// Jobs that score it, sorted.
  var jobs: [Configuration.Job] {
    configuration.jobs.values.filter { $0.input == dataset }.sorted { $0.name < $1.name }
  }

  func lines(_ page: PageWriter) -> [InlineMarkdown] {
    var lines = jobs.map { job -> InlineMarkdown in
      "job \(page.link(.plain(job.name), PagePath.job(job.name))) scores it with "
        + "\(page.link(.plain(job.model.description), PagePath.model(job.model.name)))"
    }
    for other in configuration.datasets.values.sorted(by: { $0.name < $1.name }) {
      guard case .query(_, let tables) = other.kind, tables.values.contains(dataset) else { continue }
      lines.append(
        "dataset \(page.link(.plain(other.name), PagePath.dataset(other.name))) is a query over it")
    }
    for evaluation in configuration.evaluations.values.sorted(by: { $0.name < $1.name })
    where evaluation.actuals == dataset {
      lines.append(
        "evaluation \(.code(evaluation.name)) holds predictions against its column \(.code(evaluation.outcome))"
      )
    }
    for evaluation in configuration.evaluations.values.sorted(by: { $0.name < $1.name })
    where evaluation.backtest?.input == dataset {
      lines.append("evaluation \(.code(evaluation.name)) scores dates of the past from it")
    }
    for readout in configuration.readouts.values.sorted(by: { $0.name < $1.name })
    where readout.actuals == dataset {
      lines.append(
        "readout \(page.link(.plain(readout.name), PagePath.readout(readout.name))) takes its outcomes from it"
      )
    }
    for kpi in configuration.kpis.values.sorted(by: { $0.name < $1.name })
    where kpi.tables.values.contains(dataset) {
      lines.append("KPI \(KPILink.to(kpi.name, page, snapshot)) is asked of it")
    }
    return lines
  }
}
