import Diagnostics

extension ConfigurationDecoder {
  /// `predictions:` or `versions:`, which tells the kind of an evaluation.
  mutating func predictions(_ map: NodeMap) -> Configuration.Evaluation.Predictions? {
    guard let kind = kind(of: map, among: ["predictions", "versions"]) else { return nil }
    if kind == "versions" { return backtest(map).map { .versions($0) } }
    refuse(["input", "rename", "every", "since", "until", "max_rejects"], in: map, of: kind)
    return reader.value(map, "predictions", .reference(to: "a job", among: names("jobs"))).map { .job($0) }
  }

  private mutating func backtest(_ map: NodeMap) -> Configuration.Evaluation.Backtest? {
    let versions = reader.list(map, "versions", modelReference)
    if let versions, versions.isEmpty {
      reader.reportEmpty(map, "versions", expected: "at least one model as NAME@ALIAS or NAME@NUMBER")
    }
    let input = reader.required(map, "input", .reference(to: "a dataset", among: names("datasets")))
    let rename = reader.dictionary(map, "rename", .text) ?? [:]
    checkRename(rename, map)
    let every = reader.value(map, "every", .days(in: 1...3660))
    let since = reader.required(map, "since", .date)
    let until = reader.value(map, "until", .date)
    let maxRejects = reader.value(map, "max_rejects", .limit) ?? .count(0)
    guard let versions, !versions.isEmpty, let input, let since else { return nil }
    if let until, until < since {
      reader.report(
        Diagnostic(
          .workspaceDates, .configuration, at: reader.valuePlace(of: map.path(to: "until")),
          "the dates of \(map.what) end before they begin", found: "\(since) to \(until)", next: "Swap them.")
      )
      return nil
    }
    if !map.has("every"), until != since {
      reader.reportMissing(
        map, "every", expected: "the days between two dates, such as 7d; or 'until' as 'since'")
      return nil
    }
    return Configuration.Evaluation.Backtest(
      versions: versions, input: input, rename: rename, every: every, since: since, until: until,
      maxRejects: maxRejects)
  }
}
