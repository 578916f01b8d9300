import Book
import Charts
import Markdown

/// What the columns of a run held, beside what they held in training.
struct ProfileSection {
  let profile: Profile
  let training: Profile?
  /// `repurchase@1`: whose inputs and outputs they are.
  let champion: String?
  let showsValues: Bool

  func write(to page: inout PageWriter) {
    page.body.heading(2, "Predictions")
    drawScore(&page)
    table(profile.outputs, { training?.output($0) }, &page)
    page.body.heading(2, "Inputs")
    if training == nil {
      page.body.paragraph(
        "There is no training profile of \(.recorded(champion)), so that drift can't be told.")
    }
    table(profile.inputs, { training?.input($0) }, &page)
    if !profile.inputs.isEmpty || !profile.outputs.isEmpty {
      let psi =
        "PSI, the population stability index against the training rows, in the cells of the training profile and "
        + "with missing values as a cell of their own: below 0.1 stable, from 0.2 on shifted. "
      page.body.paragraph(
        .plain(
          (training == nil ? "" : psi)
            + "Quantiles are true to about 1%; figures that would be values of single rows are left out."))
    }
    categories(&page)
  }

  private func drawScore(_ page: inout PageWriter) {
    guard let score = profile.score, !score.histogram.edges.isEmpty else {
      page.body.paragraph("The run has no numeric prediction to draw.")
      return
    }
    guard score.count >= SmallCounts.forTails else {
      page.body.paragraph(
        "The run has \(NumberText.count(score.count, "row")) with a value of \(.code(score.name)). A histogram is "
          + "drawn of \(SmallCounts.forTails) and more: with fewer, its cells would tell of single rows.")
      return
    }
    var reference: DistributionChart.Counts?
    if case .number(let column)? = training?.output(score.name), column.count >= SmallCounts.forTails,
      column.histogram.edges == score.histogram.edges
    {
      reference = .init("training", bins: column.histogram.counts, missing: column.missing)
    }
    let drift = Drift(from: training?.output(score.name), to: .number(score))
    let compared = drift.value.map { " PSI against training \(NumberText.fixed($0, 3)): \(Drift.words($0))." }
    page.figure(
      DistributionChart(
        title: "Distribution of \(score.name)", axis: score.name,
        edges: [-Double.infinity] + score.histogram.edges + [Double.infinity],
        current: .init("this run", bins: score.histogram.counts, missing: score.missing), reference: reference
      ),
      score.name,
      caption:
        "Share of rows by \(score.name)\(reference == nil ? "" : ", with the training rows as outline"). "
        + "Cells are \(reference == nil ? "cut by this run's values" : "those of the training profile")."
        + (compared ?? ""))
  }

  private func table(
    _ columns: [ColumnProfile], _ reference: (String) -> ColumnProfile?, _ page: inout PageWriter
  ) {
    guard !columns.isEmpty else {
      page.body.paragraph("None was profiled.")
      return
    }
    let isCompared = training != nil
    var header: [MarkdownWriter.Column] =
      [.init("column")] + (isCompared ? [.init("PSI", .right)] : []) + [
        .init("rows", .right), .init("missing", .right), .init("mean", .right),
      ] + (isCompared ? [.init("in training", .right)] : []) + [
        .init("5%", .right), .init("median", .right), .init("95%", .right),
      ]
    if showsValues { header += [.init("least", .right), .init("greatest", .right)] }
    page.body.table(
      header,
      columns.map { column in
        let known = reference(column.name)
        var row: [InlineMarkdown] =
          [.code(column.name)] + (isCompared ? [Self.drift(Drift(from: known, to: column))] : []) + [
            .plain(NumberText.count(column.count)), .plain(NumberText.count(column.missing)),
          ]
        if case .number(let number) = column {
          let hasMean = number.count >= SmallCounts.fewest
          row.append(.plain(hasMean ? NumberText.value(number.mean) : NumberText.none))
          if isCompared { row.append(.plain(mean(known))) }
          row += [(1, SmallCounts.forTails), (10, SmallCounts.forMedian), (19, SmallCounts.forTails)].map {
            .plain(quantile(number, $0.0, fewest: $0.1))
          }
        } else {
          row += Array(repeating: .plain(NumberText.none), count: isCompared ? 5 : 4)
        }
        if showsValues, case .number(let number) = column {
          row += [.plain(NumberText.value(number.minimum)), .plain(NumberText.value(number.maximum))]
        }
        return row
      })
  }

  /// Bold from where the column has shifted.
  private static func drift(_ drift: Drift) -> InlineMarkdown {
    guard let index = drift.value, index >= Drift.shifted else { return .plain(drift.text) }
    return .strong(.plain(drift.text))
  }

  private func mean(_ column: ColumnProfile?) -> String {
    guard case .number(let number)? = column, number.count >= SmallCounts.fewest else {
      return NumberText.none
    }
    return NumberText.value(number.mean)
  }

  private func quantile(_ column: NumberProfile, _ level: Int, fewest: Int) -> String {
    guard column.count >= fewest, column.quantiles.count == 21 else { return NumberText.none }
    return NumberText.rough(column.quantiles[level])
  }

  private func categories(_ page: inout PageWriter) {
    let columns = (profile.inputs + profile.outputs).compactMap { column -> CategoryProfile? in
      guard case .category(let found) = column else { return nil }
      return found
    }
    for column in columns {
      let reference = training?.input(column.name) ?? training?.output(column.name)
      page.body.details("Categories of \(.code(column.name))") { inner in
        var shares: [String: Double] = [:]
        if case .category(let known)? = reference, known.count > 0 {
          for category in known.categories {
            shares[category.label] = Double(category.count) / Double(known.count)
          }
        }
        var rows = SmallCounts.pooled(column.categories).map { label, count -> [InlineMarkdown] in
          [
            .plain(label), .plain(NumberText.count(count)),
            .plain(
              column.count > 0 ? NumberText.percent(Double(count) / Double(column.count)) : NumberText.none),
            .plain(shares[label].map { NumberText.percent($0) } ?? NumberText.none),
          ]
        }
        if column.unseen > 0 {
          rows.append(["not seen in training", .plain(NumberText.count(column.unseen)), "", ""])
        }
        inner.table(
          [.init("category"), .init("rows", .right), .init("share", .right), .init("in training", .right)],
          rows)
      }
    }
  }
}
