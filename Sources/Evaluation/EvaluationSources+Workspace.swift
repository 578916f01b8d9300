package import Datasets
package import Diagnostics
import Glibc
package import Scoring
package import Workspace

extension EvaluationSources {
  /// What a configured evaluation reads.
  ///
  /// - Parameter target: the target of the plan's job, as `Configuration.target(of:)` makes it.
  /// **Throws** for outcomes that are the same on every date.
  package init(
    _ plan: EvaluationPlan, _ catalogue: DatasetCatalogue, target: any OutputTarget
  ) throws(Diagnostic) {
    let configuration = catalogue.configuration
    if let evaluation = configuration.evaluations[plan.name],
      let same = try catalogue.sameOutcomes(of: evaluation)
    {
      throw same
    }
    try self.init(job: plan.job, actuals: plan.actuals, catalogue, target: target)
    reach = { () throws(Diagnostic) in try catalogue.reach(of: plan.actuals) }
  }

  /// What stands in a job's target, and the outcomes of a dataset.
  ///
  /// - Parameter target: the job's, as `Configuration.target(of:)` makes it.
  init(
    job name: String, actuals: String, _ catalogue: DatasetCatalogue, target: any OutputTarget
  ) throws(Diagnostic) {
    let configuration = catalogue.configuration
    let outcomes: @Sendable (CalendarDate) throws(Diagnostic) -> any DatasetSource = {
      date throws(Diagnostic) in try catalogue.source(actuals, date: date)
    }
    guard let job = configuration.jobs[name] else {
      throw Diagnostic(.evaluationUnknown, .configuration, "there is no job '\(name)'")
    }
    switch job.destination {
    case .sqlite(let file, let table):
      self = .sqlite(
        target, job: name, file: configuration.location(of: file), table: table, outcomes: outcomes)
    case .csv(let path):
      let pattern = configuration.location(of: path)
      self = .csv(
        target, job: name, path: { EvaluationSources.path(pattern, $0) },
        shadowPath: { date, commit throws(Diagnostic) in
          EvaluationSources.shadowPath(of: EvaluationSources.path(pattern, date), run: commit.runID)
        }, outcomes: outcomes)
    }
  }

  /// A path with its date pasted in.
  package static func path(_ pattern: String, _ date: CalendarDate) -> String {
    let mark = Array(":date".utf8)
    let bytes = Array(pattern.utf8)
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if bytes[position...].starts(with: mark) {
        result += Array(date.description.utf8)
        position += mark.count
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The shadows beside a CSV output: the staged file of a commit that was cut short before its side files took
  /// their names, else `NAME.shadow.csv`; nil where neither is there.
  package static func shadowPath(of path: String, run: String) -> String? {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let stem = name.hasSuffix(".csv") ? String(name.dropLast(4)) : name
    let places = ["\(folder).\(name).\(run).shadow.csv", "\(folder)\(stem).shadow.csv"]
    return places.first { access($0, F_OK) == 0 }
  }
}
