import Book
import Charts
import Markdown

/// Drift of one job: its score and every input, night by night.
struct JobDriftPage {
  let drift: JobDrift
  let snapshot: BookSnapshot

  private static let rows = 40
  private static let panels = 9

  func page() -> PageWriter.Page {
    let title = "Drift of \(drift.job)"
    var matter = FrontMatter()
    matter.add("title", title)
    matter.add("description", "How far its nights lie from the rows that the model learned from.")
    matter.add("layout", "report")
    var page = PageWriter(path: PagePath.drift(drift.job), title: title, matter, snapshot.runLinks)
    page.body.paragraph(drift.sentence)
    page.body.paragraph(
      "Night by night of job \(page.link(.plain(drift.job), PagePath.job(drift.job))), the newest "
        + "\(NumberText.count(drift.nights.count)), each held against the training rows of the champion that scored it. "
        + "PSI, the population stability index, adds up over the cells of the training profile how far the shares of "
        + "the night lie from those of training, missing values as a cell of their own: below 0.1 stable, from 0.2 on "
        + "shifted. It tells that rows are others than those the model learned from, and not that its predictions are "
        + "worse: evaluations tell that.")
    score(&page)
    inputs(&page)
    missing(&page)
    return page.finish(snapshot)
  }

  private static let limits: [LineChart.Reference] = [
    .init("moving", Drift.stable), .init("shifted", Drift.shifted),
  ]

  private func score(_ page: inout PageWriter) {
    guard let score = drift.score else { return }
    page.body.heading(2, "Its score")
    page.figure(
      LineChart(
        title: "Drift of the score by night", axis: "PSI",
        series: [.init(score.name, zip(drift.days, score.values).map { .init($0, $1) })],
        references: Self.limits,
        notes: drift.releases, zero: true), "score",
      caption: "PSI of \(score.name) against the training rows; a vertical line is a new champion.", step: 7)
    spread(score.name, &page)
  }

  /// Median and middle nine tenths of the score, where nights have enough rows for them.
  private func spread(_ name: String, _ page: inout PageWriter) {
    func number(_ night: JobDrift.Night) -> NumberProfile? {
      guard case .number(let column)? = night.profile.output(name), column.quantiles.count == 21,
        column.count >= SmallCounts.forTails
      else { return nil }
      return column
    }
    let points = drift.nights.map { night -> LineChart.Point in
      let column = number(night)
      return .init(
        night.day, column?.quantiles[10], lower: column?.quantiles[1], upper: column?.quantiles[19])
    }
    guard drift.nights.count(where: { number($0) != nil }) > 1 else { return }
    let mean = drift.nights.map { LineChart.Point($0.day, number($0)?.mean) }
    page.figure(
      LineChart(
        title: "Distribution of the score by night", axis: name,
        series: [.init("median", points), .init("mean", mean)],
        notes: drift.releases), "distribution",
      caption:
        "The median and the mean of \(name); the band holds the middle nine tenths of the rows of each night. "
        + "Quantiles are true to about 1%.", step: 7)
  }

  private func inputs(_ page: inout PageWriter) {
    let known = drift.inputs.filter { $0.greatest != nil }
    page.body.heading(2, "Its inputs")
    guard !known.isEmpty else {
      page.body.paragraph("None was profiled in the cells of the training profile.")
      return
    }
    let shown = Array(known.prefix(Self.rows))
    page.figure(
      DriftMap.chart(shown.map { ($0.name, $0.values) }, drift.days), "inputs",
      caption:
        "PSI of each input by night, the one that lies farthest from training on \(drift.newest.day.iso) first."
        + (shown.count < known.count ? " The first \(shown.count) of \(known.count) inputs." : ""), step: 7)
    let moved = known.filter { ($0.greatest ?? 0) >= Drift.stable }.prefix(Self.panels)
    if !moved.isEmpty {
      page.figure(
        SmallMultiples(
          title: "Inputs that moved", axis: "PSI", across: .days,
          panels: moved.map { column in
            .init(column.name, zip(drift.days, column.values).map { .init(Double($0.number), $1) })
          }, references: Self.limits, zero: true, ownScales: true), "moved",
        caption:
          "The inputs that were moving or shifted on any of these nights\(moved.count == Self.panels ? ", the first \(Self.panels)" : ""), "
          + "each on an axis of its own: hold a line against the limits, not against its neighbour.", step: 50
      )
    }
    page.body.table(
      [
        .init("input"), .init("first night", .right), .init("greatest", .right),
        .init("newest night", .right),
        .init("now"),
      ],
      known.prefix(200).map { column in
        func text(_ value: Double?) -> InlineMarkdown {
          .plain(value.map { NumberText.fixed($0, 3) } ?? NumberText.none)
        }
        return [
          .code(column.name), text(column.values.first ?? nil), text(column.greatest), text(column.latest),
          .plain(column.latest.map(DriftMap.words) ?? NumberText.none),
        ]
      })
  }

  private func missing(_ page: inout PageWriter) {
    let holes = drift.inputs.filter { ($0.missing.compactMap { $0 }.max() ?? 0) > 0 }
    guard !holes.isEmpty else { return }
    page.body.heading(2, "Missing values")
    page.figure(
      HeatMap(
        title: "Missing values by night", axis: "share of rows without a value", rowAxis: "input",
        columnAxis: "night",
        format: .percent, rows: holes.prefix(Self.rows).map(\.name), columns: drift.days.map(\.iso),
        values: holes.prefix(Self.rows).map(\.missing)), "missing",
      caption:
        "Share of the rows of each night in which an input is missing; inputs that are always there are left out.",
      step: 7)
  }
}
