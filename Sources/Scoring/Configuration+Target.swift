package import Datasets
package import Workspace

extension Configuration {
  /// Where a job's results go.
  package func target(of job: Job) -> any OutputTarget {
    switch job.destination {
    case .sqlite(let path, _), .csv(let path): target(of: job, at: location(of: path))
    }
  }

  /// The same with its file at another place.
  func target(of job: Job, at path: String) -> any OutputTarget {
    let staging = location(of: ".scorebook/staging")
    switch job.destination {
    case .sqlite(_, let table):
      return SQLiteTarget(path: path, table: table, mode: WriteMode(job.write), stagingFolder: staging)
    case .csv:
      return CSVTarget(path: path, stagingFolder: staging)
    }
  }
}

extension WriteMode {
  init(_ mode: Configuration.Job.WriteMode) {
    self = mode == .byDate ? .byDate : .latest
  }
}
