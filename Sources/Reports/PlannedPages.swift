import Markdown
package import Workspace

/// The pages of the book that the configuration alone tells of; those of runs, months, drift and of names that only the
/// book knows come with it.
package enum PlannedPages {
  /// Paths of documents. Their names are in small letters, so that none of the book's takes their address.
  package static func paths(_ configuration: Configuration) -> Set<String> {
    var paths = [
      PagePath.home, PagePath.models, PagePath.jobs, PagePath.datasets, PagePath.runs, PagePath.lineage,
    ]
    func add(_ names: some Collection<String>, _ index: String?, _ path: (String) -> String) {
      if let index, !names.isEmpty { paths.append(index) }
      paths += names.map(path)
    }
    add(configuration.models.keys, nil, PagePath.model)
    add(configuration.jobs.keys, nil, PagePath.job)
    add(configuration.datasets.keys, nil, PagePath.dataset)
    add(configuration.evaluations.keys, PagePath.evaluations, PagePath.evaluation)
    add(configuration.readouts.keys, PagePath.readouts, PagePath.readout)
    add(configuration.experiments.keys, PagePath.experiments, PagePath.experiment)
    add(configuration.reports.keys, PagePath.reports, PagePath.report)
    return Set(paths)
  }

  /// Whether pages may stand in a folder that only the book knows of.
  package static func isOfBook(_ folder: String) -> Bool {
    let indexes = [
      PagePath.home, PagePath.models, PagePath.jobs, PagePath.drifts, PagePath.datasets, PagePath.runs,
      PagePath.months, PagePath.evaluations, PagePath.readouts, PagePath.experiments, PagePath.reports,
    ]
    return indexes.contains { SitePath.folder($0) == folder }
      || folder.hasPrefix(SitePath.folder(PagePath.experiments) + "/")
  }
}
