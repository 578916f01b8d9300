import Book
import Diagnostics
import Registry
import Workspace

extension WorkspaceCheck {
  /// What lies between a readout, its split, its outcomes and its covariate.
  func readout(_ name: String, _ columns: [String: [String]], _ problems: inout Problems) {
    guard let readout = configuration.readouts[name], let job = configuration.jobs[readout.job] else {
      return
    }
    problems.add { () throws(Diagnostic) in
      let looks = try registry?.book.readouts(name: name) ?? []
      return catalogue.missingSplit(of: readout, lastLook: looks.last?.asOf)?.asWarning
    }
    problems.add { () throws(Diagnostic) in try catalogue.sameOutcomes(of: readout) }
    if let available = columns[readout.actuals] {
      let keys = configuration.datasets[job.input]?.key ?? []
      let asked = readout.metrics.flatMap { metric in
        metric.measure.columns.map { ($0, "metrics.\(metric.name)", "what '\(metric.name)' measures") }
      }
      for (column, key, what) in asked + keys.map({ ($0, "actuals", "the key of job '\(job.name)'") })
      where !available.contains(column) {
        problems.add(
          Diagnostic(
            .checkColumn, .configuration, at: configuration.place(of: "readouts.\(name).\(key)"),
            "dataset '\(readout.actuals)' has no column '\(column)', \(what)",
            next: nearestName(to: column, among: available).map { "Did you mean '\($0)'?" }
              ?? "Its columns are \(available.joined(separator: ", "))."))
      }
    }
    guard let covariate = readout.covariate, let available = columns[job.input] else { return }
    guard available.contains(covariate) else {
      return problems.add(
        Diagnostic(
          .checkColumn, .configuration, at: configuration.place(of: "readouts.\(name).cuped.covariate"),
          "dataset '\(job.input)' has no column '\(covariate)', the covariate of readout '\(name)'",
          next: nearestName(to: covariate, among: available).map { "Did you mean '\($0)'?" }
            ?? "Its columns are \(available.joined(separator: ", "))."))
    }
    if !job.keep.contains(covariate) {
      problems.add { () throws(Diagnostic) in try catalogue.lateCovariate(of: readout, input: job.input) }
    }
  }
}

extension Problems {
  /// Adds what was found, or what kept from finding it.
  mutating func add(_ find: () throws(Diagnostic) -> Diagnostic?) {
    do throws(Diagnostic) {
      if let found = try find() { add(found) }
    } catch {
      add(error)
    }
  }
}
