import Book
import Markdown

/// The list of all experiments, each with what it showed.
struct ExperimentIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", "Experiments")
    matter.add("description", "Questions, the trials that were made to answer them, and what they showed.")
    matter.add("weight", .integer(15))
    var page = PageWriter(path: PagePath.experiments, title: "Experiments", matter)
    page.body.paragraph(
      "A question, the trials that were made to answer it, and what they showed against the trial that has to be "
        + "beaten.")
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
          .plain(Self.verdict(view)),
          .plain(TrialText.moment(view.trials.last?.startedAt)),
        ]
      })
    return page.finish(snapshot)
  }

  /// "▲ 2 better, ○ 1 without evidence"
  static func verdict(_ view: ExperimentView) -> String {
    guard let comparison = view.comparison else { return "– can't be told" }
    let counts = Dictionary(grouping: comparison.candidates, by: \.verdict).mapValues(\.count)
    let words: [(ComparisonRecord.Verdict, String)] = [
      (.better, "▲ % better"), (.worse, "▼ % worse"), (.noEvidence, "○ % without evidence"),
      (.undefined, "– % that can't be told"),
    ]
    return words.compactMap { verdict, text in
      counts[verdict].map { count in
        text.replacing("%", with: NumberText.count(count))
      }
    }.joined(separator: ", ")
  }
}
