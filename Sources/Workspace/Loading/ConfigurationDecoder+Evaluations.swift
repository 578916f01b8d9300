import Diagnostics

extension ConfigurationDecoder {
  mutating func evaluation(_ name: String, _ map: NodeMap) -> Configuration.Evaluation? {
    let predictions = self.predictions(map)
    let actuals = reader.required(map, "actuals", .reference(to: "a dataset", among: names("datasets")))
    let outcome = reader.required(map, "outcome", .text)
    let outcomeDate = reader.value(map, "outcome_date", .text)
    let maturesAfter = reader.required(map, "matures_after", .days(in: 0...36_600))
    let metrics = reader.list(map, "metrics", ValueParser<Configuration.Evaluation.Metric>.word)
    if let metrics, metrics.isEmpty { reader.reportEmpty(map, "metrics", expected: "at least one metric") }
    let baseline = reader.value(map, "baseline", modelReference)
    let correction = reader.value(
      map, "correction", ValueParser<Configuration.Evaluation.Correction>.word)
    let by = reader.list(map, "by", .text) ?? []
    let worst = reader.value(map, "worst_slices", .wholeNumber(in: 0...100))
    let quantile = reader.value(map, "quantile", .quantile)
    guard let predictions, let actuals, let outcome, let maturesAfter else { return nil }
    return Configuration.Evaluation(
      name: name, predictions: predictions, actuals: actuals, outcome: outcome, outcomeDate: outcomeDate,
      maturesAfter: maturesAfter, metrics: metrics ?? Configuration.Evaluation.Metric.standard,
      namesMetrics: metrics != nil,
      baseline: baseline, correction: correction ?? .holm, by: by,
      worstSlices: worst ?? (by.isEmpty ? 0 : 5), quantile: quantile)
  }

  mutating func kpi(_ name: String, _ map: NodeMap) -> Configuration.KPI? {
    if name == "all" {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.places[map.path], "a KPI can't be called 'all'",
          next: "'kpis: all' in a pipeline means every KPI."))
    }
    let query = reader.required(map, "query", .publishedPath(in: root))
    let tables = self.tables(map)
    let period = reader.required(map, "period", ValueParser<Configuration.KPI.Period>.word)
    let unit = reader.value(map, "unit", .text)
    let direction = reader.value(map, "direction", ValueParser<Configuration.KPI.Direction>.word)
    let target = reader.value(map, "target", .number)
    let owner = reader.value(map, "owner", .text)
    let limits = self.limits(map)
    guard let query, let tables, let period else { return nil }
    return Configuration.KPI(
      name: name, query: query, tables: tables, period: period, unit: unit, direction: direction,
      target: target,
      owner: owner, limits: limits)
  }

  /// `limits:` of a KPI.
  private mutating func limits(_ kpi: NodeMap) -> Configuration.KPI.Limits {
    guard let node = kpi.node("limits"),
      let map = reader.map(
        node, keys: ConfigurationSchema.limits.keys, what: "'limits' of \(kpi.what)",
        path: kpi.path(to: "limits"))
    else { return .init() }
    let rule = reader.required(map, "xmr", ValueParser<Configuration.KPI.Limits.Rule>.word)
    let models = reader.list(map, "releases_of", .reference(to: "a model", among: names("models")))
    if let models, models.isEmpty { reader.reportEmpty(map, "releases_of", expected: "at least one model") }
    return .init(rule: rule ?? .recent, releasesOf: models)
  }
}

extension ValueParser where Value == Double {
  fileprivate static var quantile: ValueParser {
    ValueParser(expected: "a number between 0 and 1 such as 0.9") { text in
      guard let number = try? ValueParser.number.parse(text), number > 0, number < 1 else { return nil }
      return number
    }
  }
}
