import Book
import Markdown
import Workspace

/// The list of all datasets.
struct DatasetIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    let index = IndexPage(
      path: PagePath.datasets, title: "Datasets",
      description: "Where rows come from, who reads them, and how they have changed.", weight: 14,
      snapshot: snapshot)
    let datasets = snapshot.configuration.datasets.values.sorted { $0.name < $1.name }
    guard !datasets.isEmpty else {
      return index.page { _ in
        "There is no dataset yet: \(.code("scorebook.yaml")) declares them under \(.code("datasets"))."
      }
    }
    let rows = datasets.map { Row($0, snapshot) }
    return index.page {
      lead(rows, $0)
    } rest: { page in
      page.body.table(
        [
          .init("dataset"), .init("what it is"), .init("key"), .init("scored by"), .init("read by", .right),
          .init("newest rows", .right), .init("drift"),
        ], rows.map { cells($0, page) })
    }
  }

  /// A dataset with what is known of its newest rows.
  private struct Row {
    let dataset: Configuration.Dataset
    let readers: DatasetReaders
    let newest: RunRecord?
    let drift: JobDrift?

    init(_ dataset: Configuration.Dataset, _ snapshot: BookSnapshot) {
      self.dataset = dataset
      readers = DatasetReaders(dataset: dataset.name, snapshot: snapshot)
      let job = readers.jobs.first
      newest = job.flatMap { snapshot.standing(job: $0.name).last }
      drift = job.flatMap { snapshot.drifts[$0.name] }
    }
  }

  /// How many are scored, and whose inputs have shifted.
  private func lead(_ rows: [Row], _ page: PageWriter) -> InlineMarkdown {
    let scored = rows.filter { !$0.readers.jobs.isEmpty }
    let shifted = scored.filter { $0.drift?.shifted.isEmpty == false }
    let known = scored.contains { $0.drift != nil }
    let count = NumberText.count(rows.count, "dataset")
    let drift: InlineMarkdown =
      shifted.isEmpty
      ? known ? "; no input has shifted since training" : ""
      : "; inputs have shifted since training in "
        + IndexPage.named(
          shifted.map { page.link(.plain($0.dataset.name), PagePath.dataset($0.dataset.name)) })
    return "\(count); jobs score \(scored.isEmpty ? "none" : NumberText.count(scored.count)) of them\(drift)."
  }

  private func cells(_ row: Row, _ page: PageWriter) -> [InlineMarkdown] {
    let (dataset, readers) = (row.dataset, row.readers)
    return [
      page.link(.plain(dataset.name), PagePath.dataset(dataset.name)), .plain(DatasetPage.kind(dataset)),
      dataset.key.isEmpty ? .plain(NumberText.none) : .joined(dataset.key.map { .code($0) }),
      readers.jobs.isEmpty
        ? .plain(NumberText.none)
        : .joined(readers.jobs.map { page.link(.plain($0.name), PagePath.job($0.name)) }),
      .plain(NumberText.count(readers.lines(page).count)), .plain(NumberText.count(row.newest?.rowsIn)),
      .plain(row.drift.map(Self.words) ?? NumberText.none),
    ]
  }

  /// "✗ 2 of 14 shifted"
  static func words(_ drift: JobDrift) -> String {
    let known = drift.inputs.filter { $0.latest != nil }
    guard !known.isEmpty else { return NumberText.none }
    return drift.shifted.isEmpty
      ? "none of \(known.count) shifted" : "✗ \(drift.shifted.count) of \(known.count) shifted"
  }
}
