import Book
import Datasets
import Evaluation
import Foundation
import Testing

/// What scikit-learn says of `nights.json`.
struct ExpectedNights: Decodable {
  struct Night: Decodable {
    let date: String
    let champion: String
    let outcomes: [Int]
    let scores: [Double]
    let rule: [Double]
  }
  struct Band: Decodable {
    let band: Int
    let rows: Int
    let positives: Int
    let mean_predicted: Double
    let rate: Double
  }
  struct Figures: Decodable {
    let rows: Int
    let positives: Int
    let auc: Double
    let lower: Double
    let upper: Double
    let log_loss: Double
    let brier: Double
    let mean_predicted: Double
    let calibration_error: Double
    let calibration: [Band]
  }
  struct Comparison: Decodable {
    let value: Double
    let lower: Double
    let upper: Double
    let p: Double
  }
  let bands: [Double]
  let nights: [Night]
  let expected: [String: Figures]
  let comparison: [String: Comparison]

  static func load() throws -> ExpectedNights {
    let file = EvaluationBench.root + "/Tests/Fixtures/evaluation/nights.json"
    return try JSONDecoder().decode(ExpectedNights.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
  }
}

@Suite("Figures of an evaluation")
struct FiguresTests {
  private let tolerance = 1e-12

  @Test("equal scikit-learn's, by night and pooled, for champions and shadows")
  func scikitLearn() throws {
    let expected = try ExpectedNights.load()
    let bench = try EvaluationBench()
    for digest in ["a", "b"] as [Character] {
      try bench.register("repurchase", digest: digest, bands: expected.bands, trainedUntil: "1997-11-01")
    }
    try bench.register("rfm", digest: "c", bands: expected.bands, trainedUntil: nil)
    for (index, night) in expected.nights.enumerated() {
      let run = "run-\(index)"
      try bench.write(
        night.date, champion: night.champion, run: run,
        night.scores.enumerated().map { .init(key: "c\($0)", score: $1) })
      // Backwards: rows are joined by their keys, not by their places.
      try bench.writeShadow(
        night.date, "rfm", 1, run: run,
        night.rule.enumerated().reversed().map { .init(key: "c\($0)", score: $1) })
      try bench.writeOutcomes(
        night.date, night.outcomes.enumerated().map { ("c\($0)", .integer(Int64($1))) })
    }
    let outcome = try bench.evaluate(
      "1998-06-28", plan: bench.plan(baseline: EvaluatedVersion(model: "rfm", number: 1)))
    #expect(outcome.mature == 3)
    #expect(outcome.records.count == expected.expected.count)
    for record in outcome.records {
      let name = "\(record.model)@\(record.number)" + (record.date.map { " \($0)" } ?? "")
      let figures = try #require(expected.expected[name])
      check(record, figures)
      let comparison = record.date == nil ? expected.comparison[name] : nil
      guard let comparison else {
        #expect(record.metric("auc_difference") == nil)
        continue
      }
      let difference = try #require(record.metric("auc_difference"))
      #expect(abs(difference.value - comparison.value) <= tolerance)
      #expect(abs((difference.lower ?? .nan) - comparison.lower) <= tolerance)
      #expect(abs((difference.upper ?? .nan) - comparison.upper) <= tolerance)
      #expect(abs((record.metric("auc_difference_p")?.value ?? .nan) - comparison.p) <= tolerance)
      #expect(record.detail?.baseline == "rfm@1")
    }
    #expect(try bench.book.evaluations(name: "repurchase").count == outcome.records.count)
  }

  private func check(_ record: EvaluationRecord, _ figures: ExpectedNights.Figures) {
    #expect(record.rows == figures.rows)
    #expect(record.positives == figures.positives)
    let pairs = [
      ("auc", figures.auc), ("log_loss", figures.log_loss), ("brier", figures.brier),
      ("mean_predicted", figures.mean_predicted), ("calibration_error", figures.calibration_error),
      ("observed_rate", Double(figures.positives) / Double(figures.rows)),
    ]
    for (name, value) in pairs {
      #expect(abs((record.metric(name)?.value ?? .nan) - value) <= tolerance, "\(name)")
    }
    #expect(abs((record.metric("auc")?.lower ?? .nan) - figures.lower) <= tolerance)
    #expect(abs((record.metric("auc")?.upper ?? .nan) - figures.upper) <= tolerance)
    #expect(record.calibration.map(\.band) == figures.calibration.map(\.band))
    for (band, other) in zip(record.calibration, figures.calibration) {
      #expect(band.rows == other.rows && band.positives == other.positives)
      #expect(abs(band.meanPrediction - other.mean_predicted) <= tolerance)
      #expect(abs(band.rate - other.rate) <= tolerance)
    }
  }

  @Test("a night of one class has reasons where figures would be")
  func oneClass() throws {
    let bench = try EvaluationBench()
    try bench.register("repurchase", digest: "a", bands: nil, trainedUntil: nil)
    try bench.write(
      "1997-11-02", champion: "repurchase@1", run: "r",
      [.init(key: "a", score: 0.2), .init(key: "b", score: 0.3)])
    try bench.writeOutcomes("1997-11-02", [("a", .integer(0)), ("b", .integer(0))])
    let record = try #require(try bench.evaluate("1998-01-01").records.last)
    #expect(record.metric("auc") == nil)
    #expect(record.reason(for: "auc") == "all outcomes are of one class")
    #expect(record.reason(for: "calibration") == "the version has no bands")
    #expect(record.metric("brier")?.value == (0.2 * 0.2 + 0.3 * 0.3) / 2)
    #expect(record.metric("observed_rate")?.value == 0)
  }

  @Test("a version that writes margins only is ranked and nothing more")
  func margins() throws {
    let bench = try EvaluationBench()
    try bench.target.execute("ALTER TABLE scores RENAME COLUMN probability TO margin")
    let database = try bench.target
    for (key, margin) in [("a", -3.0), ("b", 2), ("c", 4)] {
      _ = try database.rows(
        "INSERT INTO scores VALUES ('1997-11-02', ?, ?, 'r')", [.text(key), .real(margin)])
    }
    bench.note("1997-11-02", champion: "other@1", run: "r")
    try bench.writeOutcomes("1997-11-02", [("a", .integer(0)), ("b", .integer(1)), ("c", .integer(0))])
    let pooled = try #require(try bench.evaluate("1998-01-01").pooled.first)
    #expect(pooled.metric("auc")?.value == 0.5)
    #expect(pooled.reason(for: "log_loss") == "the job writes no probability of this version")
    #expect(pooled.metric("mean_predicted") == nil)
  }

  @Test(
    "numbers for a terminal",
    arguments: [
      (0.82144, 4, "0.8214"), (-0.00001, 4, "0.0000"), (25_000.505, 2, "25000.51"), (3, 0, "3"),
      (-1.25, 1, "-1.3"), (Double.nan, 2, "–"), (0.05, 3, "0.050"),
    ])
  func rounded(_ value: Double, _ digits: Int, _ text: String) {
    #expect(ResultTable.rounded(value, digits: digits) == text)
  }
}
