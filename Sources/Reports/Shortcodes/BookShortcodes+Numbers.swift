import Book
import Charts
import Diagnostics
import Markdown
import Workspace

extension BookShortcodes {
  /// `[[metric repurchase@champion auc]]`: the metric over all nights that could be judged, with its interval, leading
  /// to the model's card.
  func metric(_ shortcode: Shortcode, _ page: PageWriter) throws(Diagnostic) -> ShortcodeText {
    try checkMetric(shortcode.arguments[1], shortcode)
    let version = try version(shortcode.arguments[0], shortcode)
    let all = snapshot.evaluations.filter { $0.model == version.model && $0.number == version.number }
    let record = try record(of: version, all, shortcode)
    let metrics = Dictionary(record.metrics.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let name = shortcode.arguments[1]
    // Outcomes of one kind alone have no AUC: later ones may.
    if metrics[name] == nil, snapshot.configuration.evaluations[record.name]?.asks(for: name) == true {
      throw Self.notYet("evaluation \(record.name) has no \(name) of \(version.reference)")
    }
    let metric = try Self.known(
      name, in: metrics, "a metric '\(name)' of \(version.reference) in evaluation '\(record.name)'",
      shortcode)
    let withInterval = try flag("interval", shortcode) ?? true
    let number = String(metric.text.prefix { $0 != " " })
    let link = page.link(.plain(number), PagePath.model(version.model))
    let rest = metric.text.dropFirst(number.count + 1)
    guard withInterval, !rest.isEmpty else { return ShortcodeText(markdown: link) }
    return ShortcodeText(markdown: "\(link) \(rest)" as InlineMarkdown)
  }

  /// A slip is told also where nothing was judged yet.
  private func checkMetric(_ name: String, _ shortcode: Shortcode) throws(Diagnostic) {
    let names =
      Configuration.Evaluation.Metric.allCases.map(\.rawValue)
      + snapshot.evaluations.flatMap { $0.metrics.map(\.name) }
    _ = try Self.known(
      name, in: Dictionary(names.map { ($0, $0) }, uniquingKeysWith: { $1 }), "a metric '\(name)'", shortcode)
    // What the book has no figure of may come, if anything asks for it.
    let isKnown = snapshot.evaluations.contains { $0.metrics.contains { $0.name == name } }
    guard
      isKnown || !snapshot.evaluations.isEmpty
        || snapshot.configuration.evaluations.values.contains(where: { $0.asks(for: name) })
    else {
      throw Diagnostic(
        .shortcodeUnknown, .configuration, at: shortcode.place,
        "no evaluation of scorebook.yaml judges by '\(name)'",
        next: "Add one under 'evaluations', or take the shortcode out.")
    }
  }

  /// The evaluation that is meant: the only one, or the named one; of all nights, or of one date.
  private func record(
    of version: VersionRecord, _ all: [EvaluationRecord], _ shortcode: Shortcode
  ) throws(Diagnostic) -> EvaluationRecord {
    let byName = Dictionary(grouping: all, by: \.name)
    let records: [EvaluationRecord]
    if let name = shortcode.options["evaluation"] {
      if byName[name] == nil, snapshot.configuration.evaluations[name] != nil {
        throw Self.notYet("\(version.reference) was not judged by \(name)")
      }
      records = try Self.known(name, in: byName, "an evaluation '\(name)' of \(version.reference)", shortcode)
    } else if byName.count > 1 {
      throw Diagnostic(
        .shortcodeUse, .configuration, at: shortcode.place,
        "\(version.reference) was judged by \(listed(byName.keys.sorted().map { "'\($0)'" }))",
        next: "Say which: evaluation=\(byName.keys.sorted()[0]).")
    } else {
      records = all
    }
    let date = shortcode.options["date"]
    if let record = records.first(where: { $0.date == date }) { return record }
    guard let date else { throw Self.notYet("\(version.reference) was not judged") }
    guard let day = Day(iso: date) else {
      throw Diagnostic(
        .shortcodeUse, .configuration, at: shortcode.place, "'date' is '\(date)'",
        expected: "a day such as 2026-01-05")
    }
    try refuseSlip(
      day, "date", first: firstDate(of: all, shortcode), among: all.compactMap(\.date), shortcode)
    throw Self.notYet("\(version.reference) was not judged for \(date)")
  }

  /// `[[kpi weekly_revenue]]`: the newest value with its unit, or that of the period that begins on `period`.
  func kpi(_ shortcode: Shortcode, _ page: PageWriter) throws(Diagnostic) -> ShortcodeText {
    let name = shortcode.arguments[0]
    let kpi = try Self.known(name, in: snapshot.configuration.kpis, "a KPI '\(name)'", shortcode)
    let values = (snapshot.kpiValues[name] ?? []).filter { $0.dimension == nil }
    let period = shortcode.options["period"]
    let record =
      period.map { day in values.first { $0.period == day } }
      ?? values.filter { $0.value != nil }.max { $0.period < $1.period }
    guard let value = record?.value else {
      guard let period else { throw Self.notYet("KPI \(name) has no value") }
      guard let day = Day(iso: period), KPISeries.start(of: day, kpi.period) == day else {
        throw Diagnostic(
          .shortcodeUnknown, .configuration, at: shortcode.place,
          "KPI '\(name)' has no \(kpi.period.rawValue) that begins on \(period)",
          next: "A period is named by its first day.")
      }
      // Periods go and come back with the KPI's query, so that none that is stored is the first for good.
      let first = values.compactMap { Day(iso: $0.period) }.min().map {
        FirstDay(day: $0, what: "period of KPI '\(name)'", isSet: false)
      }
      try refuseSlip(day, "period", first: first, among: values.map(\.period), shortcode)
      throw Self.notYet("KPI \(name) has no value for \(period)")
    }
    return ShortcodeText(markdown: .plain(KPIFormat(kpi).text(value)) as InlineMarkdown)
  }

  /// `[[version repurchase@champion]]`: `repurchase@2`, leading to its card.
  func version(_ shortcode: Shortcode, _ page: PageWriter) throws(Diagnostic) -> ShortcodeText {
    let version = try version(shortcode.arguments[0], shortcode)
    return ShortcodeText(markdown: page.link(version: version.model, version.number))
  }

  /// `[[date nightly]]`: the newest date whose rows stand.
  func date(_ shortcode: Shortcode, _ page: PageWriter) throws(Diagnostic) -> ShortcodeText {
    let job = try job(shortcode.arguments[0], shortcode)
    guard let run = snapshot.standing(job: job).last, let date = run.date else {
      throw Self.notYet("job \(job) has no date that stands")
    }
    return ShortcodeText(markdown: page.link(run: run.id, .plain(date)))
  }

  func job(_ name: String, _ shortcode: Shortcode) throws(Diagnostic) -> String {
    let jobs = Dictionary(snapshot.jobNames.map { ($0, $0) }, uniquingKeysWith: { $1 })
    return try Self.known(name, in: jobs, "a job '\(name)'", shortcode)
  }

  /// `interval=no`.
  private func flag(_ key: String, _ shortcode: Shortcode) throws(Diagnostic) -> Bool? {
    guard let text = shortcode.options[key] else { return nil }
    switch text {
    case "yes", "true": return true
    case "no", "false": return false
    default:
      throw Diagnostic(
        .shortcodeUse, .configuration, at: shortcode.place, "'\(key)' is '\(text)'", expected: "yes or no")
    }
  }
}

extension ShortcodeText {
  init(markdown: InlineMarkdown) { self.init(markdown: markdown.markdown) }
}

extension Configuration.Evaluation {
  /// Whether it is to find a metric, whose figures come with those of others: rates belong to calibration.
  fileprivate func asks(for metric: String) -> Bool {
    metrics.contains { $0.rawValue == metric }
      || metrics.contains(.calibration) && ["mean_predicted", "observed_rate"].contains(metric)
  }
}
