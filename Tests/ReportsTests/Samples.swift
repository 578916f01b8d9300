import Book
import Diagnostics
import Foundation
import Reports
import Workspace

/// A workspace folder with a book, that goes away with the test.
final class Scratch {
  let path: String
  private let isKept: Bool

  /// A folder that stays.
  init(at path: String) throws {
    self.path = path
    isKept = true
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  init(_ files: [String: String] = [:]) throws {
    isKept = false
    path = FileManager.default.temporaryDirectory.appendingPathComponent("reports-\(UUID().uuidString)").path
    for (name, text) in files {
      let file = URL(fileURLWithPath: path + "/" + name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { if !isKept { try? FileManager.default.removeItem(atPath: path) } }

  func book() throws -> Book { try Book.open(folder: path, mode: .createIfMissing) }

  func configuration(_ yaml: String = Samples.yaml) throws -> Configuration {
    try ConfigurationLoader.decode(yaml: yaml, file: path + "/scorebook.yaml", root: path)
  }

  func output(_ yaml: String = Samples.yaml, book: Book?) throws -> ReportOutput {
    try ReportBuilder(configuration: configuration(yaml), book: book).documents()
  }
}

extension ReportOutput {
  func text(_ path: String) -> String { documents.first { $0.path == path }?.markdown ?? "" }

  func asset(_ path: String) -> String {
    assets.first { $0.path == path }.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
  }
}

enum Samples {
  static let yaml = """
    name: Shop
    timezone: UTC
    datasets:
      orders: {csv: data/orders.csv, key: [id]}
      customers: {csv: "data/:date.csv", key: [id]}
      truth: {csv: "truth/:date.csv", key: [id]}
    models:
      again:
        question: Who buys again?
        objective: Write to those who would.
        baseline: rule@1
        owner: {team: crm, email: crm@example.com}
        card: texts/again.md
        versions: [{artefact: again.txt}]
        aliases: {champion: 1}
      rule:
        question: Who would the rule write to?
        versions: [{artefact: rule.yaml}]
    jobs:
      nightly:
        input: customers
        model: again@champion
        shadow: [rule@1]
        every: 7d
        since: 2026-01-05
        output: {csv: "_out/:date.csv"}
    evaluations:
      again:
        predictions: nightly
        actuals: truth
        outcome: bought
        matures_after: 28d
        baseline: rule@1
    kpis:
      weekly_revenue:
        query: sql/revenue.sql
        tables: {orders: orders}
        period: week
        unit: EUR
        direction: up
        target: 1000
      monthly_orders:
        query: sql/orders.sql
        tables: {orders: orders}
        period: month
        unit: orders
    reports:
      weekly:
        title: The week
        period: week
        contents:
          - text: texts/weekly.md
          - kpi: weekly_revenue
          - kpi: monthly_orders
          - evaluation: again
    site:
      title: Shop
      languages: [en]
    """

  static let files = [
    "texts/again.md": """
    ---
    title: Who buys again
    description: A card.
    license: mit
    language: en
    tags: [shop]
    ---

    # Who buys again

    ## What it is for

    Ranking customers.

    """,
    "texts/weekly.md": "Read the signals.\n",
    "sql/revenue.sql": "SELECT period, value FROM orders\n",
    "sql/orders.sql": "SELECT period, value FROM orders -- another\n",
  ]

  static let process = ProcessIdentity(host: "night", pid: 4711, start: "boot/123")

  static func digest(_ digit: String) -> String { String(repeating: digit, count: 64) }

  static let signature = SignatureRecord(
    task: .binary, labels: ["0", "1"],
    inputs: [
      .init(name: "recency", kind: .number, required: false, categories: nil),
      .init(name: "cohort", kind: .category, required: true, categories: ["a", "b", "rare"]),
    ],
    outputs: [
      .init(name: "probability", kind: .number, labels: nil),
      .init(name: "class", kind: .label, labels: ["0", "1"]),
    ])

  /// A profile of 400 rows, 100 of them shifted from the first cell of `recency` to the last.
  static func profile(rows: Int = 400, shifted: Int = 0, rare: Int = 3) -> Profile {
    func column(_ name: String, mean: Double, _ counts: [Int], missing: Int) -> ColumnProfile {
      .number(
        NumberProfile(
          name: name, count: rows - missing, missing: missing, mean: mean, standardDeviation: 1,
          minimum: 0.0625,
          maximum: 98765.4321, quantiles: (0...20).map { 0.0625 + Double($0) * 4938.2684 },
          histogram: .init(edges: [0.25, 0.5, 0.75], counts: counts)))
    }
    let quarter = rows / 4
    return Profile(
      rows: rows,
      inputs: [
        column(
          "recency", mean: 12.5, [quarter - shifted, quarter, quarter, rows - 3 * quarter + shifted - 4],
          missing: 4),
        .category(
          CategoryProfile(
            name: "cohort", count: rows, missing: 0, unseen: 0,
            categories: [
              .init(label: "a", count: rows / 2), .init(label: "b", count: rows - rows / 2 - rare),
              .init(label: "rare", count: rare),
            ])),
      ],
      outputs: [
        column(
          "probability", mean: 0.0812, [rows - 3 * quarter, quarter, quarter, quarter], missing: 0)
      ])
  }

  static func version(
    _ model: String, digest: String, name: String = "model.txt",
    verification: VersionRecord.Verification = .unverified, complete: Bool = true
  ) -> VersionRecord {
    VersionRecord(
      model: model, number: 0, digest: digest, format: "lightgbm", size: 5000, fileName: name,
      signature: signature, labels: ["0", "1"],
      parameters: complete ? [.init(name: "num_leaves", value: "31"), .init(name: "seed", value: "7")] : [],
      metrics: complete ? ["validation_auc": 0.78816] : [:], framework: complete ? "lightgbm 4.6.0" : nil,
      training: complete
        ? .init(
          rows: 5000, positives: 400, dates: "2025-01-05 to 2025-06-29", dataDigest: self.digest("d"),
          script: "train.py") : nil,
      sourceCommit: complete ? "abc123" : nil, trainedUntil: complete ? "2025-12-31" : nil, bands: nil,
      facts: [.init(name: "trees", value: "75")],
      importance: complete
        ? [.init(input: "recency", gain: 120.5, splits: 40), .init(input: "cohort", gain: 3.25, splits: 2)]
        : [],
      verification: verification, registeredAt: "2026-01-01T09:00:00Z", registeredBy: "ada", note: nil)
  }

  static let verified = VersionRecord.Verification(
    state: .verified, cases: 200, maximumDifference: 0, compared: 400, identical: 400,
    verifiedAt: "2026-01-01T09:00:00Z", casesDigest: digest("c"))

  static let dates = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]

  /// Enters a run and how it ended.
  static func run(
    _ book: Book, _ id: String, date: String, at time: String, state: RunRecord.State = .committed,
    problems: String? = nil, profile: Profile? = nil, rejects: Int = 0
  ) throws {
    try book.begin(
      RunStart(
        id: id, job: "nightly", date: date, startedAt: time,
        versions: [
          .init(role: .champion, model: "again", number: 1, digest: digest("a")),
          .init(role: .shadow, model: "rule", number: 1, digest: digest("b")),
        ], planDigest: digest("1"), target: "_out/\(date).csv", threads: 2, process: process,
        program: "scorebook 0.1.0"))
    let isDone = state == .committed
    try book.finish(
      id,
      RunEnd(
        state: state, finishedAt: time, inputDigest: digest("2"), sourceStamp: "stamp", rowsIn: 400,
        rowsOut: isDone ? 400 - rejects : 0, rejects: rejects,
        stages: .init(score: 0.25, judge: 0.001, commit: isDone ? 0.05 : 0), problems: problems),
      profiles: profile.map { [$0] } ?? [])
  }

  static func evaluation(
    _ model: String, _ date: String?, auc: Double, role: RunRecord.Version.Role, predicted: Double = 0.081
  ) -> EvaluationRecord {
    let metrics: [EvaluationRecord.Metric] = [
      .init(
        name: "auc", value: auc, lower: auc - 0.02, upper: auc + 0.02, confidence: 0.95,
        method: date == nil ? "Obuchowski, by customer_id, logit" : "DeLong, logit"),
      .init(name: "log_loss", value: 0.21759), .init(name: "brier", value: 0.0589),
      .init(name: "mean_predicted", value: predicted),
      .init(
        name: "observed_rate", value: 0.07, lower: 0.049, upper: 0.099, confidence: 0.95, method: "Wilson"),
    ]
    return EvaluationRecord(
      name: "again", job: "nightly", model: model, number: 1, role: role, date: date,
      dates: date == nil ? 2 : 1,
      rows: date == nil ? 800 : 400, positives: date == nil ? 56 : 28, immature: date == nil ? 2 : 0,
      isFlagged: false, metrics: metrics,
      calibration: date == nil
        ? [
          .init(band: 1, rows: 400, positives: 8, meanPrediction: 0.03, rate: 0.02, lower: 0.01, upper: 0.04),
          .init(
            band: 2, rows: 400, positives: 48, meanPrediction: 0.13, rate: 0.12, lower: 0.09, upper: 0.155),
        ] : [],
      curves: [
        .init(name: "roc", x: [0, 0.25, 1], y: [0, 0.75, 1]),
        .init(name: "precision_recall", x: [0.1, 0.4, 0.75, 1], y: [0.5, 0.3, 0.17, 0.07]),
      ], dataDigest: digest("e"), computedAt: "2026-02-01T02:00:00Z",
      detail: .init(
        runID: date.map { "20260201T020000Z-\($0.suffix(2))" }, withoutOutcome: 0, withoutPrediction: 2,
        notANumber: 0, flaggedDates: 0, baseline: date == nil ? "rule@1" : nil, undefined: [],
        planDigest: digest("f"), outcomesDigest: nil, sourceStamp: nil))
  }

  static var comparisons: [ComparisonRecord] {
    func record(
      _ metric: String, _ difference: Double, _ error: Double, p: Double, _ verdict: ComparisonRecord.Verdict
    ) -> ComparisonRecord {
      var record = ComparisonRecord(
        name: "again", model: "again", number: 1, baseline: "rule@1", metric: metric,
        isHigherBetter: metric == "auc", correction: "holm", computedAt: "2026-02-01T02:00:00Z")
      record.dates = 2
      record.rows = 800
      record.keys = 410
      record.value = 0.8012
      record.baselineValue = 0.8012 - difference
      record.difference = difference
      record.standardError = error
      record.lower = difference - 2 * error
      record.upper = difference + 2 * error
      record.confidence = 0.95
      record.pValue = p / 2
      record.adjustedPValue = p
      record.comparisons = 2
      record.verdict = verdict
      record.changed = .init(by: "band", rows: 96)
      record.movement = .init(
        otherTenth: 88, places: 0.0312,
        quantiles: [
          .init(share: 0.5, places: 0.0112, score: 0.0042), .init(share: 0.9, places: 0.0871, score: 0.0316),
        ],
        slices: [
          .init(dimension: "region", kind: .value, label: "<b>north</b>", rows: 300, places: 0.0524),
          .init(dimension: "region", kind: .missing, label: "", rows: 12, places: 0.0401),
        ])
      record.sentence = "again@1 against rule@1 by \(metric): \(verdict.rawValue)."
      return record
    }
    var undefined = record("calibration", 0, 1, p: 1, .undefined)
    undefined.metric = "average_precision"
    undefined.difference = nil
    undefined.reason = "the two do alike on every row"
    return [
      record("auc", 0.0123, 0.0031, p: 0.0002, .better),
      record("log_loss", -0.0011, 0.0022, p: 0.61, .noEvidence), undefined,
    ]
  }

  static var slices: [SliceRecord] {
    func record(_ kind: SliceRecord.Kind, _ label: String, keys: Int, _ rank: Int?) -> SliceRecord {
      var rest = SliceRecord.AgainstRest(
        metric: "auc", difference: -0.041, standardError: 0.012, lower: -0.065, upper: -0.017,
        pValue: 0.0006, isWorse: true)
      rest.adjustedPValue = 0.0012
      rest.rank = rank
      return SliceRecord(
        name: "again", model: "again", number: 1, dimension: "cohort", kind: kind, label: label,
        rows: keys * 2, keys: keys, positives: keys < 5 ? nil : 12,
        metrics: keys < 5 ? [] : [.init(name: "auc", value: 0.771, lower: 0.74, upper: 0.8)],
        undefined: keys < 5 ? [.init(name: "auc", reason: "it has fewer than 5 keys")] : [],
        againstRest: keys < 5 ? nil : rest, computedAt: "2026-02-01T02:00:00Z")
    }
    return [
      record(.value, "<b>spring</b>", keys: 120, 1), record(.missing, "", keys: 30, nil),
      record(.other, "", keys: 3, nil),
    ]
  }

  static let weeks = [900.0, 950, 1010, 980, 940, 1005, 970, 990, 1020, 2400.5]

  /// A book with two models, six runs, an evaluation and two KPIs, of which one has no values.
  static func fill(_ book: Book) throws {
    _ = try book.addVersion(
      version("again", digest: digest("a"), verification: verified), profile: profile(), numbering: .next)
    _ = try book.addVersion(
      version("rule", digest: digest("b"), complete: false), profile: nil, numbering: .next)
    _ = try book.setAlias(
      AliasRecord(
        model: "again", alias: "champion", number: 1, since: "2026-01-02T10:00:00Z", by: "grace",
        reason: "better than the rule", evidence: "evaluation again"))
    for (place, date) in dates.enumerated() {
      try run(
        book, "20260201T020000Z-\(date.suffix(2))", date: date, at: "2026-02-01T02:0\(place):00Z",
        profile: profile(shifted: place * 30))
    }
    try run(
      book, "20260202T020000Z-26", date: "2026-01-26", at: "2026-02-02T02:00:00Z",
      profile: profile(shifted: 95))
    try run(
      book, "20260203T020000Z-02", date: "2026-02-02", at: "2026-02-03T02:00:00Z", state: .refused,
      problems: "nightly: 40 rows were rejected; expected at most 0, found for example: "
        + "column 'age' holds 'O'Hara 17'; expected a number. Raise max_rejects.", rejects: 40)
    _ = try book.replaceEvaluations(
      of: "again",
      with: [
        evaluation("again", nil, auc: 0.8012, role: .champion),
        evaluation("rule", nil, auc: 0.7889, role: .shadow),
      ]
        + dates.prefix(2).flatMap {
          [
            evaluation("again", $0, auc: 0.8, role: .champion),
            evaluation("rule", $0, auc: 0.79, role: .shadow),
          ]
        }, comparisons: comparisons, slices: slices)
    _ = try book.save(
      weeks.enumerated().map { place, value in
        KPIValueRecord(
          kpi: "weekly_revenue", period: CalendarDate(daysSinceEpoch: 20_430 + 7 * place).description,
          value: value,
          sqlDigest: ContentDigest.sha256(files["sql/revenue.sql"] ?? ""), dataDigest: digest("9"),
          computedAt: "2026-02-03T03:00:00Z")
      })
  }
}
