import Book
import Charts
import Markdown

/// Which inputs a model looks at, by what its framework left in the artefact.
struct ImportanceSection {
  let version: VersionRecord
  /// Where the version itself holds none, the newest of these that does stands in.
  let others: [VersionRecord]

  /// More bars say nothing more.
  private static let most = 20

  func write(to page: inout PageWriter) {
    page.body.heading(2, "What it looks at")
    guard let version = version.importance.isEmpty ? others.last(where: { !$0.importance.isEmpty }) : version
    else {
      page.body.paragraph("The artefacts of this model hold no measure of importance.")
      return
    }
    let sorted = version.importance.sorted { ($1.gain, $0.input) < ($0.gain, $1.input) }
    page.body.paragraph(
      "Importance is what the trees of \(version.reference) gained by splitting on an input. It tells what the "
        + "model uses, not what causes the outcome; inputs that know the same share it between them.")
    page.figure(
      RankedBarChart(
        title: "Importance of inputs, total gain", axis: "total gain of splits", nameAxis: "inputs",
        bars: sorted.prefix(Self.most).map { .init($0.input, $0.gain) }), "gain",
      caption:
        "Total gain of the splits on each input, \(version.reference), artefact \(NumberText.short(version.digest))."
    )
    let total = sorted.reduce(0) { $0 + $1.gain }
    page.body.details("Gain and splits of all inputs") { inner in
      inner.table(
        [.init("input"), .init("gain", .right), .init("share", .right), .init("splits", .right)],
        sorted.map { item in
          [
            .code(item.input), .plain(NumberText.value(item.gain)),
            .plain(total > 0 ? NumberText.percent(item.gain / total) : NumberText.none),
            .plain(NumberText.count(item.splits)),
          ]
        })
    }
  }
}
