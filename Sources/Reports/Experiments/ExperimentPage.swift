import Book
import Charts
import Markdown

/// One experiment: its question, what its trials showed, in what they differ, and how they learned.
struct ExperimentPage {
  let view: ExperimentView
  let snapshot: BookSnapshot

  /// Sentences before the rest is folded.
  private static let sentences = 5
  /// So many candidates of one reason are named; of more the others are counted.
  private static let named = 5

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    let title = TrialText.short(view.name, 200)
    matter.add("title", title)
    matter.add("description", view.question)
    matter.add("layout", "report")
    var page = PageWriter(path: view.path, title: title, matter)
    tiles(&page)
    if let question = view.question { page.body.paragraph("**Question.** \(question)") }
    if let objective = view.objective { page.body.paragraph("**What for.** \(objective)") }
    if let note = view.note { page.body.paragraph("**Note.** \(TrialText.short(note, 1000))") }
    guard !view.trials.isEmpty else {
      page.body.callout(.note) { inner in
        inner.paragraph(
          "There is no trial yet. \(.code("scorebook experiment log \(view.name)")) enters one, "
            + "\(.code("scorebook experiment import")) those of another store.")
      }
      return page.finish(snapshot)
    }
    verdict(&page)
    ExperimentFigures(view: view).write(to: &page)
    ExperimentTables(view: view).write(to: &page)
    ExperimentCurves(view: view).write(to: &page)
    ExperimentScatter(view: view).write(to: &page)
    trials(&page)
    provenance(&page)
    return page.finish(snapshot)
  }

  private func tiles(_ page: inout PageWriter) {
    guard !view.trials.isEmpty else { return }
    var columns: [MarkdownWriter.Column] = [.init("Trials")]
    let open = view.trials.count { $0.state == .running || $0.state == .scheduled }
    let failed = view.trials.count { $0.state == .failed || $0.state == .killed }
    var notes: [String] = []
    if open > 0 { notes.append("\(NumberText.count(open)) not finished") }
    if failed > 0 { notes.append("\(NumberText.count(failed)) failed") }
    var cells: [InlineMarkdown] = [
      .tile(NumberText.count(view.trials.count), notes.joined(separator: ", "))
    ]
    if let comparison = view.comparison {
      columns.append(.init("To be beaten"))
      cells.append(
        .tile(
          TrialText.short(comparison.baseline.name, 40),
          NumberText.count(comparison.baseline.runs.count, "run")))
      let better = comparison.candidates.count { $0.verdict == .better }
      columns.append(.init("Better"))
      cells.append(
        .tile(
          NumberText.count(better), "of \(NumberText.count(comparison.candidates.count, "candidate"))"))
      if let primary = view.primary, let best = view.ordered.first,
        let figure = best.figures.first(where: { $0.metric == primary.metric && $0.evaluation == nil }),
        let difference = figure.difference
      {
        columns.append(.init(.plain("First by \(TrialText.short(primary.metric, 30))")))
        cells.append(
          .tile(
            TrialText.value(figure.value, error: figure.standardError),
            "\(TrialText.signed(difference, error: figure.standardError)) \(TrialText.short(best.group.name, 30))"
          ))
      }
    } else {
      columns.append(.init("Newest trial"))
      cells.append(TrialPage.moment(view.trials.last?.startedAt))
    }
    page.body.table(columns, [cells])
  }

  private func verdict(_ page: inout PageWriter) {
    page.body.heading(2, "What it showed")
    switch view.verdict {
    case .compared(let comparison):
      let sentences = told.map(SentenceText.headed)
      if sentences.count == 1 {
        page.body.paragraph(sentences[0])
      } else {
        page.body.list(Array(sentences.prefix(Self.sentences)))
      }
      if sentences.count > Self.sentences {
        let rest = Array(sentences.dropFirst(Self.sentences).prefix(100))
        page.body.details("\(NumberText.count(sentences.count - Self.sentences)) more sentences") { inner in
          inner.list(rest)
          if sentences.count > Self.sentences + rest.count {
            inner.paragraph("All of them: \(.code("scorebook experiment compare \(view.name) --csv")).")
          }
        }
      }
      page.body.paragraph(.plain(basis(comparison)))
    case .untold(let reason): page.body.callout(.note) { $0.paragraph(.plain(reason)) }
    case nil:
      page.body.paragraph(
        "\(.code("scorebook experiment compare \(view.name)")) holds its trials against one that has to be beaten."
      )
    }
  }

  /// A sentence for each candidate; where nothing can be told of several for the same reason, the first one's names
  /// the others.
  private var told: [String] {
    var sentences: [String] = []
    var others: [String: [String]] = [:]
    var places: [String: Int] = [:]
    for candidate in view.ordered {
      if candidate.verdict == .undefined, let reason = candidate.reason {
        guard places[reason] == nil else {
          others[reason, default: []].append(TrialText.short(candidate.group.name, 40))
          continue
        }
        places[reason] = sentences.count
      }
      sentences.append(candidate.sentence)
    }
    for (reason, names) in others {
      guard let place = places[reason] else { continue }
      let shown = names.count > Self.named + 1 ? Array(names.prefix(Self.named)) : names
      let rest = names.count - shown.count
      sentences[place] +=
        " The same has to be said of "
        + (rest == 0 ? NumberText.list(shown) : "\(shown.joined(separator: ", ")) and \(rest) others") + "."
    }
    return sentences
  }

  private func basis(_ comparison: ExperimentComparison) -> String {
    var text =
      "\(NumberText.count(comparison.candidates.count, "candidate")) against \(TrialText.short(comparison.baseline.name)), "
      + "out of \(NumberText.count(comparison.trials, "finished trial")); trials that differ in a seed only are runs of "
      + "one."
    if comparison.unfinished > 0 {
      text += " \(NumberText.count(comparison.unfinished, "trial")) not finished: left out."
    }
    guard comparison.tests > 0 else { return text + " Nothing could be tested." }
    text += " \(NumberText.count(comparison.tests, "difference")) tested"
    switch comparison.correction {
    case "holm": text += "; p values are corrected by Holm's method, and the verdicts rest on them."
    case "benjamini_hochberg":
      text += "; p values are corrected by Benjamini and Hochberg's method, and the verdicts rest on them."
    default: text += "; p values are of each alone."
    }
    return text
  }

  private func trials(_ page: inout PageWriter) {
    page.body.heading(2, "Trials")
    let shown = view.trials.filter { view.paths[$0.key] != nil }
    if shown.count < view.trials.count {
      page.body.paragraph(
        "Of \(NumberText.count(view.trials.count)) trials these \(shown.count) have a page: those compared, the best "
          + "and the worst\(.plain(view.primary.map { " by \($0.metric)" } ?? "")), and the newest. The book has all: "
          + "\(.code("scorebook experiment show \(view.name)")).")
    }
    let metrics = ExperimentTables.metrics(of: shown, view).prefix(3)
    page.body.table(
      [.init("trial"), .init("state"), .init("started"), .init("duration", .right)]
        + metrics.map { .init(.plain(TrialText.short($0, 30)), .right) },
      shown.reversed().map { trial in
        let name = InlineMarkdown.plain(TrialText.short(trial.name))
        return [
          view.paths[trial.key].map { page.link(name, $0) } ?? name, .plain(trial.state.rawValue),
          .plain(TrialText.moment(trial.startedAt)), .plain(TrialPage.duration(of: trial)),
        ]
          + metrics.map { metric in
            .plain(TrialText.metric(trial.metrics.first { $0.name == metric }))
          }
      })
  }

  private func provenance(_ page: inout PageWriter) {
    page.body.heading(2, "Where it comes from")
    var rows: [(String, InlineMarkdown)] = [("experiment", .plain(TrialText.origin(view.origin)))]
    let counts = Dictionary(grouping: view.trials) { $0.store ?? $0.origin }
    for (store, trials) in counts.sorted(by: { $0.key < $1.key }).prefix(20) {
      let origin = trials.first.map { TrialText.origin($0.origin) } ?? ""
      let place: InlineMarkdown = trials.first?.store == nil ? "" : ", \(.code(TrialText.store(store)))"
      rows.append(("\(NumberText.count(trials.count, "trial"))", "\(origin)\(place)"))
    }
    for tag in view.tags.prefix(20) where !tag.name.hasPrefix("mlflow.") {
      rows.append((TrialText.short(tag.name), .plain(TrialText.short(tag.value, 200))))
    }
    page.body.facts(rows)
  }
}
