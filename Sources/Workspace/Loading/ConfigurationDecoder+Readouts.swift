package import Diagnostics

extension ConfigurationDecoder {
  mutating func readout(
    _ name: String, _ map: NodeMap, jobs: [String: Configuration.Job]
  ) -> Configuration.Readout? {
    let split = reader.required(map, "split", splitReference(jobs))
    let actuals = reader.required(map, "actuals", .reference(to: "a dataset", among: names("datasets")))
    let maturesAfter = reader.required(map, "matures_after", .days(in: 0...36_600))
    let since = reader.value(map, "since", .date)
    let until = reader.value(map, "until", .date)
    let plannedKeys = reader.value(map, "planned_keys", .wholeNumber(in: 200...1_000_000_000_000))
    let looks = reader.value(map, "looks", ValueParser<Configuration.Readout.Looks>.word) ?? .atEnd
    let guardrails = reader.list(map, "guardrails", .name) ?? []
    let metrics = self.metrics(map, guardrails: guardrails)
    let covariate = covariate(map)
    let correction = reader.value(
      map, "correction", ValueParser<Configuration.Evaluation.Correction>.word)
    let absence = reader.value(
      map, "without_outcome", ValueParser<Configuration.Readout.Absence>.word)
    let declared = split.flatMap { named in
      jobs[named.job]?.split.flatMap { $0.name == named.split ? $0.variants.map(\.name) : nil }
    }
    // Of a split that its job has no more nobody knows the variants.
    let control = reader.value(
      map, "control", declared.map { .reference(to: "a variant", among: $0) } ?? .text)
    if let since, let until, until < since {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.valuePlace(of: map.path(to: "until")),
          "'until' of \(map.what) lies before 'since'", expected: "\(since) or later", found: "\(until)"))
    }
    if looks == .atEnd, plannedKeys == nil, until == nil,
      !["until", "planned_keys"].contains(where: map.has)
    {
      reader.report(
        Diagnostic(
          .workspaceReadoutEnd, .configuration, at: reader.places[map.path] ?? map.place,
          "\(map.what) is looked at once, at its end, and does not say when that is",
          expected: "until: 1998-03-01, or planned_keys: 20000",
          next: "Declare it before the first look; or let looks: sequential allow a look each night."))
    }
    guard let split, let actuals, let maturesAfter, let metrics else { return nil }
    return Configuration.Readout(
      name: name, job: split.job, split: split.split, actuals: actuals, maturesAfter: maturesAfter,
      since: since, until: until, plannedKeys: plannedKeys, control: control, metrics: metrics,
      covariate: covariate, looks: looks, correction: correction ?? .holm,
      withoutOutcome: absence ?? .leaveOut)
  }

  /// `cuped:`, a map with one key.
  private mutating func covariate(_ readout: NodeMap) -> String? {
    guard let node = readout.node("cuped"),
      let map = reader.map(
        node, keys: ConfigurationSchema.cuped.keys, what: "'cuped' of \(readout.what)",
        path: readout.path(to: "cuped"))
    else { return nil }
    return reader.required(map, "covariate", .text)
  }

  private mutating func metrics(
    _ readout: NodeMap, guardrails: [String]
  ) -> [Configuration.Readout.Metric]? {
    let path = readout.path(to: "metrics")
    guard let node = readout.node("metrics") else {
      reader.reportMissing(
        readout, "metrics", expected: "names with what is measured: {conversion: {proportion: bought}}")
      return nil
    }
    guard let map = reader.map(node, keys: nil, what: "'metrics' of \(readout.what)", path: path) else {
      return nil
    }
    if map.all.isEmpty { reader.reportEmpty(readout, "metrics", expected: "at least one metric") }
    let metrics = map.all.compactMap { entry -> Configuration.Readout.Metric? in
      let name = reader.parse(
        YAMLNode(.text(entry.key), at: entry.place), .name, of: "the name of a metric")
      let inner = reader.map(
        entry.value, keys: ConfigurationSchema.readoutMetric.keys,
        what: "metric \(quoted(entry.key))", path: "\(path).\(entry.key)")
      guard let inner, let name else { return nil }
      return metric(name, inner, isGuardrail: guardrails.contains(name))
    }
    for (position, name) in guardrails.enumerated() where map.node(name) == nil {
      let declared = map.all.map(\.key)
      reader.report(
        Diagnostic(
          .workspaceUnknownReference, .configuration,
          at: reader.valuePlace(of: "\(readout.path(to: "guardrails")).\(position)"),
          "'guardrails' of \(readout.what) names metric \(quoted(name)), which is not declared",
          expected: oneOf(declared), next: proposal(for: name, among: declared)))
    }
    guard metrics.count == map.all.count, !metrics.isEmpty else { return nil }
    if metrics.allSatisfy(\.isGuardrail) {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.valuePlace(of: readout.path(to: "guardrails")),
          "every metric of \(readout.what) is a guardrail, so that none decides",
          next: "Leave the metric that decides out of 'guardrails'."))
    }
    return metrics
  }

  private mutating func metric(
    _ name: String, _ map: NodeMap, isGuardrail: Bool
  ) -> Configuration.Readout.Metric? {
    guard let kind = kind(of: map, among: ["proportion", "mean", "ratio"]),
      let column = reader.required(map, kind, .text)
    else { return nil }
    let direction = reader.value(map, "direction", ValueParser<Configuration.KPI.Direction>.word)
    let winsorise = reader.value(map, "winsorise", .upperQuantile)
    let worse = reader.value(map, "worse_by_at_most", .share)
    if kind != "mean" { refuse(["winsorise"], in: map, of: kind) }
    if map.has("worse_by_at_most"), !isGuardrail {
      reader.report(
        Diagnostic(
          .yamlUnknownKey, .configuration, at: reader.places[map.path(to: "worse_by_at_most")],
          "'worse_by_at_most' of \(map.what) goes with guardrails only",
          next: "Add \(name) to 'guardrails', or remove it."))
    }
    let measure: Configuration.Readout.Measure
    switch kind {
    case "proportion": measure = .proportion(column)
    case "mean": measure = .mean(column)
    default:
      guard let per = reader.required(map, "per", .text) else { return nil }
      measure = .ratio(column, per: per)
    }
    if kind != "ratio" { refuse(["per"], in: map, of: kind) }
    return .init(
      name: name, measure: measure, direction: direction ?? .up, winsorise: winsorise,
      isGuardrail: isGuardrail, worseByAtMost: worse)
  }

  /// `JOB/SPLIT`; the job may have no such split any more, when the test is over.
  private func splitReference(
    _ jobs: [String: Configuration.Job]
  ) -> ValueParser<(job: String, split: String)> {
    let declared = names("jobs")
    let known = jobs.values.compactMap { job in job.split.map { "\(job.name)/\($0.name)" } }.sorted()
    return ValueParser(expected: "a split as JOB/SPLIT") { text throws(ValueMismatch) in
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[1].isEmpty else {
        throw ValueMismatch(next: known.first.map { "Write \($0)." })
      }
      guard declared.contains(parts[0]) else {
        throw ValueMismatch(
          .workspaceUnknownReference,
          clause: "names a split of job \(quoted(parts[0])), which is not declared",
          next: known.isEmpty ? "Add split: to a job." : "Write \(oneOf(known)).")
      }
      return (parts[0], parts[1])
    }
  }
}

extension Diagnostic.Identifier {
  package static let workspaceReadoutEnd = Self("workspace-readout-end")
}

extension ValueParser where Value == Double {
  /// `99%`, or 0.99.
  fileprivate static var upperQuantile: ValueParser {
    ValueParser(expected: "a quantile between 50% and 100% such as 99%") { text throws(ValueMismatch) in
      if let share = try? ValueParser.share.parse(text), share > 0.5, share < 1 { return share }
      let bare = try? ValueParser.share.parse(text + "%")
      throw ValueMismatch(next: bare.flatMap { $0 > 0.5 && $0 < 1 ? "Write \(text)%." : nil })
    }
  }
}
