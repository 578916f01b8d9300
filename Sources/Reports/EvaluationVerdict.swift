import Book
import Charts
import Markdown
import Workspace

/// An evaluation in one sentence and one small table, for a report that has more to tell.
struct EvaluationVerdict: Sendable {
  let name: String
  /// nil where it was not made yet.
  let view: EvaluationView?
  /// Of the leading version against the first baseline, those that have a value.
  private let comparisons: [ComparisonRecord]
  /// Whether it was held against one at all.
  private let isCompared: Bool

  /// The morning of the report; nil where nothing has one.
  private let asOf: Day?

  init(_ name: String, _ snapshot: BookSnapshot, asOf: Day? = nil) {
    self.name = name
    self.asOf = asOf
    let view = EvaluationView(name, snapshot)
    self.view = view
    let own = view?.comparisons.filter { $0.reference == view?.leading?.reference } ?? []
    comparisons = own.filter { $0.baseline == own.first?.baseline && $0.verdict != .undefined }
    isCompared = !own.isEmpty
  }

  /// The newest night that could be judged; nil before the first.
  var newest: Day? {
    let nights = view?.versions.flatMap(\.nights) ?? []
    return nights.compactMap { night in night.date.flatMap { Day(iso: $0) } }.max()
  }

  private func metrics(_ verdict: ComparisonRecord.Verdict) -> [String] {
    comparisons.filter { $0.verdict == verdict }.map { MetricTitle.of($0.metric) }
  }

  /// The leading version against its baseline.
  var sentence: String {
    guard let view, let leading = view.leading else { return "Evaluation \(name) was not made yet." }
    guard let pooled = leading.pooled else {
      return "No night of evaluation \(name) can be judged yet: the outcomes are still to come."
    }
    let basis =
      "Over \(NumberText.count(pooled.dates, "night")) and \(NumberText.count(pooled.rows)) predictions"
    guard let first = comparisons.first else {
      return isCompared
        ? "\(basis) \(leading.reference) could not be compared with its baseline."
        : "\(leading.reference) was held against no baseline; it was judged by "
          + "\(NumberText.count(pooled.dates, "night")) and \(NumberText.count(pooled.rows)) predictions."
    }
    let (better, worse, open) = (metrics(.better), metrics(.worse), metrics(.noEvidence))
    func by(_ words: [String]) -> String {
      words.count == comparisons.count && words.count > 1
        ? "by all \(words.count) measures" : "by \(NumberText.list(words))"
    }
    let baseline = "its baseline \(first.baseline)"
    guard !better.isEmpty || !worse.isEmpty else {
      return
        "\(basis) there is no evidence that \(first.reference) is better or worse than \(baseline), \(by(open))."
    }
    var words =
      better.isEmpty
      ? "worse than \(baseline) \(by(worse))" : "better than \(baseline) \(by(better))"
    if !better.isEmpty, !worse.isEmpty { words += ", and worse \(by(worse))" }
    if !open.isEmpty { words += "; \(by(open)) there is no evidence of a difference" }
    return "\(basis) \(first.reference) is \(words)."
  }

  /// That it counts nights which a report of an earlier morning could not have told.
  private var lateSentence: String? {
    guard let asOf, let newest, newest >= asOf else { return nil }
    return
      "It counts nights up to \(newest.iso), after the morning of this report: an evaluation is told as the book "
      + "holds it."
  }

  /// What of it needs attention.
  var trouble: String? {
    guard view != nil else { return "evaluation \(name) was not made yet" }
    guard let first = comparisons.first else { return nil }
    let worse = metrics(.worse)
    if !worse.isEmpty {
      return "\(first.reference) is worse than its baseline \(first.baseline) by \(NumberText.list(worse))"
    }
    return metrics(.better).isEmpty && !metrics(.noEvidence).isEmpty
      ? "there is no evidence that \(first.reference) is better than its baseline \(first.baseline)" : nil
  }

  var good: String? {
    guard let first = comparisons.first, metrics(.worse).isEmpty else { return nil }
    let better = metrics(.better)
    guard !better.isEmpty else { return nil }
    return "\(first.reference) does better than its baseline \(first.baseline) by \(better.count) of "
      + NumberText.count(comparisons.count, "measure")
  }

  /// The metrics of the table: the first two that the leading version has.
  var shown: [String] {
    guard let view, let pooled = view.leading?.pooled else { return [] }
    let wanted = (view.configuration?.metrics.map(\.rawValue) ?? []) + pooled.metrics.map(\.name)
    let known = wanted.filter { pooled.metric($0) != nil }
    return Array(known.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.prefix(2))
  }

  /// A version against the evaluation's baseline, in two or three words.
  func label(_ version: EvaluationView.Version) -> String {
    let baseline = view?.comparisons.first?.baseline
    guard version.reference != baseline else { return "baseline" }
    let own = (view?.comparisons ?? []).filter {
      $0.reference == version.reference && $0.baseline == baseline && $0.verdict != .undefined
    }
    guard !own.isEmpty else { return NumberText.none }
    let (better, worse) = (own.count { $0.verdict == .better }, own.count { $0.verdict == .worse })
    let all = own.count
    if better > 0, worse > 0 { return "▲ better by \(better), ▼ worse by \(worse) of \(all)" }
    if better > 0 { return "▲ better by \(better) of \(all)" }
    if worse > 0 { return "▼ worse by \(worse) of \(all)" }
    return "○ no evidence"
  }

  func write(to page: inout PageWriter) {
    page.body.heading(2, "What the model was worth: \(name)")
    guard let view else {
      page.body.paragraph("It was not evaluated yet.")
      page.aside("\(Command.evaluate(name)) does it.")
      return
    }
    page.body.paragraph(.plain([sentence, lateSentence].compactMap(\.self).joined(separator: " ")))
    let metrics = shown
    guard !metrics.isEmpty else { return link(&page) }
    page.body.table(
      [.init("version")] + metrics.map { .init(.plain(MetricTitle.of($0)), .right) } + [
        .init("against the baseline")
      ],
      view.drawn.map { version in
        [page.link(.plain(version.label), PagePath.model(version.model))]
          + metrics.map { .plain(version.pooled?.text(of: $0) ?? NumberText.none) }
          + [.plain(label(version))]
      })
    link(&page)
  }

  private func link(_ page: inout PageWriter) {
    let link = page.link("whole evaluation", PagePath.evaluation(name))
    page.aside(
      "All measures, nights, slices and calibration stand on the page of the \(link).", isPointer: true)
  }
}
