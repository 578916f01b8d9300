import Book
import Markdown

/// The list of all experiments, each with what it showed.
struct ExperimentIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    let index = IndexPage(
      path: PagePath.experiments, title: "Experiments",
      description: "Questions, the trials that were made to answer them, and what they showed.", weight: 15,
      snapshot: snapshot)
    return index.page(lead: lead) { page in
      page.body.table(
        [
          .init("experiment"), .init("question"), .init("trials", .right), .init("to be beaten"),
          .init("what it showed"), .init("newest trial"),
        ],
        snapshot.experiments.map { view in
          [
            page.link(.plain(TrialText.short(view.name)), view.path), .recorded(view.question),
            .plain(NumberText.count(view.trials.count)),
            .plain(view.baseline.map { TrialText.short($0, 40) } ?? NumberText.none),
            .plain(view.trials.isEmpty ? "no trial yet" : Self.verdict(view)),
            .plain(TrialText.moment(view.trials.last?.startedAt)),
          ]
        })
    }
  }

  /// How many trials were made, and where one is better than what has to be beaten.
  private func lead(_ page: PageWriter) -> InlineMarkdown {
    let all = snapshot.experiments
    let better = all.filter { $0.comparison?.candidates.contains { $0.verdict == .better } == true }
    let counts =
      "\(NumberText.count(all.count, "experiment")) with "
      + NumberText.count(all.reduce(0) { $0 + $1.trials.count }, "trial")
    if all.allSatisfy(\.trials.isEmpty) {
      return "\(NumberText.count(all.count, "experiment")); no trial was made yet."
    }
    guard !better.isEmpty else {
      return "\(counts); in none of them is a trial shown to be better than the one that has to be beaten."
    }
    let links = better.map { page.link(.plain(TrialText.short($0.name)), $0.path) }
    return "\(counts); a trial is better than the one that has to be beaten in \(IndexPage.named(links))."
  }

  /// "▲ 2 better, ○ 1 without evidence"
  static func verdict(_ view: ExperimentView) -> String {
    guard let comparison = view.comparison else { return "– not comparable" }
    let counts = Dictionary(grouping: comparison.candidates, by: \.verdict).mapValues(\.count)
    let words: [(ComparisonRecord.Verdict, String)] = [
      (.better, "▲ % better"), (.worse, "▼ % worse"), (.noEvidence, "○ % without evidence"),
      (.undefined, "– % can't be told"),
    ]
    return words.compactMap { verdict, text in
      counts[verdict].map { count in
        text.replacing("%", with: NumberText.count(count))
      }
    }.joined(separator: ", ")
  }
}
