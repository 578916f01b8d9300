import Book
import Charts
import Markdown
import Workspace

/// What an evaluation found: a summary of all versions, and its charts.
struct EvaluationSection {
  let view: EvaluationView
  let snapshot: BookSnapshot
  /// Level of the headings of its parts; 0 for none.
  let level: Int

  func write(to page: inout PageWriter) {
    introduce(&page)
    summarise(&page)
    explain(&page)
    ComparisonSection(view: view, level: level).write(to: &page)
    SliceSection(view: view, level: level).write(to: &page)
    drawRanking(&page)
    drawRates(&page)
    drawCalibration(&page)
    drawCurves(&page)
    drawPrecision(&page)
    GainSection(view: view, level: level, source: source).write(to: &page)
    provenance(&page)
  }

  private func introduce(_ page: inout PageWriter) {
    guard let leading = view.leading else { return }
    let record = leading.pooled ?? leading.nights.last
    let job = record?.job ?? ""
    var words: InlineMarkdown =
      job.isEmpty
      ? "Versions scored for this evaluation, over dates of the past, held against what happened afterwards"
      : "Predictions of job \(.code(job)) held against what happened afterwards"
    if let configuration = view.configuration {
      words =
        "\(words): column \(.code(configuration.outcome)) of dataset \(.code(configuration.actuals)), known "
        + "\(NumberText.count(configuration.maturesAfter, "day")) after each night."
    } else {
      words = "\(words)."
    }
    if let pooled = leading.pooled {
      words =
        "\(words) \(NumberText.count(pooled.dates, "night")) could be judged, with "
        + "\(NumberText.count(pooled.rows)) predictions and \(NumberText.count(pooled.positives)) positive "
        + "outcomes."
    }
    if view.immature > 0 {
      words = "\(words) \(NumberText.count(view.immature, "night")) are too young and are left out."
    }
    page.body.paragraph(words)
  }

  /// The columns of two tables, which are too many for one: how well it ranks, and how true its level is.
  private static let ranking = [
    ("auc", "AUC"), ("average_precision", "average precision"), ("accuracy", "accuracy"),
    ("balanced_accuracy", "balanced accuracy"), ("f1", "F1"), ("mcc", "MCC"), ("kappa", "kappa"),
    ("mae", "MAE"), ("rmse", "RMSE"), ("mape", "MAPE"), ("r2", "R²"), ("pinball", "pinball loss"),
  ]
  private static let level = [
    ("log_loss", "log loss"), ("brier", "Brier"), ("mean_predicted", "predicted"),
    ("observed_rate", "observed"), ("calibration_error", "calibration"),
  ]

  /// How tables call a metric: "AUC", "log loss".
  static func title(ofMetric name: String) -> String {
    (ranking + level).first { $0.0 == name }?.1 ?? MetricTitle.of(name)
  }

  private func summarise(_ page: inout PageWriter) {
    summarise(Self.ranking, withNights: true, &page)
    summarise(Self.level, withNights: false, &page)
  }

  /// Figures that no version has get no column.
  private func summarise(_ columns: [(String, String)], withNights: Bool, _ page: inout PageWriter) {
    let metrics = columns.filter { name, _ in view.versions.contains { $0.pooled?.metric(name) != nil } }
    guard withNights || !metrics.isEmpty else { return }
    let nights: [MarkdownWriter.Column] = withNights ? [.init("nights", .right)] : []
    page.body.table(
      [.init("version")] + nights + metrics.map { .init(.plain($0.1), .right) },
      view.versions.map { version in
        let name = page.link(.plain(version.label), PagePath.model(version.model))
        guard let pooled = version.pooled else { return [name] + (withNights ? ["0"] : []) }
        return [name] + (withNights ? [.plain(NumberText.count(pooled.dates))] : [])
          + metrics.map { pooled.inline(of: $0.0) }
      })
  }

  private func explain(_ page: inout PageWriter) {
    var notes: [InlineMarkdown] = []
    if let metric = view.leading?.pooled?.metrics.first(where: { $0.confidence != nil }),
      let confidence = metric.confidence
    {
      let method = metric.method ?? "method \(NumberText.notRecorded)"
      let keys = method.split(separator: " by ").last?.split(separator: ",").first.map(String.init)
      notes.append(
        .plain(
          "In parentheses: \(NumberText.percent(confidence, decimals: 0)) intervals, the range in which the true value is "
            + "likely to lie. "
            + (method.contains(" by ")
              ? "They allow for rows that share \(keys ?? "a key"); what all rows of a night have in common they don't "
                + "see. "
              : "They take rows as independent. ") + "Method for \(MetricTitle.of(metric.name)): \(method)."))
    }
    if view.versions.contains(where: { $0.pooled?.metric("calibration_error") != nil }) {
      notes.append(
        "Calibration: the mean distance between predicted and observed over the bands of the score, weighted by "
          + "rows; 0 is perfect.")
    }
    for version in view.versions { notes += self.notes(version) }
    page.body.notes(notes)
  }

  private func notes(_ version: EvaluationView.Version) -> [InlineMarkdown] {
    guard let detail = version.pooled?.detail else { return [] }
    var notes = detail.undefined.map {
      InlineMarkdown.plain("\(version.reference) has no \($0.name): \($0.reason).")
    }
    if detail.flaggedDates > 0 {
      notes.append(
        .plain(
          "\(NumberText.count(detail.flaggedDates, "night")) of \(version.reference) up to the last day that its "
            + "training saw: left out, since it may know the outcomes."))
    }
    let leftOut = [
      (detail.withoutOutcome, "without an outcome"), (detail.withoutPrediction, "without a prediction"),
      (detail.notANumber, "with a prediction that is no number"),
      (detail.fallbacks ?? 0, "answered by the fallback"),
      (detail.otherVersions ?? 0, "scored by the version of another variant"),
    ].filter { $0.0 > 0 }.map { "\(NumberText.count($0.0, "row")) \($0.1)" }
    if !leftOut.isEmpty {
      notes.append(.plain("\(version.reference): left out \(NumberText.list(leftOut))."))
    }
    if let late = detail.lateOutcomes, late > 0 {
      notes.append(
        .plain(
          "\(version.reference): \(NumberText.count(late, "outcome")) came after the window and "
            + "\(late == 1 ? "counts" : "count") as 0."))
    }
    return notes
  }

  private func heading(_ text: InlineMarkdown, _ page: inout PageWriter) {
    if level > 0 { page.body.heading(level, text) }
  }

  func drawRanking(_ page: inout PageWriter) {
    let series = view.drawn.enumerated().compactMap { place, version -> LineChart.Series? in
      let nights = version.nights.filter { !$0.isFlagged }
      guard nights.contains(where: { $0.metric("auc") != nil }) else { return nil }
      let points = nights.compactMap { record in
        record.day.map { day in
          let auc = record.metric("auc")
          // One band: several would lie on each other.
          return LineChart.Point(
            day, auc?.value, lower: place == 0 ? auc?.lower : nil, upper: place == 0 ? auc?.upper : nil)
        }
      }
      return .init(version.label, points)
    }
    guard !series.isEmpty else { return }
    heading("AUC by night", &page)
    page.figure(
      LineChart(title: "AUC by night", axis: "AUC", series: series, zero: false), "\(view.name)-auc",
      caption:
        "AUC of each night's predictions\(view.leading.map { ", with the 95% interval of \($0.label)" } ?? ""). "
        + "0.5 is chance, 1 a perfect ranking. \(source)")
  }

  func drawRates(_ page: inout PageWriter) {
    guard let version = view.leading else { return }
    let nights = version.nights.filter { !$0.isFlagged }
    func points(_ metric: String) -> [LineChart.Point] {
      nights.compactMap { record in
        record.day.map { day in
          let value = record.metric(metric)
          return .init(day, value?.value, lower: value?.lower, upper: value?.upper)
        }
      }
    }
    let predicted = points("mean_predicted")
    guard nights.contains(where: { $0.metric("mean_predicted") != nil }) else { return }
    heading("Predicted and observed", &page)
    page.figure(
      LineChart(
        title: "Predicted and observed rate by night", axis: "share of rows", format: .percent,
        series: [.init("predicted", predicted), .init("observed", points("observed_rate"))], zero: true),
      "\(view.name)-rates",
      caption:
        "What \(version.label) predicted on average, and the share that really happened with its 95% interval. "
        + "Where the lines part, probabilities are too high or too low, however well they rank. \(source)")
  }

  func drawCalibration(_ page: inout PageWriter) {
    let versions = view.drawn.filter { !($0.pooled?.calibration ?? []).isEmpty }
    guard !versions.isEmpty else { return }
    heading("Calibration", &page)
    page.figure(
      CalibrationChart(
        title: "Calibration by band of the score",
        series: versions.map { version in
          .init(
            version.label,
            (version.pooled?.calibration ?? []).map {
              .init(
                predicted: $0.meanPrediction, observed: $0.rate, lower: $0.lower, upper: $0.upper,
                count: $0.rows)
            })
        }), "\(view.name)-calibration",
      caption:
        "Bands are tenths of the training scores, fixed at registration. On the diagonal, predicted and "
        + "observed agree. \(source)")
  }

  /// A curve of each version that has it, named with the metric that sums it up.
  private func curves(_ name: String, _ metric: String, _ words: String) -> [ROCChart.Curve] {
    view.drawn.compactMap { version in
      guard let curve = version.pooled?.curves.first(where: { $0.name == name }) else { return nil }
      let value = version.pooled?.metric(metric).map { ", \(words) " + NumberText.fixed($0.value, 3) } ?? ""
      return .init(version.label + value, zip(curve.x, curve.y).map { (x: $0, y: $1) })
    }
  }

  func drawCurves(_ page: inout PageWriter) {
    let curves = curves("roc", "auc", "AUC")
    guard !curves.isEmpty else { return }
    heading("ROC curve", &page)
    page.figure(
      ROCChart(title: "ROC curves over all nights", curves: curves), "\(view.name)-roc",
      caption:
        "The share of positives found against the share of negatives taken along, over all thresholds. \(source)",
      step: 20)
  }

  func drawPrecision(_ page: inout PageWriter) {
    let curves = curves("precision_recall", "average_precision", "average precision")
    guard !curves.isEmpty else { return }
    heading("Precision and recall", &page)
    page.figure(
      ROCChart(
        title: "Precision and recall over all nights", xAxis: "recall", yAxis: "precision", curves: curves,
        chance: .levels(baseRates)), "\(view.name)-precision",
      caption:
        "The share of positives among the rows taken, against the share of all positives found, over all thresholds. "
        + "A score that says nothing stays at the base rate, the share of positives among all rows. \(source)",
      step: 20)
  }

  /// One line where all versions were judged by the same share of positives, as is usual.
  private var baseRates: [ROCChart.Level] {
    let rates = view.drawn.compactMap { version -> (label: String, rate: Double)? in
      guard let pooled = version.pooled, pooled.rows > 0 else { return nil }
      return (version.label, Double(pooled.positives) / Double(pooled.rows))
    }
    guard let first = rates.first else { return [] }
    func name(_ rate: Double) -> String { "base rate " + NumberText.fixed(rate, 3) }
    guard rates.contains(where: { name($0.rate) != name(first.rate) }) else {
      return [.init(name(first.rate), first.rate)]
    }
    return rates.map { .init("\(name($0.rate)) of \($0.label)", $0.rate) }
  }

  /// What a caption says about where its numbers come from.
  private var source: String {
    let digest = view.leading?.pooled?.dataDigest ?? view.leading?.nights.last?.dataDigest
    return "Evaluation \(view.name)" + (digest.map { ", data \(NumberText.short($0))" } ?? "") + "."
  }

  private func provenance(_ page: inout PageWriter) {
    let rows = view.versions.compactMap { version in
      version.pooled.map { record -> [InlineMarkdown] in
        [
          .plain(version.reference), .code(record.dataDigest),
          .code(record.detail?.planDigest ?? "not recorded"),
          .plain(NumberText.moment(record.computedAt)),
        ]
      }
    }
    guard !rows.isEmpty else { return }
    let nights = (view.leading?.nights ?? []).map { night($0, page) }
    page.body.details("Provenance of evaluation \(view.name)") { inner in
      inner.table([.init("version"), .init("data digest"), .init("plan digest"), .init("computed")], rows)
      guard let version = view.leading, !nights.isEmpty else { return }
      inner.paragraph("Nights of \(version.reference):")
      inner.table(
        [
          .init("date"), .init("run"), .init("rows", .right), .init("positives", .right),
          .init("AUC", .right),
          .init("log loss", .right), .init("Brier", .right), .init("predicted", .right),
          .init("observed", .right), .init("data"),
        ], nights)
    }
  }

  private func night(_ record: EvaluationRecord, _ page: PageWriter) -> [InlineMarkdown] {
    [
      .plain((record.date ?? "") + (record.isFlagged ? " (seen in training)" : "")),
      record.detail?.runID.map { page.link(run: $0) }
        ?? .plain(record.detail?.scoring == nil ? NumberText.notRecorded : "scored by the evaluation"),
      .plain(NumberText.count(record.rows)), .plain(NumberText.count(record.positives)),
      .plain(record.text(of: "auc")), .plain(record.text(of: "log_loss")),
      .plain(record.text(of: "brier")), .plain(record.text(of: "mean_predicted")),
      .plain(record.text(of: "observed_rate")), .digest(record.dataDigest),
    ]
  }
}
