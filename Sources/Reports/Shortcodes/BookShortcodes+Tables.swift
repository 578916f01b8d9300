import Book
import Diagnostics
import Markdown
import Workspace

extension BookShortcodes {
  /// `[[table versions repurchase]]`, `[[table metrics repurchase]]`, `[[table runs nightly last=10]]`,
  /// `[[table kpi weekly_revenue last=12]]`.
  func table(_ shortcode: Shortcode, _ page: PageWriter) throws(Diagnostic) -> ShortcodeText {
    var page = page
    let name = shortcode.arguments[1]
    let kinds = ["versions": 0, "metrics": 1, "runs": 2, "kpi": 3]
    switch try Self.known(
      shortcode.arguments[0], in: kinds, "a table of '\(shortcode.arguments[0])'", shortcode)
    {
    case 0: try versions(of: name, shortcode, &page)
    case 1: try metrics(of: name, shortcode, &page)
    case 2: try runs(of: name, shortcode, &page)
    default: try values(of: name, shortcode, &page)
    }
    return page.fragment()
  }

  /// How many rows: `last=12`.
  private func last(_ shortcode: Shortcode) throws(Diagnostic) -> Int? {
    guard let text = shortcode.options["last"] else { return nil }
    guard let number = Int(text), number > 0 else {
      throw Diagnostic(
        .shortcodeUse, .configuration, at: shortcode.place, "'last' is '\(text)'",
        expected: "a whole number above 0")
    }
    return number
  }

  private func versions(
    of name: String, _ shortcode: Shortcode, _ page: inout PageWriter
  ) throws(Diagnostic) {
    let models = Dictionary(snapshot.modelNames.map { ($0, $0) }, uniquingKeysWith: { $1 })
    let model = try Self.known(name, in: models, "a model '\(name)'", shortcode)
    let versions = snapshot.versions(of: model)
    if versions.isEmpty { throw Self.notYet("no version of \(model) is registered") }
    page.body.table(
      [.init("version"), .init("aliases"), .init("trained until"), .init("registered")],
      try versions.suffix(last(shortcode) ?? versions.count).map { version in
        let aliases = snapshot.aliases(of: model, version.number)
        return [
          page.link(version: model, version.number),
          .plain(aliases.isEmpty ? NumberText.none : aliases.joined(separator: ", ")),
          .recorded(version.trainedUntil), .plain(String(NumberText.moment(version.registeredAt).prefix(10))),
        ]
      })
  }

  private func metrics(
    of name: String, _ shortcode: Shortcode, _ page: inout PageWriter
  ) throws(Diagnostic) {
    let view = try evaluation(name, shortcode)
    let configured = view.configuration?.metrics.map(\.rawValue) ?? []
    let held = view.versions.compactMap(\.pooled).flatMap { $0.metrics.map(\.name) }
    var names: [String] = []
    for metric in configured + held where held.contains(metric) && !names.contains(metric) {
      names.append(metric)
    }
    if names.isEmpty { throw Self.notYet("evaluation \(name) has no figures") }
    page.body.table(
      [.init("version")] + names.map { .init(.plain(EvaluationSection.title(ofMetric: $0)), .right) },
      view.versions.map { version in
        [page.link(.plain(version.label), PagePath.model(version.model))]
          + names.map { .plain(version.pooled?.text(of: $0) ?? NumberText.none) }
      })
  }

  func evaluation(_ name: String, _ shortcode: Shortcode) throws(Diagnostic) -> EvaluationView {
    let names = Set(snapshot.evaluations.map(\.name)).union(snapshot.configuration.evaluations.keys)
    let known = Dictionary(names.map { ($0, $0) }, uniquingKeysWith: { $1 })
    let found = try Self.known(name, in: known, "an evaluation '\(name)'", shortcode)
    guard let view = EvaluationView(found, snapshot) else {
      throw Self.notYet("evaluation \(name) has no figures")
    }
    return view
  }

  private func runs(of name: String, _ shortcode: Shortcode, _ page: inout PageWriter) throws(Diagnostic) {
    let job = try job(name, shortcode)
    let runs = snapshot.standing(job: job).suffix(try last(shortcode) ?? 10).reversed()
    if runs.isEmpty { throw Self.notYet("job \(job) has no date that stands") }
    page.body.table(
      [
        .init("date"), .init("champion"), .init("rows", .right), .init("rejects", .right),
        .init("duration", .right),
      ],
      runs.map { run in
        [
          page.link(run: run.id, .plain(run.date ?? NumberText.none)),
          run.champion.map { page.link(version: $0.model, $0.number) } ?? .plain(NumberText.none),
          .plain(NumberText.count(run.rowsOut)), .plain(NumberText.count(run.rejects)),
          .plain(RunWords.duration(run)),
        ]
      })
  }

  private func values(of name: String, _ shortcode: Shortcode, _ page: inout PageWriter) throws(Diagnostic) {
    let kpi = try Self.known(name, in: snapshot.configuration.kpis, "a KPI '\(name)'", shortcode)
    let format = KPIFormat(kpi)
    let values = (snapshot.kpiValues[name] ?? []).filter { $0.dimension == nil }.sorted {
      $0.period < $1.period
    }
    if values.isEmpty { throw Self.notYet("KPI \(name) has no value") }
    page.body.table(
      [.init(.plain("\(kpi.period.rawValue) from")), .init(.plain(format.unit ?? "value"), .right)],
      values.suffix(try last(shortcode) ?? 12).reversed().map {
        [.plain($0.period), .plain($0.value.map(format.bare) ?? NumberText.none)]
      })
  }
}
