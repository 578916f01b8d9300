import Book
import Datasets
import Diagnostics
import Evaluation
import Foundation
import Scoring
import Testing
import Workspace

/// The demo's nights against scikit-learn. Needs what `scorebook run nightly` wrote: set `SCOREBOOK_DEMO_TARGET`
/// to the absolute path of `_out/cdnow.db`.
@Suite("The demo's evaluation")
struct DemoEvaluationTests {
  private struct Expected: Decodable {
    struct Band: Decodable {
      let band: Int
      let rows: Int
      let mean_predicted: Double?
      let observed_rate: Double?
    }
    struct Figures: Decodable {
      let date: String?
      let rows: Int
      let buyers: Int
      let roc_auc: Double
      let log_loss: Double
      let brier: Double
      let mean_predicted: Double
      let calibration: [Band]
    }
    struct Model: Decodable {
      let model: String
      let version: Int
      let bands: [Double]
      let pooled: Figures
      let nights: [Figures]
    }
    let models: [Model]
  }

  /// Made by make_comparisons.py.
  private struct Comparisons: Decodable {
    struct Comparison: Decodable {
      let difference, error, lower, upper, p, adjusted_p, detectable: Double
    }
    struct Slice: Decodable {
      let difference, error, lower, upper, p: Double
      let rows, keys: Int
      let figures: [String: [Double]]
    }
    let rows: Int
    let keys: Int
    let figures: [String: [String: [Double]]]
    let nights: [String: [String: [String: [Double]]]]
    let comparisons: [String: [String: Comparison]]
    let slices: [String: [String: Slice]]
    let changed_bands: [String: Int]
  }

  static let target = ProcessInfo.processInfo.environment["SCOREBOOK_DEMO_TARGET"]

  @Test(
    "31 nights of three versions equal scikit-learn's to 1e-12, and verdicts those of numpy and statsmodels",
    .enabled(if: target != nil))
  func demo() throws {
    let bench = try EvaluationBench()
    let root = EvaluationBench.root
    try FileManager.default.createSymbolicLink(
      atPath: bench.path + "/data", withDestinationPath: root + "/data")
    let file = URL(fileURLWithPath: root + "/Tests/Fixtures/cdnow/expected_evaluation.json")
    let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
    for (digest, model) in zip("abc", expected.models) {
      try bench.register(model.model, digest: digest, bands: model.bands, trainedUntil: "1997-11-01")
    }
    let yaml = """
      name: demo
      timezone: UTC
      datasets:
        purchases:
          csv: data/cdnow/purchases.csv
          columns: {customer_id: text, date: date, cds: integer, dollars: number}
        customers:
          query: data/cdnow/features.sql
          tables: {purchases: purchases}
          key: [customer_id]
        repurchases:
          query: data/cdnow/outcomes.sql
          tables: {purchases: purchases}
          key: [customer_id]
      models:
        repurchase: {question: Who buys?}
        rfm: {question: The rule.}
      jobs:
        nightly:
          input: customers
          model: repurchase@1
          shadow: [repurchase@2, rfm@1]
          every: 7d
          since: 1997-11-02
          keep: [cohort]
          output: {sqlite: \(Self.target ?? "none.db"), table: repurchase_scores}
      evaluations:
        repurchase:
          predictions: nightly
          actuals: repurchases
          outcome: bought
          matures_after: 28d
          metrics: [auc, average_precision, log_loss, brier, calibration]
          baseline: rfm@1
          by: [cohort]
          worst_slices: 3
      """
    let configuration = try ConfigurationLoader.decode(
      yaml: yaml, file: bench.path + "/scorebook.yaml", root: root)
    let plan = try EvaluationPlan("repurchase", of: configuration, book: bench.book)
    let target = SQLiteTarget(
      path: Self.target ?? "", table: "repurchase_scores", mode: .byDate, stagingFolder: bench.path)
    let sources = try EvaluationSources(plan, DatasetCatalogue(configuration), target: target)
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = try bench.evaluate("1998-06-28", plan: plan, sources: sources)
    let middle = clock.now
    let again = try bench.evaluate("1998-06-28", plan: plan, sources: sources, now: "t2")
    print("first \(middle - start), second \(clock.now - middle)")
    #expect(outcome.table().rows.count == outcome.pooled.count)
    #expect(outcome.mature == 31)
    #expect(outcome.immature == 4)
    #expect(again.computed == 0 && again.written == 0)
    #expect(outcome.records.count == 3 * 32)
    for model in expected.models {
      let own = outcome.records.filter { $0.model == model.model && $0.number == model.version }
      #expect(own.count == 32)
      for figures in [model.pooled] + model.nights {
        check(try #require(own.first { $0.date == figures.date }), figures)
      }
    }
    try check(outcome)
  }

  /// Intervals, comparisons and slices against `expected_comparisons.json`: 1e-10 of the number.
  private func check(_ outcome: EvaluationOutcome) throws {
    let file = EvaluationBench.root + "/Tests/Fixtures/cdnow/expected_comparisons.json"
    let expected = try JSONDecoder().decode(
      Comparisons.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    func near(_ value: Double?, _ other: Double, _ what: String) {
      #expect(abs((value ?? .nan) - other) <= 1e-10 * max(abs(other), 1e-3), "\(what)")
    }
    for record in outcome.records {
      let name = "\(record.model)@\(record.number)"
      let figures = record.date.map { expected.nights[name]?[$0] } ?? expected.figures[name]
      for (metric, values) in try #require(figures) {
        let found = record.metric(metric)
        near(found?.value, values[0], "\(name) \(metric)")
        near(found?.lower, values[1], "\(name) \(metric) lower")
        near(found?.upper, values[2], "\(name) \(metric) upper")
      }
    }
    #expect(outcome.comparisons.count == 12)
    for record in outcome.comparisons {
      let pair = "\(record.reference) \(record.baseline)"
      let other = try #require(expected.comparisons[pair]?[record.metric])
      near(record.difference, other.difference, "\(pair) \(record.metric)")
      near(record.standardError, other.error, "\(pair) \(record.metric) error")
      near(record.lower, other.lower, "\(pair) \(record.metric) lower")
      near(record.upper, other.upper, "\(pair) \(record.metric) upper")
      near(record.detectable, other.detectable, "\(pair) \(record.metric) detectable")
      // Far in the tail a p value has the error of z times z.
      #expect(
        abs((record.adjustedPValue ?? .nan) - other.adjusted_p) <= 1e-8 * other.adjusted_p, "\(pair) p")
      #expect(record.rows == expected.rows && record.keys == expected.keys && record.dates == 31)
      #expect(record.changed?.by == "band" && record.changed?.rows == expected.changed_bands[pair])
    }
    #expect(outcome.slices.count == expected.slices.values.reduce(0) { $0 + $1.count })
    for slice in outcome.slices {
      let other = try #require(expected.slices[slice.reference]?[slice.label])
      let name = "\(slice.reference) \(slice.title)"
      #expect(slice.rows == other.rows && slice.keys == other.keys)
      near(slice.againstRest?.difference, other.difference, name)
      near(slice.againstRest?.standardError, other.error, name)
      near(slice.againstRest?.pValue, other.p, name)
      for (metric, values) in other.figures {
        near(slice.metric(metric)?.value, values[0], "\(name) \(metric)")
        near(slice.metric(metric)?.lower, values[1], "\(name) \(metric) lower")
        near(slice.metric(metric)?.upper, values[2], "\(name) \(metric) upper")
      }
    }
    print(outcome.verdicts.joined(separator: "\n"))
    print(outcome.worstSlices.joined(separator: "\n"))
  }

  private func check(_ record: EvaluationRecord, _ figures: Expected.Figures) {
    #expect(record.rows == figures.rows)
    #expect(record.positives == figures.buyers)
    let pairs = [
      ("auc", figures.roc_auc), ("log_loss", figures.log_loss), ("brier", figures.brier),
      ("mean_predicted", figures.mean_predicted),
    ]
    for (name, value) in pairs {
      #expect(
        abs((record.metric(name)?.value ?? .nan) - value) <= 1e-12, "\(name) \(record.date ?? "pooled")")
    }
    let bands = figures.calibration.filter { $0.rows > 0 }
    #expect(record.calibration.map(\.band) == bands.map(\.band))
    for (band, other) in zip(record.calibration, bands) {
      #expect(band.rows == other.rows)
      #expect(abs(band.meanPrediction - (other.mean_predicted ?? .nan)) <= 1e-12)
      #expect(abs(band.rate - (other.observed_rate ?? .nan)) <= 1e-12)
    }
  }
}
