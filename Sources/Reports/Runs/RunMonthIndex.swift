import Book
import Markdown

/// The list of all months with runs.
struct RunMonthIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    let months = snapshot.months
    let index = IndexPage(
      path: PagePath.months, title: "Months",
      description: "The runs of each month, with their rows and time.",
      weight: 1, snapshot: snapshot)
    return index.page { _ in
      guard let newest = months.first, let oldest = months.last, months.count > 1 else {
        return "\(RunMonthPage.words(snapshot.runs))."
      }
      let span = "\(NumberText.count(months.count, "month")) from \(oldest.month) to \(newest.month)"
      return "\(span). \(RunMonthPage.words(snapshot.runs))."
    } rest: { page in
      Self.table(months[...], &page)
    }
  }

  /// A line for each month, the newest first.
  static func table(_ months: ArraySlice<(month: String, runs: [RunRecord])>, _ page: inout PageWriter) {
    page.body.table(
      [
        .init("month"), .init("runs", .right), .init("rows scored", .right), .init("rejects", .right),
        .init("went wrong", .right), .init("time", .right),
      ],
      months.map { month, runs in
        let bad = runs.count(where: RunMonthPage.isBad)
        return [
          page.link(.plain(month), PagePath.runs(month)), .plain(NumberText.count(runs.count)),
          .plain(NumberText.count(runs.reduce(0) { $0 + ($1.rowsOut ?? 0) })),
          .plain(NumberText.count(runs.reduce(0) { $0 + ($1.rejects ?? 0) })),
          .plain(bad == 0 ? "0" : "\(NumberText.count(bad)) ✗"),
          .plain(NumberText.duration(runs.reduce(0) { $0 + $1.stages.total })),
        ]
      })
  }
}
