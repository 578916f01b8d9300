package import Datasets
package import Workspace

extension Configuration {
  /// Where a job's results go.
  package func target(of job: Job) -> any OutputTarget {
    let staging = location(of: ".scorebook/staging")
    switch job.destination {
    case .sqlite(let file, let table):
      return SQLiteTarget(
        path: location(of: file), table: table, mode: WriteMode(job.write), stagingFolder: staging)
    case .csv(let path):
      return CSVTarget(path: location(of: path), stagingFolder: staging)
    }
  }
}

extension WriteMode {
  init(_ mode: Configuration.Job.WriteMode) {
    self = mode == .byDate ? .byDate : .latest
  }
}
