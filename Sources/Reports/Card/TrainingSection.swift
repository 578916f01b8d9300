import Book
import Markdown

/// What the versions learned from, and what their training said of them.
struct TrainingSection {
  let versions: [VersionRecord]

  func write(to page: inout PageWriter) {
    page.body.heading(3, "Rows and dates")
    let showsPositives = versions.contains { $0.training?.positives != nil }
    page.body.table(
      [.init("version"), .init("rows", .right)] + (showsPositives ? [.init("positives", .right)] : []) + [
        .init("dates", .left), .init("seen until"),
      ],
      versions.map { version in
        let training = version.training
        return [
          .plain(version.reference), .plain(NumberText.count(training?.rows)),
        ] + (showsPositives ? [.plain(positives(training))] : []) + [
          .recorded(training?.dates), .recorded(version.trainedUntil),
        ]
      })
    page.body.list(sources)
    metrics(&page)
    for version in versions where !version.parameters.isEmpty {
      page.body.details("Parameters of \(version.reference)") { inner in
        inner.table(
          [.init("parameter"), .init("value")], version.parameters.map { [.code($0.name), .plain($0.value)] })
      }
    }
  }

  /// From which data by which script, once for versions that share them.
  private var sources: [InlineMarkdown] {
    var groups: [(training: VersionRecord.Training?, names: [String])] = []
    for version in versions {
      let own = version.training
      if let place = groups.firstIndex(where: {
        $0.training?.dataDigest == own?.dataDigest && $0.training?.script == own?.script
      }) {
        groups[place].names.append(version.reference)
      } else {
        groups.append((own, [version.reference]))
      }
    }
    return groups.map { training, names in
      let data: InlineMarkdown =
        training?.dataDigest.map { "data of SHA-256 \(.digest($0))" } ?? "data without a digest"
      let script: InlineMarkdown =
        training?.script.map { "by \(.code($0))" } ?? "by a script that is not recorded"
      return "\(NumberText.list(names)): trained on \(data), \(script)."
    }
  }

  private func positives(_ training: VersionRecord.Training?) -> String {
    guard let positives = training?.positives else { return NumberText.none }
    guard let rows = training?.rows, rows > 0 else { return NumberText.count(positives) }
    return "\(NumberText.count(positives)) (\(NumberText.percent(Double(positives) / Double(rows))))"
  }

  private func metrics(_ page: inout PageWriter) {
    page.body.heading(3, "Metrics at training")
    let names = Set(versions.flatMap { $0.metrics.keys }).sorted()
    guard !names.isEmpty else {
      page.body.paragraph("None was recorded.")
      return
    }
    page.body.paragraph("As whoever trained it gave them; Scorebook has not computed them.")
    page.body.table(
      [.init("metric")] + versions.map { .init(.plain($0.reference), .right) },
      names.map { name in
        [.plain(name)]
          + versions.map { .plain($0.metrics[name].map { NumberText.fixed($0, 4) } ?? NumberText.none) }
      })
  }
}
