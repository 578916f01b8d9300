import Book
import Charts
import Markdown

/// One trial: what went in and what came out, beside the trial that has to be beaten.
struct TrialPage {
  let trial: TrialRecord
  let view: ExperimentView
  let snapshot: BookSnapshot
  let path: String

  private var candidate: ExperimentComparison.Candidate? {
    view.comparison?.candidates.first { $0.group.runs.contains(trial.key) }
  }

  private var isBaseline: Bool { view.comparison?.baseline.runs.contains(trial.key) == true }

  /// What it is held against; nil for the baseline itself.
  private var baseline: TrialRecord? {
    guard !isBaseline, let group = view.comparison?.baseline else { return nil }
    let runs = group.runs.compactMap(view.trial)
    // Of its runs the one with the same seeds, else the one that it is named for.
    let seeds = seeds(trial)
    let like = seeds.isEmpty ? nil : runs.first { self.seeds($0) == seeds }
    return like ?? runs.first { $0.name == group.name } ?? runs.first
  }

  /// Parameters in which runs of one trial differ.
  private func seeds(_ trial: TrialRecord) -> [TrialRecord.Entry] {
    let repeated = Set(
      view.comparison?.baseline.parameters.filter { $0.values.count > 1 }.map(\.name) ?? [])
    return trial.parameters.filter { repeated.contains($0.name) }.sorted { $0.name < $1.name }
  }

  func page() -> PageWriter.Page {
    let title = TrialText.short(trial.name, 200)
    var matter = FrontMatter()
    matter.add("title", title)
    matter.add("description", "A trial of experiment \(TrialText.short(view.name))")
    matter.add("layout", "run")
    var page = PageWriter(path: path, title: title, matter)
    tiles(&page)
    page.body.paragraph(
      "A trial of experiment \(page.link(.plain(TrialText.short(view.name)), view.path))"
        + (view.question.map { ": \($0)" } ?? "."))
    verdict(&page)
    if let note = trial.note { page.body.paragraph("**Note.** \(TrialText.short(note, 1000))") }
    metrics(&page)
    curves(&page)
    parameters(&page)
    files(&page)
    provenance(&page)
    return page.finish(snapshot)
  }

  private func tiles(_ page: inout PageWriter) {
    var columns: [MarkdownWriter.Column] = [.init("State"), .init("Started"), .init("Duration")]
    var cells: [InlineMarkdown] = [
      .plain(trial.state.rawValue), Self.moment(trial.startedAt),
      .plain(Self.duration(of: trial)),
    ]
    if let primary = view.primary, let metric = trial.metrics.first(where: { $0.name == primary.metric }) {
      columns.append(.init(.plain(TrialText.short(primary.metric, 30))))
      let note = baseline?.value(of: primary.metric).map { "\(TrialText.value($0)) to be beaten" } ?? ""
      cells.append(.tile(TrialText.metric(metric), note))
    }
    page.body.table(columns, [cells])
  }

  /// For a tile: the day, and below it the time.
  static func moment(_ time: String?) -> InlineMarkdown {
    let words = TrialText.moment(time).split(separator: " ", maxSplits: 1).map(String.init)
    return words.count == 2 ? .tile(words[0], words[1]) : .plain(TrialText.moment(time))
  }

  private func verdict(_ page: inout PageWriter) {
    if isBaseline {
      page.body.paragraph("It is the trial that has to be beaten.")
    } else if let candidate {
      page.body.paragraph(SentenceText.headed(candidate.sentence))
      let runs = candidate.group.runs.count
      if runs > 1 {
        page.body.paragraph(
          "It is one of \(NumberText.count(runs)) runs of \(TrialText.short(candidate.group.name)), which are judged "
            + "together.")
      }
    }
  }

  private func metrics(_ page: inout PageWriter) {
    page.body.heading(2, "Metrics")
    guard !trial.metrics.isEmpty else {
      page.body.paragraph("None was logged.")
      return
    }
    let other = baseline
    func row(_ metric: TrialRecord.Metric) -> [InlineMarkdown] {
      let its = other.map { $0.metrics.first { $0.name == metric.name } }
      let difference: String
      if let own = metric.value, let value = its??.value {
        difference = TrialText.signed(own - value)
      } else {
        difference = NumberText.none
      }
      return [.plain(TrialText.short(metric.name)), .plain(TrialText.metric(metric))]
        + (other == nil ? [] : [.plain(TrialText.metric(its ?? nil)), .plain(difference)])
        + [.plain(NumberText.count(metric.step)), .plain(NumberText.count(metric.points))]
    }
    let columns: [MarkdownWriter.Column] =
      [.init("metric"), .init("value", .right)]
      + (other.map {
        [.init(.plain(TrialText.short($0.name, 30)), .right), .init("difference", .right)]
      } ?? []) + [.init("step", .right), .init("points", .right)]
    let own = trial.metrics.filter { !$0.name.hasPrefix("system/") }
    let machine = trial.metrics.filter { $0.name.hasPrefix("system/") }
    page.body.table(columns, own.prefix(200).map(row))
    if own.count > 200 {
      page.body.paragraph("The first 200 of \(NumberText.count(own.count)) metrics.")
    }
    if other != nil {
      page.body.paragraph(
        "Differences of two single runs: they say nothing about chance. The experiment's page has those that are "
          + "tested.")
    }
    if !machine.isEmpty {
      page.body.details("Metrics of the machine") { $0.table(columns, machine.prefix(100).map(row)) }
    }
  }

  private func curves(_ page: inout PageWriter) {
    let own = (view.histories[trial.key] ?? []).filter { ExperimentCurves.isDrawn($0.points) }
    guard !own.isEmpty else { return }
    page.body.heading(2, "How it learned")
    for (place, history) in own.prefix(4).enumerated() {
      let title = TrialText.short(history.metric)
      var series = [
        CurveChart.Series(TrialText.short(trial.name, 40), ExperimentCurves.points(history.points))
      ]
      if let other = baseline,
        let its = view.histories[other.key]?.first(where: { $0.metric == history.metric })
      {
        series.append(.init(TrialText.short(other.name, 40), ExperimentCurves.points(its.points)))
      }
      page.figure(
        CurveChart(title: "\(title) by step", axis: title, xAxis: "step", series: series),
        "curve-\(place + 1)",
        caption: "\(title) as it was logged, by step.", step: 25)
    }
  }

  private func parameters(_ page: inout PageWriter) {
    page.body.heading(2, "Parameters")
    guard !trial.parameters.isEmpty else {
      page.body.paragraph("None was logged.")
      return
    }
    let other = baseline
    let names = trial.parameters.map(\.name) + (other?.parameters.map(\.name) ?? [])
    let all = Set(names).sorted()
    let differing = all.filter { other != nil && trial.parameter($0) != other?.parameter($0) }
    let columns: [MarkdownWriter.Column] =
      [.init("parameter"), .init("value")]
      + (other.map { [.init(.plain(TrialText.short($0.name, 30)))] } ?? [])
    func row(_ name: String) -> [InlineMarkdown] {
      func text(_ value: String?) -> InlineMarkdown {
        .plain(value.map { TrialText.short($0, 200) } ?? NumberText.none)
      }
      return [.plain(TrialText.short(name)), text(trial.parameter(name))]
        + (other.map { [text($0.parameter(name))] } ?? [])
    }
    guard other != nil else {
      page.body.table(columns, all.prefix(300).map(row))
      return
    }
    if differing.isEmpty {
      page.body.paragraph("It differs from the trial to be beaten in no parameter.")
    } else {
      page.body.table(columns, differing.prefix(100).map(row))
    }
    // Where all of them differ, the table above has them.
    guard differing.count < all.count || differing.count > 100 else { return }
    page.body.details("All \(NumberText.count(all.count)) parameters") {
      $0.table(columns, all.prefix(500).map(row))
    }
  }

  private func files(_ page: inout PageWriter) {
    if !trial.datasets.isEmpty {
      page.body.heading(2, "Data")
      page.body.table(
        [.init("dataset"), .init("for"), .init("digest")],
        trial.datasets.prefix(50).map {
          [
            .plain(TrialText.short($0.name)),
            .plain($0.context.isEmpty ? NumberText.none : TrialText.short($0.context)),
            .code(TrialText.short($0.digest, 24)),
          ]
        })
    }
    guard !trial.artefacts.isEmpty else { return }
    page.body.heading(2, "Files it made")
    page.body.table(
      [.init("file"), .init("size", .right), .init("SHA-256")],
      trial.artefacts.prefix(100).map {
        [
          .plain(TrialText.short($0.name)), .plain($0.size.map(NumberText.size) ?? NumberText.none),
          $0.digest.map { .digest($0) } ?? .plain("not in the book"),
        ]
      })
  }

  private func provenance(_ page: inout PageWriter) {
    page.body.heading(2, "Provenance")
    var rows: [(String, InlineMarkdown)] = [
      ("origin", .plain(TrialText.origin(trial.origin))), ("id", .code(TrialText.short(trial.originID, 100))),
    ]
    func add(_ name: String, _ text: String?) {
      if let text, !text.isEmpty { rows.append((name, .plain(TrialText.short(text, 200)))) }
    }
    add("store", trial.store.map(TrialText.store))
    add("part of", trial.parentID)
    add("started", trial.startedAt.map { TrialText.moment($0) })
    add("ended", trial.endedAt.map { TrialText.moment($0) })
    add("by", trial.startedBy)
    add("source", trial.sourceName)
    rows.append(("commit", trial.sourceCommit.map { .code($0) } ?? .recorded(nil)))
    if trial.datasets.isEmpty { rows.append(("data", .recorded(trial.dataDigest))) }
    let versions = candidate?.group.versions ?? (isBaseline ? view.comparison?.baseline.versions ?? [] : [])
    if !versions.isEmpty { rows.append(("registered as", .plain(NumberText.list(versions)))) }
    page.body.facts(rows)
    let tags = trial.tags.filter { !$0.name.hasPrefix("mlflow.") }
    guard !tags.isEmpty else { return }
    page.body.details("Tags") { inner in
      inner.table(
        [.init("tag"), .init("value")],
        tags.prefix(200).map { [.plain(TrialText.short($0.name)), .plain(TrialText.short($0.value, 200))] })
    }
  }

  /// **Missing values:** "–" where it has no end.
  static func duration(of trial: TrialRecord) -> String {
    guard let start = trial.startedAt.flatMap(seconds), let end = trial.endedAt.flatMap(seconds), end >= start
    else { return NumberText.none }
    return NumberText.duration(end - start)
  }

  /// RFC 3339 in UTC, with or without a fraction.
  private static func seconds(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T"),
      let day = Day(iso: String(decoding: bytes[..<10], as: UTF8.self)),
      let hours = Int(String(decoding: bytes[11..<13], as: UTF8.self)),
      let minutes = Int(String(decoding: bytes[14..<16], as: UTF8.self)),
      let rest = Double(String(decoding: bytes[17..<(bytes.count - 1)], as: UTF8.self))
    else { return nil }
    return Double(day.number) * 86_400 + Double(hours * 3600 + minutes * 60) + rest
  }
}
