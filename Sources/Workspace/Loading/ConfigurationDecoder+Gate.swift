import Diagnostics

extension ConfigurationDecoder {
  /// `promote_if:` of a model; nil where it is absent or wrong.
  mutating func gate(_ model: NodeMap) -> Configuration.Gate? {
    guard let node = model.node("promote_if"),
      let map = reader.map(
        node, keys: ConfigurationSchema.gate.keys, what: "'promote_if' of \(model.what)",
        path: model.path(to: "promote_if"))
    else { return nil }
    let evaluation = reader.required(
      map, "evaluation", .reference(to: "an evaluation", among: names("evaluations")))
    let metric = reader.required(map, "metric", ValueParser<Configuration.Evaluation.Metric>.word)
    let betterBy = reader.value(map, "better_by", .number)
    if let betterBy { refuseNegative(betterBy, map, "better_by") }
    let confidence = reader.value(map, "confidence", .confidence)
    let guardrails = self.guardrails(map)
    guard let evaluation, let metric else { return nil }
    return Configuration.Gate(
      evaluation: evaluation, metric: metric, betterBy: betterBy ?? 0, confidence: confidence ?? 0.95,
      guardrails: guardrails)
  }

  private mutating func guardrails(_ gate: NodeMap) -> [Configuration.Gate.Guardrail] {
    guard let node = gate.node("guardrails"),
      let entries = reader.map(
        node, keys: Configuration.Evaluation.Metric.allCases.map(\.rawValue),
        what: "'guardrails' of \(gate.what)", path: gate.path(to: "guardrails"))?.all
    else { return [] }
    return entries.compactMap { entry in
      guard let metric = Configuration.Evaluation.Metric(rawValue: entry.key),
        let map = reader.map(
          entry.value, keys: ConfigurationSchema.guardrail.keys,
          what: "guardrail \(quoted(entry.key))",
          path: "\(gate.path(to: "guardrails")).\(entry.key)"),
        let bound = reader.required(map, "worse_by_at_most", .number)
      else { return nil }
      refuseNegative(bound, map, "worse_by_at_most")
      return .init(metric: metric, worseByAtMost: bound)
    }
  }

  private mutating func refuseNegative(_ number: Double, _ map: NodeMap, _ key: String) {
    guard number < 0 else { return }
    reader.report(
      Diagnostic(
        .yamlWrongValue, .configuration, at: reader.valuePlace(of: map.path(to: key)),
        "\(quoted(key)) of \(map.what) is negative", expected: "0 or more, in the metric's units"))
  }
}

extension ValueParser where Value == Double {
  /// `99%`: at 50 % an interval would be no more than a guess. **Units:** 0…1.
  fileprivate static var confidence: ValueParser {
    ValueParser(expected: "more than 50% and less than 100%, such as 99%") { text throws(ValueMismatch) in
      let share: Double
      do throws(ValueMismatch) {
        share = try ValueParser.share.parse(text)
      } catch {
        let isNumber = Double(text).map { $0 > 50 && $0 < 100 } ?? false
        throw ValueMismatch(next: isNumber ? "Write \(text)%." : nil)
      }
      guard share > 0.5, share < 1 else { throw ValueMismatch() }
      return share
    }
  }
}
