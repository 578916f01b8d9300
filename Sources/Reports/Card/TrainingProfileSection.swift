import Book
import Markdown

/// What the columns held in the rows that a version learned from.
struct TrainingProfileSection {
  let version: VersionRecord
  let snapshot: BookSnapshot

  func write(to page: inout PageWriter) {
    page.body.heading(3, "Profile of the training rows")
    guard let profile = snapshot.trainingProfiles[version.reference] else {
      page.body.paragraph(
        "\(version.reference) came without one, so that drift from training can't be told.")
      return
    }
    page.body.paragraph(
      "\(NumberText.count(profile.rows, "row")) of \(version.reference). Drift is told against them. Quantiles are "
        + "true to about 1%; figures that would be values of single rows are left out.")
    page.body.details("Columns of the training rows") { inner in
      inner.table(
        [
          .init("column"), .init("values", .right), .init("missing", .right), .init("mean", .right),
          .init("deviation", .right), .init("5%", .right), .init("median", .right), .init("95%", .right),
        ], (profile.inputs + profile.outputs).map(row))
      for case .category(let column) in profile.inputs + profile.outputs {
        inner.paragraph("Categories of \(.code(column.name)):")
        inner.table(
          [.init("category"), .init("rows", .right), .init("share", .right)],
          SmallCounts.pooled(column.categories).map { label, count in
            [
              .plain(label), .plain(NumberText.count(count)),
              .plain(
                column.count > 0 ? NumberText.percent(Double(count) / Double(column.count)) : NumberText.none),
            ]
          })
      }
    }
  }

  private func row(_ column: ColumnProfile) -> [InlineMarkdown] {
    var row: [InlineMarkdown] = [
      .code(column.name), .plain(NumberText.count(column.count)), .plain(NumberText.count(column.missing)),
    ]
    guard case .number(let number) = column else {
      return row + Array(repeating: .plain(NumberText.none), count: 5)
    }
    let hasMean = number.count >= SmallCounts.fewest
    row += [number.mean, number.standardDeviation].map {
      .plain(hasMean ? NumberText.value($0) : NumberText.none)
    }
    let quantiles = [(1, SmallCounts.forTails), (10, SmallCounts.forMedian), (19, SmallCounts.forTails)]
    row += quantiles.map { level, fewest in
      guard number.count >= fewest, number.quantiles.count == 21 else { return .plain(NumberText.none) }
      return .plain(NumberText.rough(number.quantiles[level]))
    }
    return row
  }
}
