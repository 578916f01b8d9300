import Book

extension ReportFacts.Evaluation {
  init(_ verdict: EvaluationVerdict) {
    let view = verdict.view
    name = verdict.name
    sentence = verdict.sentence
    versions = (view?.versions ?? []).map(ReportFacts.Version.init)
    comparisons = (view?.comparisons ?? []).map(ReportFacts.Comparison.init)
    let record = view?.leading?.pooled ?? view?.leading?.nights.last
    dataDigest = record?.dataDigest
    computedAt = record?.computedAt
  }
}

extension ReportFacts.Version {
  fileprivate init(_ version: EvaluationView.Version) {
    let told = version.nights.filter { !$0.isFlagged }
    self.init(
      reference: version.reference, label: version.label, nights: version.pooled?.dates ?? 0,
      rows: version.pooled?.rows ?? 0, positives: version.pooled?.positives ?? 0,
      firstNight: told.first?.date, lastNight: told.last?.date,
      runs: told.compactMap { $0.detail?.runID },
      metrics: (version.pooled?.metrics ?? []).map {
        .init(
          name: $0.name, value: $0.value, lower: $0.lower, upper: $0.upper, confidence: $0.confidence,
          method: $0.method)
      })
  }
}

extension ReportFacts.Comparison {
  fileprivate init(_ record: ComparisonRecord) {
    self.init(
      version: record.reference, baseline: record.baseline, metric: record.metric,
      higherIsBetter: record.isHigherBetter, difference: record.difference, lower: record.lower,
      upper: record.upper, confidence: record.confidence, p: record.pValue,
      adjustedP: record.adjustedPValue, correction: record.correction, verdict: record.verdict.rawValue,
      sentence: record.sentence)
  }
}

extension ReportFacts.Readout {
  init(_ verdict: ReadoutVerdict) {
    let record = verdict.record
    name = verdict.name
    sentence = verdict.sentence
    asOf = record?.asOf
    status = record?.status.rawValue
    control = record?.control
    effects = (record?.status == .told ? record?.effects ?? [] : []).map(ReportFacts.Effect.init)
    planDigest = record?.planDigest
    dataDigest = record?.dataDigest
    computedAt = record?.computedAt
  }
}

extension ReportFacts.Effect {
  fileprivate init(_ effect: ReadoutEffect) {
    self.init(
      metric: effect.metric, variant: effect.variant, isGuardrail: effect.isGuardrail, value: effect.value,
      controlValue: effect.controlValue, difference: effect.difference, lower: effect.lower,
      upper: effect.upper, lift: effect.lift, liftLower: effect.liftLower, liftUpper: effect.liftUpper,
      confidence: effect.confidence, adjustedP: effect.adjustedPValue, method: effect.method,
      verdict: effect.verdict.rawValue, sentence: effect.sentence)
  }
}
