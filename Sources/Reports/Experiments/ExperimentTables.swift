import Book
import Markdown

/// Trials side by side: first what differs, then all.
struct ExperimentTables {
  let view: ExperimentView

  /// So many trials stand side by side; more go one below another.
  private static let beside = 4
  private static let below = 25
  private static let parameters = 8

  func write(to page: inout PageWriter) {
    guard let comparison = view.comparison else { return plain(&page) }
    let groups = [comparison.baseline] + view.ordered.map(\.group)
    page.body.heading(2, "In what they differ")
    let differing = comparison.differing
    if differing.isEmpty {
      page.body.paragraph("In no parameter that was written down.")
    } else if groups.count <= Self.beside {
      beside(groups, differing, &page)
    } else {
      below(groups, differing, &page)
    }
    let others = Set(groups.flatMap { $0.parameters.map(\.name) }).subtracting(differing)
    let repeated = others.filter { name in groups.contains { (Self.parameter(name, $0)?.count ?? 0) > 1 } }
    let equal = others.subtracting(repeated).sorted()
    if !repeated.isEmpty {
      page.body.paragraph(
        .plain(
          "Runs of one trial differ in \(NumberText.list(repeated.sorted().prefix(10).map { TrialText.short($0) }))."
        ))
    }
    page.body.details("All parameters, those that are equal too") { inner in
      if groups.count <= Self.beside {
        inner.table(columns(groups), rows((differing + equal).prefix(500), groups))
      } else {
        inner.paragraph("Equal in all that have them:")
        inner.table(
          [.init("parameter"), .init("value")],
          equal.prefix(500).map { name in
            let values = groups.lazy.compactMap { Self.parameter(name, $0) }.first
            return [.plain(TrialText.short(name)), .plain(TrialText.values(values))]
          })
        if equal.isEmpty { inner.paragraph("None.") }
        if differing.count > Self.parameters {
          let rest = differing.dropFirst(Self.parameters).map { TrialText.short($0) }
          inner.paragraph(
            "They differ in these, too: \(NumberText.list(Array(rest.prefix(100)))). Each trial's page has its values."
          )
        }
      }
    }
  }

  private static func parameter(_ name: String, _ group: ExperimentComparison.Group) -> [String]? {
    group.parameters.first { $0.name == name }?.values
  }

  private func columns(_ groups: [ExperimentComparison.Group]) -> [MarkdownWriter.Column] {
    [.init("parameter")]
      + groups.enumerated().map { place, group in
        .init(.plain(TrialText.short(group.name, 40) + (place == 0 ? " (baseline)" : "")))
      }
  }

  /// What differs from the baseline is bold.
  private func rows(
    _ names: some Sequence<String>, _ groups: [ExperimentComparison.Group]
  ) -> [[InlineMarkdown]] {
    names.map { name in
      let reference = Self.parameter(name, groups[0])
      return [.plain(TrialText.short(name))]
        + groups.map { group in
          let values = Self.parameter(name, group)
          let text = InlineMarkdown.plain(TrialText.values(values))
          return values == reference ? text : .strong(text)
        }
    }
  }

  private func beside(
    _ groups: [ExperimentComparison.Group], _ differing: [String], _ page: inout PageWriter
  ) {
    page.body.table(columns(groups), rows(differing.prefix(60), groups))
  }

  private func below(
    _ groups: [ExperimentComparison.Group], _ differing: [String], _ page: inout PageWriter
  ) {
    let names = Array(differing.prefix(Self.parameters))
    let shown = groups.prefix(Self.below + 1)
    page.body.table(
      [.init("trial"), .init("runs", .right)] + names.map { .init(.plain(TrialText.short($0, 30))) },
      shown.enumerated().map { place, group in
        let name = InlineMarkdown.plain(TrialText.short(group.name) + (place == 0 ? " (baseline)" : ""))
        let linked = view.path(of: group)
        return [linked.map { page.link(name, $0) } ?? name, .plain(NumberText.count(group.runs.count))]
          + names.map { .plain(TrialText.values(Self.parameter($0, group))) }
      })
    if shown.count < groups.count {
      page.body.paragraph(
        "The baseline and the first \(shown.count - 1) of \(NumberText.count(groups.count - 1)) candidates, the better "
          + "ones first.")
    }
  }

  /// Without a comparison: the newest trials and their parameters.
  private func plain(_ page: inout PageWriter) {
    let shown = Array(view.trials.suffix(Self.below).reversed())
    var values: [String: Set<String>] = [:]
    for trial in shown {
      for entry in trial.parameters { values[entry.name, default: []].insert(entry.value) }
    }
    let differing = values.filter { name, found in
      found.count > 1 || shown.contains { $0.parameter(name) == nil }
    }.keys.sorted()
    guard !differing.isEmpty else { return }
    let names = differing.prefix(Self.parameters)
    page.body.heading(2, "In what they differ")
    page.body.table(
      [.init("trial")] + names.map { .init(.plain(TrialText.short($0, 30))) },
      shown.map { trial in
        let name = InlineMarkdown.plain(TrialText.short(trial.name))
        return [view.paths[trial.key].map { page.link(name, $0) } ?? name]
          + names.map { .plain(trial.parameter($0).map { TrialText.short($0, 40) } ?? NumberText.none) }
      })
  }

  /// Metrics of trials: the primary first, then those that most have; what MLflow logs of the machine last.
  static func metrics(of trials: [TrialRecord], _ view: ExperimentView) -> [String] {
    var counts: [String: Int] = [:]
    for trial in trials { for metric in trial.metrics { counts[metric.name, default: 0] += 1 } }
    func rank(_ name: String) -> (Int, Int, Int) {
      (name == view.primary?.metric ? 0 : 1, name.hasPrefix("system/") ? 1 : 0, -(counts[name] ?? 0))
    }
    return counts.keys.sorted { a, b in rank(a) == rank(b) ? a < b : rank(a) < rank(b) }
  }
}
