import Book
import Markdown
import Workspace

/// The list of all datasets.
struct DatasetIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", "Datasets")
    matter.add("description", "Where rows come from, who reads them, and how they have changed.")
    matter.add("weight", .integer(14))
    var page = PageWriter(path: PagePath.datasets, title: "Datasets", matter, snapshot.runLinks)
    let datasets = snapshot.configuration.datasets.values.sorted { $0.name < $1.name }
    guard !datasets.isEmpty else {
      page.body.paragraph(
        "There is no dataset yet: \(.code("scorebook.yaml")) declares them under \(.code("datasets")).")
      return page.finish(snapshot)
    }
    page.body.paragraph("Named rows that jobs score, and that evaluations, readouts and KPIs are asked of.")
    page.body.table(
      [
        .init("dataset"), .init("what it is"), .init("key"), .init("scored by"), .init("read by", .right),
        .init("newest rows", .right), .init("drift"),
      ],
      datasets.map { dataset in
        let readers = DatasetReaders(dataset: dataset.name, snapshot: snapshot)
        let job = readers.jobs.first
        let newest = job.flatMap { snapshot.standing(job: $0.name).last }
        let drift = job.flatMap { snapshot.drifts[$0.name] }
        return [
          page.link(.plain(dataset.name), PagePath.dataset(dataset.name)), .plain(DatasetPage.kind(dataset)),
          dataset.key.isEmpty ? .plain(NumberText.none) : .joined(dataset.key.map { .code($0) }),
          readers.jobs.isEmpty
            ? .plain(NumberText.none)
            : .joined(readers.jobs.map { page.link(.plain($0.name), PagePath.job($0.name)) }),
          .plain(NumberText.count(readers.lines(page).count)), .plain(NumberText.count(newest?.rowsIn)),
          .plain(drift.map(Self.words) ?? NumberText.none),
        ]
      })
    return page.finish(snapshot)
  }

  /// "✗ 2 of 14 shifted"
  private static func words(_ drift: JobDrift) -> String {
    let known = drift.inputs.filter { $0.latest != nil }
    guard !known.isEmpty else { return NumberText.none }
    return drift.shifted.isEmpty
      ? "none of \(known.count) shifted" : "✗ \(drift.shifted.count) of \(known.count) shifted"
  }
}
