import Book
import Interchange

/// Cards with everything, with nothing, and with what would break a format.
enum CardSamples {
  static func digest(_ digit: String) -> String { String(repeating: digit, count: 64) }

  static func version(_ text: (String) -> String = { $0 }, isBare: Bool = false) -> VersionRecord {
    VersionRecord(
      model: text("again"), number: 2, digest: digest("a"), format: "lightgbm", size: 5000,
      fileName: text("model.txt"),
      signature: .init(
        task: .binary, labels: ["0", "1"],
        inputs: [
          .init(name: text("recency"), kind: .number, required: false, categories: nil),
          .init(name: "cohort", kind: .category, required: true, categories: ["a", "rare"]),
        ],
        outputs: [
          .init(name: "probability", kind: .number, labels: nil),
          .init(name: "class", kind: .label, labels: ["0", text("1")]),
        ]), labels: nil, parameters: isBare ? [] : [.init(name: "num_leaves", value: text("31"))],
      metrics: [:],
      framework: isBare ? nil : text("lightgbm 4.6.0"),
      training: isBare
        ? nil
        : .init(
          rows: 5000, positives: 400, dates: text("2025, Sundays"), dataDigest: text(digest("d")),
          script: "train.py"),
      sourceCommit: isBare ? nil : text("abc123"), trainedUntil: isBare ? nil : "2025-12-31", bands: nil,
      facts: isBare
        ? [] : [.init(name: "format", value: "LightGBM text, v4"), .init(name: "trees", value: "75")],
      importance: [],
      verification: .init(
        state: isBare ? .unverified : .verified, cases: isBare ? 0 : 200, maximumDifference: 0, compared: 400,
        identical: 400, verifiedAt: nil, casesDigest: nil), registeredAt: text("2026-01-01T09:00:00Z"),
      registeredBy: text("ada"), note: nil)
  }

  static func metrics(_ auc: Double) -> [EvaluationRecord.Metric] {
    [
      .init(
        name: "auc", value: auc, lower: auc - 0.02, upper: auc + 0.02, confidence: 0.95, method: "DeLong"),
      .init(name: "log_loss", value: 0.00005), .init(name: "brier", value: .nan),
      .init(name: "mean_predicted", value: 0.08),
    ]
  }

  static func source(_ text: @escaping (String) -> String = { $0 }) -> CardSource {
    func statement(_ name: String?, _ detail: String, _ mitigation: String? = nil) -> CardSource.Statement {
      .init(
        name: name.map(text), text: text((name.map { "\($0). " } ?? "") + detail), detail: text(detail),
        mitigation: mitigation.map(text))
    }
    var source = CardSource(version: version(text), aliases: ["champion"], program: "0.1.0")
    source.description = text("A card.")
    source.question = text("Who buys again?")
    source.objective = text("Write to those who would.")
    source.baseline = text("rule@1")
    source.owner = .init(name: text("Ada"), team: text("crm"), email: text("crm@example.com"))
    source.licence = .init(
      name: text("mit"), spdx: text("MIT") == "MIT" ? "MIT" : nil, link: text("https://example.com/l"))
    source.datasets = [text("orders")]
    source.tags = [text("shop")]
    source.users = [statement(nil, "Clerks.")]
    source.uses = [statement(nil, "Ranking customers.")]
    source.outOfScope = [statement("Credit", "Never.")]
    source.limits = [statement("Young customers", "Scored too low.")]
    source.caveats = [statement(nil, "Use the order.")]
    source.tradeOffs = [statement(nil, "Speed for truth.")]
    source.ethics = [statement("Privacy", "Purchases tell about people.", "No key on a page.")]
    source.fairness = [statement("Young customers", "Mailed less.", "A control group.")]
    source.trainingData = [statement(nil, "Orders of a shop.")]
    source.changes = [text("training rows: 4,000 before, 5,000 now")]
    source.evaluations = [
      EvaluationRecord(
        name: "again", job: text("nightly"), model: "again", number: 2, role: .champion, date: nil, dates: 2,
        rows: 800, positives: 56, immature: 0, isFlagged: false, metrics: metrics(0.8012), calibration: [],
        curves: [], dataDigest: text(digest("e")), computedAt: "2026-02-01T02:00:00Z")
    ]
    source.slices = [
      SliceRecord(
        name: "again", model: "again", number: 2, dimension: "cohort", kind: .value, label: text("spring"),
        rows: 240, keys: 120, positives: 12, metrics: metrics(0.771), undefined: [], againstRest: nil,
        computedAt: "2026-02-01T02:00:00Z")
    ]
    source.newest = text("2026-02-03T03:00:00Z")
    return source
  }

  /// A version that came with nothing, and of which nobody wrote anything.
  static let bare = CardSource(version: version(isBare: true), aliases: [], program: "0.1.0")

  /// Every text replaced by what breaks formats.
  static let hostile = source { text in
    text
      + "\u{0000}\u{0007}\n---\n\"},{\"x\": [1] \\ </script><script>alert(1)</script> \u{2028}\u{FFFF} \u{1F600}"
  }
}
