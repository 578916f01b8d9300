package import Book
import Statistics

/// What one look gave, for a command to print.
package struct ReadoutOutcome: Sendable {
  package let record: ReadoutRecord
  /// Whether the book has it now and had not, or other figures.
  package let isNew: Bool

  /// Who was in it.
  package var variants: ResultTable {
    let hasCovariate = record.variants.contains { $0.withoutCovariate > 0 }
    return ResultTable(
      headings: ["variant", "share", "keys", "too young", "without outcome", "counted"]
        + (hasCovariate ? ["without covariate"] : []),
      numeric: [false, true, true, true, true, true] + (hasCovariate ? [true] : []),
      rows: record.variants.map { variant in
        let counts = [variant.keys, variant.waiting, variant.withoutOutcome, variant.counted]
        return [variant.name, variant.share]
          + (counts + (hasCovariate ? [variant.withoutCovariate] : [])).map(String.init)
      })
  }

  /// What it showed; nil where nothing is told.
  package var effects: ResultTable? {
    guard !record.effects.isEmpty else { return nil }
    return ResultTable(
      headings: [
        "metric", "variant", record.control, "variant's", "difference", "interval", "lift", "interval", "p",
        "",
      ],
      numeric: [false, false, true, true, true, true, true, true, true, false],
      rows: record.effects.map(row))
  }

  private func row(_ effect: ReadoutEffect) -> [String] {
    let scale = effect.measure == "proportion" ? 100.0 : 1
    let digits = Verdicts.digits((effect.standardError ?? 1) * scale)
    let sign = effect.measure == "proportion" ? " %" : ""
    func number(_ value: Double?) -> String {
      value.map { ResultTable.rounded($0 * scale, digits: digits) } ?? "–"
    }
    func interval(_ lower: String?, _ upper: String?) -> String {
      guard let lower, let upper else { return "–" }
      return "\(lower) to \(upper)"
    }
    let p = effect.adjustedPValue ?? effect.pValue
    return [
      effect.metric, effect.variant, number(effect.controlValue) + (effect.controlValue == nil ? "" : sign),
      number(effect.value) + (effect.value == nil ? "" : sign), number(effect.difference),
      interval(effect.lower.map { number($0) }, effect.upper.map { number($0) }),
      effect.lift.map(ReadoutWords.percent) ?? "–",
      interval(effect.liftLower.map(ReadoutWords.percent), effect.liftUpper.map(ReadoutWords.percent)),
      p.map { $0 < 0.001 ? "<0.001" : ResultTable.rounded($0, digits: 3) } ?? "–",
      effect.verdict.words,
    ]
  }

  /// "χ² = 0.09, p = 0.77: the counts are as declared".
  package var sampleRatio: String? {
    record.sampleRatio.map { ratio in
      guard let p = ratio.pValue else {
        return "sample ratio: not tested: the shares give fewer than five keys to a variant"
          + (ratio.isMismatched ? "; but outcomes are lost in one variant more than in another" : "")
      }
      let test = ratio.statistic.map { "χ² = \(ResultTable.rounded($0, digits: 2))" } ?? "exact binomial test"
      let found = "\(test), p \(p < 0.001 ? "< 0.001" : "= \(ResultTable.rounded(p, digits: 3))")"
      let isShown = p < SampleRatio.threshold
      return "sample ratio: \(found): the counts "
        + (isShown
          ? "contradict the shares"
          : ratio.isMismatched
            ? "are as declared, but not those of the keys with an outcome" : "are as declared")
    }
  }

  package func json() throws -> String { try RecordJSON.text(record, pretty: true) }
}

extension ReadoutEffect.Verdict {
  /// For a table.
  package var words: String {
    switch self {
    case .better: "better"
    case .noEvidence: "no evidence"
    case .worse: "worse"
    case .holds: "guardrail holds"
    case .broken: "guardrail broken"
    case .open: "guardrail: nothing shown"
    case .undefined: "no verdict"
    }
  }
}
