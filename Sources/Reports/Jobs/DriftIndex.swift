import Book
import Charts
import Markdown

/// The list of all jobs whose nights can be held against training rows.
struct DriftIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    let drifts = snapshot.jobNames.compactMap { snapshot.drifts[$0] }
    let index = IndexPage(
      path: PagePath.drifts, title: "Drift",
      description: "How far the newest night of each job lies from the rows that its model learned from.",
      weight: 40, snapshot: snapshot)
    return index.page { page in
      let shifted = drifts.filter { !$0.shifted.isEmpty || ($0.score?.latest ?? 0) >= Drift.shifted }
      let jobs = NumberText.count(drifts.count, "job")
      let basis = "The newest night of \(jobs), each held against the training rows of its champion"
      return shifted.isEmpty
        ? "\(basis): nothing has shifted."
        : "\(basis): something has shifted in \(IndexPage.named(shifted.map { link($0, page) }))."
    } rest: { page in
      page.body.table(
        [
          .init("job"), .init("champion"), .init("night"), .init("score"), .init("its PSI", .right),
          .init("inputs"), .init("farthest"), .init("its PSI", .right),
        ], drifts.map { row($0, page) })
      page.body.paragraph(
        "PSI, the population stability index, is 0 where rows are spread as in training: below 0.1 stable, from 0.2 on "
          + "shifted.")
    }
  }

  private func link(_ drift: JobDrift, _ page: PageWriter) -> InlineMarkdown {
    page.link(.plain(drift.job), PagePath.drift(drift.job))
  }

  private func row(_ drift: JobDrift, _ page: PageWriter) -> [InlineMarkdown] {
    func index(_ value: Double?) -> InlineMarkdown {
      .plain(value.map { NumberText.fixed($0, 3) } ?? NumberText.none)
    }
    let (night, farthest) = (drift.newest, drift.inputs.first { $0.latest != nil })
    return [
      link(drift, page),
      night.run.champion.map { page.link(version: $0.model, $0.number) } ?? .plain(NumberText.none),
      page.link(run: night.run.id, .plain(night.day.iso)),
      drift.score.map { .code($0.name) } ?? .plain(NumberText.none), index(drift.score?.latest),
      .plain(DatasetIndex.words(drift)), farthest.map { .code($0.name) } ?? .plain(NumberText.none),
      index(farthest?.latest),
    ]
  }
}
