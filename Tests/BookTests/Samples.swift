import Book
import Diagnostics
import Foundation

/// A workspace folder that goes away with the test.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/book-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func book(_ mode: Book.Mode = .createIfMissing) throws -> Book { try Book.open(folder: path, mode: mode) }
  var file: String { path + "/.scorebook/book.db" }
}

enum Samples {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  /// The newest schema.
  static let schema = 8
  static func fixture(_ version: Int) -> String { root + "/Tests/Fixtures/book/v\(version)/book.db" }
  static let process = ProcessIdentity(host: "night", pid: 4711, start: "boot/123")

  static let signature = SignatureRecord(
    task: .binary, labels: ["0", "1"],
    inputs: [
      .init(name: "recency", kind: .number, required: false, categories: nil),
      .init(name: "cohort", kind: .category, required: false, categories: ["1997-01", "1997-02"]),
    ],
    outputs: [
      .init(name: "probability", kind: .number, labels: nil),
      .init(name: "class", kind: .label, labels: ["0", "1"]),
    ])

  static let profile = Profile(
    rows: 3,
    inputs: [
      .number(
        NumberProfile(
          name: "recency", count: 2, missing: 1, mean: 1.5, standardDeviation: 0.5, minimum: 1, maximum: 2,
          quantiles: (0...20).map { 1 + Double($0) / 20 }, histogram: .init(edges: [1.5], counts: [1, 1]))),
      .category(
        CategoryProfile(
          name: "cohort", count: 3, missing: 0, unseen: 1,
          categories: [.init(label: "b", count: 1), .init(label: "a", count: 2)])),
    ],
    outputs: [
      .number(
        NumberProfile(
          name: "probability", count: 0, missing: 3, mean: nil, standardDeviation: nil, minimum: nil,
          maximum: nil, quantiles: [], histogram: .init(edges: [], counts: [0])))
    ])

  static func version(_ model: String, digest: String, at time: String = "2026-01-02T03:04:05Z")
    -> VersionRecord
  {
    VersionRecord(
      model: model, number: 0, digest: digest, format: "lightgbm", size: 5, fileName: "model.txt",
      signature: signature, labels: ["0", "1"], parameters: [.init(name: "num_leaves", value: "31")],
      metrics: ["auc": 0.75], framework: "lightgbm 4.6.0",
      training: .init(rows: 10, positives: 2, dates: "one Sunday", dataDigest: nil, script: "train.py"),
      sourceCommit: "abc123", trainedUntil: "1997-11-01",
      bands: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
      facts: [.init(name: "trees", value: "2")], importance: [.init(input: "recency", gain: 1.5, splits: 3)],
      verification: .unverified, registeredAt: time, registeredBy: "ada", note: nil)
  }

  static func start(
    _ id: String, date: String? = "1997-11-02", job: String = "nightly",
    target: String = "_out/cdnow.db#scores"
  ) -> RunStart {
    RunStart(
      id: id, job: job, date: date, startedAt: "2026-01-02T03:04:05Z",
      versions: [
        .init(role: .champion, model: "repurchase", number: 1, digest: String(repeating: "a", count: 64)),
        .init(role: .shadow, model: "rfm", number: 1, digest: String(repeating: "b", count: 64)),
      ], planDigest: "plan", target: target, threads: 2, process: process,
      program: "scorebook 0", split: split(nil))
  }

  /// - Parameter rows: of both variants; nil where the run did not come so far.
  static func split(_ rows: [Int]?) -> RunRecord.Split {
    RunRecord.Split(
      name: "winter_mail", saltDigest: String(repeating: "c", count: 64),
      variants: [
        .init(name: "control", share: "50%", model: "repurchase", number: 1, rows: rows?[0]),
        .init(name: "treatment", share: "50%", model: "rfm", number: 1, rows: rows?[1]),
      ])
  }

  static let committed = RunEnd(
    state: .committed, finishedAt: "2026-01-02T03:04:06Z", inputDigest: "input", sourceStamp: "stamp",
    rowsIn: 100, rowsOut: 98, rejects: 2, stages: .init(score: 0.5, judge: 0.25, commit: 0.125))

  static let fallbacks = RunRecord.Fallbacks(
    rows: 7, reasons: ["people.csv:3: 'age' is missing, and repurchase@1 needs it"])
  static let committedWithFallbacks = RunEnd(
    state: .committed, finishedAt: "2026-01-02T03:04:06Z", inputDigest: "input", sourceStamp: "stamp",
    rowsIn: 100, rowsOut: 98, rejects: 2, stages: .init(score: 0.5, judge: 0.25, commit: 0.125),
    fallbacks: fallbacks, restarts: [1: 2], unanswered: [1: 5], variantRows: [51, 47])

  static func commit(_ run: String, date: String = "1997-11-02") -> StandingCommit {
    StandingCommit(
      job: "nightly", date: date, runID: run, model: "repurchase@1",
      modelDigest: String(repeating: "a", count: 64),
      planDigest: "plan", inputDigest: "input", sourceStamp: "stamp", rowsIn: 100, rowsOut: 98, rejects: 2,
      committedAt: "2026-01-02T03:04:06Z")
  }

  static var readout: ReadoutRecord {
    var record = ReadoutRecord(
      name: "winter_mail", asOf: "1997-12-01", job: "nightly", split: "winter_mail", control: "control",
      looks: "sequential", plannedKeys: 20_000, status: .told, planDigest: "plan", dataDigest: "data",
      computedAt: "2026-01-02T03:04:05Z")
    record.firstDate = "1997-11-02"
    record.lastDate = "1997-11-02"
    record.dates = 1
    var control = ReadoutRecord.Variant(name: "control", share: "50%")
    control.keys = 51
    control.counted = 50
    control.withoutOutcome = 1
    record.variants = [control]
    record.sampleRatio = .init(
      statistic: 0.25, pValue: 0.5, countedStatistic: nil, countedPValue: nil, isMismatched: false)
    var effect = ReadoutEffect(
      metric: "conversion", measure: "proportion", variant: "treatment", isGuardrail: false,
      isHigherBetter: true, worseByAtMost: nil, correction: "holm")
    effect.difference = 0.0125
    effect.verdict = .noEvidence
    effect.sentence = "No evidence."
    record.effects = [effect]
    record.sentence = "winter_mail: nothing found."
    record.notes = ["A note."]
    return record
  }

  static var comparison: ComparisonRecord {
    var record = ComparisonRecord(
      name: "repurchase", model: "repurchase", number: 1, baseline: "rfm@1", metric: "auc",
      isHigherBetter: true, correction: "holm", computedAt: "2026-01-02T03:04:05Z")
    record.difference = 0.0125
    record.standardError = 0.0025
    record.adjustedPValue = 0.001
    record.verdict = .better
    record.sentence = "repurchase@1 ranks better than rfm@1."
    record.changed = .init(by: "band", rows: 12)
    return record
  }

  static let slice = SliceRecord(
    name: "repurchase", model: "repurchase", number: 1, dimension: "cohort", kind: .other, label: "",
    rows: 20, keys: 10, positives: 3, metrics: [.init(name: "auc", value: 0.75)], undefined: [],
    againstRest: .init(
      metric: "auc", difference: -0.05, standardError: 0.025, lower: -0.1, upper: 0, pValue: 0.05,
      isWorse: true), computedAt: "2026-01-02T03:04:05Z")

  static func attempt(
    _ outcome: GateAttempt.Outcome, _ lower: Double, at time: String, number: Int = 2
  ) -> GateAttempt {
    GateAttempt(
      model: "repurchase", number: number, alias: "champion", against: "repurchase@1",
      evaluation: "repurchase", confidence: 0.99,
      findings: [
        .init(
          metric: "auc", demand: "higher by more than 0.0", difference: 0.001, lower: lower, upper: 0.002,
          isMet: outcome == .opened, evidence: "repurchase@2 ranks better than repurchase@1."),
        .init(
          metric: "brier", demand: "held against repurchase@1", difference: nil, lower: nil, upper: nil,
          isMet: false, evidence: "Not compared."),
      ], outcome: outcome, reason: outcome == .opened ? "31 nights" : nil, attemptedAt: time,
      attemptedBy: "ada")
  }

  static let delivery = DeliveryRecord(
    report: "weekly", period: "week 2025-12-29", recipient: "board@example.com", audience: "management",
    channel: "relay", messageID: "<weekly.2025-12-29.ab@example.com>",
    digest: String(repeating: "e", count: 64), beganAt: "2026-01-05T07:30:00Z", process: process)

  static let attempts = [
    attempt(.refused, -0.0005, at: "2026-01-01T12:00:00Z"),
    attempt(.opened, 0.0005, at: "2026-01-02T00:00:00Z"),
  ]

  static func evaluation(_ date: String?, auc: Double, at time: String) -> EvaluationRecord {
    EvaluationRecord(
      name: "repurchase", job: "nightly", model: "repurchase", number: 1, role: .champion, date: date,
      dates: 1,
      rows: 100, positives: 7, immature: 0, isFlagged: false,
      metrics: [.init(name: "auc", value: auc, lower: 0.7, upper: 0.9, confidence: 0.95, method: "DeLong")],
      calibration: [
        .init(band: 1, rows: 10, positives: 1, meanPrediction: 0.09, rate: 0.1, lower: 0.01, upper: 0.4)
      ],
      curves: [.init(name: "roc", x: [0, 0.5, 1], y: [0, 0.75, 1])], dataDigest: "data", computedAt: time)
  }
}

/// The identifier of the diagnostic that a body throws.
func problem(_ body: () throws -> Void) -> Diagnostic? {
  do {
    try body()
    return nil
  } catch {
    return error as? Diagnostic
  }
}
