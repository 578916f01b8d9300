import Book
import Charts
import Markdown

/// The list of all evaluations: what was held against what happened, and how it came out.
struct EvaluationIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    let verdicts = EvaluationPage.names(snapshot).map { EvaluationVerdict($0, snapshot) }
    let index = IndexPage(
      path: PagePath.evaluations, title: "Evaluations",
      description: "Predictions held against what happened, and against a baseline.", weight: 11,
      snapshot: snapshot)
    return index.page { page in
      let troubled = verdicts.filter { $0.trouble != nil }.map { link($0, page) }
      let count = NumberText.count(verdicts.count, "evaluation")
      if let only = verdicts.first, verdicts.count == 1 { return .plain(only.sentence) }
      return troubled.isEmpty
        ? "\(count), and in none of them is a version worse than its baseline."
        : "\(count); look at \(IndexPage.named(troubled))."
    } rest: { page in
      page.body.table(
        [
          .init("evaluation"), .init("version"), .init("measure"), .init("value", .right), .init("against"),
          .init("verdict"), .init("nights", .right), .init("newest night"),
        ], verdicts.flatMap { rows($0, page) })
    }
  }

  private func link(_ verdict: EvaluationVerdict, _ page: PageWriter) -> InlineMarkdown {
    page.link(.plain(verdict.name), PagePath.evaluation(verdict.name))
  }

  /// A line for each version; what they have in common stands in the first.
  private func rows(_ verdict: EvaluationVerdict, _ page: PageWriter) -> [[InlineMarkdown]] {
    let name = link(verdict, page)
    guard let view = verdict.view, !view.versions.isEmpty else {
      return [[name, "not evaluated yet"]]
    }
    let metric = verdict.shown.first
    let baseline = view.comparisons.first?.baseline
    return view.drawn.enumerated().map { place, version in
      [
        place == 0 ? name : "", page.link(.plain(version.label), PagePath.model(version.model)),
        .plain(metric.map(MetricTitle.of) ?? NumberText.none),
        metric.flatMap { version.pooled?.inline(of: $0) } ?? .plain(NumberText.none),
        .plain(version.reference == baseline ? NumberText.none : baseline ?? NumberText.none),
        .plain(version.reference == baseline ? "baseline" : verdict.label(version)),
        .plain(NumberText.count(version.pooled?.dates)),
        .plain(place == 0 ? verdict.newest?.iso ?? NumberText.none : ""),
      ]
    }
  }
}
