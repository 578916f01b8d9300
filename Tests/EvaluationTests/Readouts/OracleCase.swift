import Book
import Evaluation
import Foundation
import Testing
import Workspace

/// A readout and what pandas, scipy and statsmodels say of it: `Tests/Fixtures/readouts/expected.json`.
struct OracleCase: Decodable, CustomTestStringConvertible {
  struct Metric: Decodable {
    let name, kind, column: String
    let per, direction: String?
    let winsorise, worse_by_at_most: Double?
  }
  struct Lost: Decodable {
    let variant: String
    let every: Int
  }
  struct Variant: Decodable {
    let name: String
    let keys, waiting, without_outcome, counted, without_covariate: Int
  }
  struct SampleRatio: Decodable {
    let statistic, p: Double?
    let counted_statistic, counted_p, loss_statistic, loss_p: Double?
    let is_mismatched: Bool
  }
  struct Effect: Decodable {
    let metric, variant, verdict: String
    let is_guardrail: Bool
    let keys, control_keys: Int
    let comparisons, cut: Int?
    let value, control_value, difference, standard_error, lower, upper, p, adjusted_p: Double?
    let lift, lift_lower, lift_upper, detectable, variance_reduction, cut_at: Double?
  }
  struct Expected: Decodable {
    let status: String
    let dates, moved: Int
    let variants: [Variant]
    let sample_ratio: SampleRatio
    let effects: [Effect]
  }

  let name, data, as_of, looks, correction, without_outcome: String
  let matures_after: Int
  let planned_keys: Int?
  let since, until, control, covariate: String?
  let shares: [String: String]
  let guardrails: [String]?
  let metrics: [Metric]
  let lost: Lost?
  let expected: Expected

  private struct Document: Decodable {
    let tolerance: Double
    let cases: [OracleCase]
  }

  static let folder = EvaluationBench.root + "/Tests/Fixtures/readouts"
  static let tolerance = 1e-9

  static func load(_ data: String) throws -> [OracleCase] {
    let file = URL(fileURLWithPath: folder + "/expected.json")
    let document = try JSONDecoder().decode(Document.self, from: Data(contentsOf: file))
    try #require(document.tolerance == tolerance)
    return document.cases.filter { $0.data == data }
  }

  var testDescription: String { name }

  var variants: [String] { expected.variants.map(\.name) }

  /// What the book knows of the split.
  func split(_ name: String) -> RunRecord.Split {
    RunRecord.Split(
      name: name, saltDigest: "d",
      variants: variants.map {
        .init(name: $0, share: "\(shares[$0] ?? "0")%", model: "repurchase", number: 1, rows: nil)
      })
  }

  func readout(job: String, split: String, actuals: String) throws -> Configuration.Readout {
    Configuration.Readout(
      name: name, job: job, split: split, actuals: actuals, maturesAfter: matures_after,
      since: since.flatMap(CalendarDate.init), until: until.flatMap(CalendarDate.init),
      plannedKeys: planned_keys, control: control,
      metrics: try metrics.map { metric in
        let measure: Configuration.Readout.Measure =
          switch metric.kind {
          case "proportion": .proportion(metric.column)
          case "mean": .mean(metric.column)
          default: .ratio(metric.column, per: try #require(metric.per))
          }
        return .init(
          name: metric.name, measure: measure, direction: metric.direction == "down" ? .down : .up,
          winsorise: metric.winsorise, isGuardrail: guardrails?.contains(metric.name) ?? false,
          worseByAtMost: metric.worse_by_at_most)
      }, covariate: covariate, looks: try #require(.init(rawValue: looks)),
      correction: try #require(.init(rawValue: correction)),
      withoutOutcome: try #require(.init(rawValue: without_outcome)))
  }

  /// Holds every figure of a look against the expected one: 1e-9, relative.
  func check(_ record: ReadoutRecord) {
    #expect(record.status.rawValue == expected.status)
    #expect(record.dates == expected.dates)
    let moved = record.notes.contains { $0.hasPrefix("\(expected.moved) rows tell another variant") }
    #expect(moved == (expected.moved > 0))
    #expect(record.variants.count == expected.variants.count)
    for (found, other) in zip(record.variants, expected.variants) {
      #expect(found.name == other.name && found.keys == other.keys && found.counted == other.counted)
      #expect(found.waiting == other.waiting && found.withoutOutcome == other.without_outcome)
      #expect(found.withoutCovariate == other.without_covariate)
    }
    let ratio = record.sampleRatio
    near(ratio?.statistic, expected.sample_ratio.statistic, "χ²")
    near(ratio?.pValue, expected.sample_ratio.p, "p of χ²")
    near(ratio?.countedStatistic, expected.sample_ratio.counted_statistic, "χ² of those that count")
    near(ratio?.countedPValue, expected.sample_ratio.counted_p, "p of those that count")
    near(ratio?.lossStatistic, expected.sample_ratio.loss_statistic, "χ² of those that are lost")
    near(ratio?.lossPValue, expected.sample_ratio.loss_p, "p of those that are lost")
    #expect(ratio?.isMismatched == expected.sample_ratio.is_mismatched)
    #expect(record.effects.count == expected.effects.count)
    for (found, other) in zip(record.effects, expected.effects) { check(found, other) }
  }

  private func check(_ found: ReadoutEffect, _ other: Effect) {
    let what = "\(other.metric) of \(other.variant)"
    #expect(found.metric == other.metric && found.variant == other.variant)
    #expect(found.isGuardrail == other.is_guardrail)
    #expect(found.keys == other.keys && found.controlKeys == other.control_keys, "\(what)")
    #expect(found.verdict.rawValue == other.verdict, "\(what)")
    #expect(found.cut == other.cut, "\(what)")
    if let comparisons = other.comparisons { #expect(found.comparisons == comparisons, "\(what)") }
    near(found.value, other.value, "\(what): value")
    near(found.controlValue, other.control_value, "\(what): control's value")
    near(found.difference, other.difference, "\(what): difference")
    near(found.standardError, other.standard_error, "\(what): error")
    near(found.lower, other.lower, "\(what): lower")
    near(found.upper, other.upper, "\(what): upper")
    near(found.pValue, other.p, "\(what): p")
    near(found.adjustedPValue, other.adjusted_p, "\(what): corrected p")
    near(found.lift, other.lift, "\(what): lift")
    near(found.liftLower, other.lift_lower, "\(what): lower lift")
    near(found.liftUpper, other.lift_upper, "\(what): upper lift")
    near(found.detectable, other.detectable, "\(what): smallest effect")
    near(found.varianceReduction, other.variance_reduction, "\(what): variance reduction")
    near(found.cutAt, other.cut_at, "\(what): cut")
  }

  /// nil only equals nil.
  private func near(_ found: Double?, _ expected: Double?, _ what: String) {
    guard let found, let expected else {
      #expect(found == expected, "\(name): \(what)")
      return
    }
    let error = abs(found - expected)
    #expect(error <= Self.tolerance * abs(expected) + 1e-14, "\(name): \(what), \(found) for \(expected)")
  }
}
