import Book
import Charts
package import Workspace

/// What has happened in a report's period that somebody may want to get it for, each with a sentence.
package struct ReportTriggers: Sendable, Hashable {
  package let sentences: [Configuration.Sending.Condition: String]

  init(_ report: KPIReport, from: String?, morning: String?) {
    let snapshot = report.snapshot
    let models = Set(report.evaluations.flatMap { $0.view?.versions.map(\.model) ?? [] }).sorted()
    var sentences: [Configuration.Sending.Condition: String] = [:]
    let signals = report.items.filter { !$0.reading.signals.isEmpty }.map(\.reading.title)
    if !signals.isEmpty { sentences[.kpiSignal] = "\(signals.joined(separator: ", ")) with a signal" }
    let drifting = models.filter { model in
      guard let series = snapshot.drift(of: model) else { return false }
      let latest = series.inputs.map(\.latest) + [series.score?.latest]
      return latest.contains { ($0 ?? 0) >= Drift.shifted }
    }
    if !drifting.isEmpty { sentences[.drift] = "\(drifting.joined(separator: ", ")) drifting" }
    if let from, let morning {
      let failed = snapshot.runs.filter { run in
        [.failed, .refused, .interrupted].contains(run.state)
          && run.date.map { $0 >= from && $0 <= morning } == true
      }
      // A night that was made good stands.
      let open = failed.filter { run in
        !snapshot.runs.contains { $0.isStanding && $0.job == run.job && $0.date == run.date }
      }
      if !open.isEmpty {
        let names = Set(open.map { "\($0.job) of \($0.date ?? "")" }).sorted()
        sentences[.failedRun] = "no result of \(names.joined(separator: ", "))"
      }
      let promoted = snapshot.history.filter {
        $0.alias == "champion" && models.contains($0.model) && $0.since.prefix(10) >= from
          && $0.since.prefix(10) <= morning
      }
      if !promoted.isEmpty {
        let names = promoted.map { "\($0.model)@\($0.number)" }
        sentences[.newChampion] = "new champion \(names.joined(separator: ", "))"
      }
    }
    self.sentences = sentences
  }
}
