import Book
import Markdown
import Workspace

/// A model card: prose by people, everything else from the book. What is not known is said.
struct ModelCard {
  let model: String
  let snapshot: BookSnapshot
  let prose: Prose?

  var versions: [VersionRecord] { snapshot.versions(of: model) }
  var configured: Configuration.Model? { snapshot.configuration.models[model] }
  var leading: VersionRecord? { snapshot.leading(of: model) }

  /// Evaluations that judged a version of this model.
  var evaluations: [EvaluationView] {
    Set(snapshot.evaluations.filter { $0.model == model }.map(\.name)).sorted()
      .compactMap { EvaluationView($0, snapshot) }
  }

  func page() -> PageWriter.Page {
    var page = PageWriter(
      path: PagePath.model(model), title: prose?.title ?? model, frontMatter, snapshot.runLinks)
    let evaluations = evaluations
    tiles(evaluations, &page)
    about(&page)
    if let prose {
      page.body.markdown(prose.body)
    } else {
      page.body.callout(.note) { inner in
        inner.paragraph(
          "Nobody has written yet what this model is for and what it is not for: "
            + "\(.code(configured?.card ?? "site/models/\(model).md")) is missing.")
      }
    }
    guard !versions.isEmpty else {
      page.body.callout(.note) { inner in
        inner.paragraph(
          "No version is registered yet. \(.code("scorebook model add \(model)")) registers one, and declared "
            + "versions are registered by the next run.")
      }
      return page.finish(snapshot)
    }
    VersionsSection(model: model, snapshot: snapshot).write(to: &page)
    writeEvaluations(evaluations, &page)
    // A look-up was worked out beforehand: it weighs no inputs.
    if leading?.signature.task != .lookup {
      ImportanceSection(model: model, snapshot: snapshot).write(to: &page)
    }
    DriftSection(model: model, snapshot: snapshot).write(to: &page)
    if let leading { SignatureSection(version: leading, snapshot: snapshot).write(to: &page) }
    TrainingSection(versions: versions).write(to: &page)
    if let leading { ServiceSection(version: leading).write(to: &page) }
    UseSection(model: model, snapshot: snapshot).write(to: &page)
    LineageSection(snapshot: snapshot, around: versions.map { .version($0.reference) }).write(to: &page)
    gaps(&page)
    provenance(&page)
    return page.finish(snapshot)
  }

  private func tiles(_ evaluations: [EvaluationView], _ page: inout PageWriter) {
    guard let leading else { return }
    let alias = snapshot.aliases(of: model, leading.number).first ?? "newest version"
    var columns: [MarkdownWriter.Column] = [.init(.plain(NumberText.title(alias)))]
    var cells: [InlineMarkdown] = [.tile("version \(leading.number)", leading.framework ?? leading.format)]
    for view in evaluations.prefix(1) {
      guard let version = view.versions.first(where: { $0.reference == leading.reference }),
        let pooled = version.pooled
      else { continue }
      guard let auc = pooled.metric("auc") else { continue }
      columns.append(.init(.plain("AUC, \(NumberText.count(pooled.dates, "night"))")))
      cells.append(
        .tile(
          NumberText.fixed(auc.value, 3),
          NumberText.bounds(auc.lower, auc.upper) { NumberText.fixed($0, 3) } ?? ""))
    }
    columns.append(.init("Verification"))
    let verification = leading.verification
    cells.append(
      verification.state == .verified
        ? .tile("verified", NumberText.count(verification.cases, "case")) : .tile("unverified", "no cases"))
    page.body.table(columns, [cells])
  }

  private func about(_ page: inout PageWriter) {
    var rows: [(String, InlineMarkdown)] = [
      ("question", .recorded(configured?.question)), ("objective", .recorded(configured?.objective)),
      ("owner", .recorded(owner)),
    ]
    if let baseline = configured?.baseline {
      let name = snapshot.resolved(baseline) ?? baseline.description
      rows.append(("baseline", page.link(.plain(name), PagePath.model(baseline.name))))
    } else {
      rows.append(("baseline", .plain("none")))
    }
    page.body.facts(rows)
  }

  private var owner: String? {
    guard let owner = configured?.owner else { return nil }
    let words = [owner.name, owner.team, owner.email].compactMap { $0 }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  private func writeEvaluations(_ evaluations: [EvaluationView], _ page: inout PageWriter) {
    page.body.heading(2, "How well it does")
    guard !evaluations.isEmpty else {
      let asked = snapshot.configuration.evaluations.values.sorted { $0.name < $1.name }.first { evaluation in
        let job = evaluation.job.flatMap { snapshot.configuration.jobs[$0] }
        let versions = evaluation.backtest?.versions ?? job.map { [$0.model] + $0.shadows } ?? []
        return versions.contains { $0.name == model }
      }
      page.body.paragraph(
        asked.map { "It was not held against outcomes yet. \(Command.evaluate($0.name)) does it." }
          ?? "No evaluation of the workspace holds its predictions against outcomes.")
      return
    }
    for view in evaluations {
      if evaluations.count > 1 { page.body.heading(3, "Evaluation \(view.name)") }
      EvaluationSection(view: view, snapshot: snapshot, level: evaluations.count > 1 ? 4 : 3).write(to: &page)
    }
  }

  /// What a reader would look for and the book does not have.
  private func gaps(_ page: inout PageWriter) {
    var gaps: [InlineMarkdown] = []
    for version in versions {
      var missing: [String] = []
      if version.verification.casesDigest == nil {
        missing.append("verification against its framework's own predictions")
      }
      if version.trainedUntil == nil { missing.append("the last day that training saw") }
      if version.training?.dataDigest == nil { missing.append("a digest of the training data") }
      if snapshot.trainingProfiles[version.reference] == nil {
        missing.append("a profile of the training rows")
      }
      if version.metrics.isEmpty { missing.append("metrics at training") }
      if version.sourceCommit == nil { missing.append("the commit of its source") }
      if version.framework == nil { missing.append("the framework") }
      guard !missing.isEmpty else { continue }
      gaps.append(.plain("\(version.reference): \(NumberText.list(missing))."))
    }
    page.body.heading(2, "What is not recorded")
    if gaps.isEmpty {
      page.body.paragraph("Nothing that a card asks for is missing.")
    } else {
      page.body.list(gaps)
    }
  }

  private func provenance(_ page: inout PageWriter) {
    page.body.heading(2, "Provenance")
    page.body.details("Digests") { inner in
      for version in versions {
        inner.paragraph(.strong(.plain(version.reference)))
        inner.facts([
          ("artefact", .code(version.digest)), ("format", .plain(version.format)),
          ("file", .code(version.fileName)),
          ("size", .plain(NumberText.size(version.size))),
          ("verification cases", version.verification.casesDigest.map { .code($0) } ?? .recorded(nil)),
          ("training data", version.training?.dataDigest.map { .code($0) } ?? .recorded(nil)),
          ("source commit", version.sourceCommit.map { .code($0) } ?? .recorded(nil)),
        ])
      }
    }
  }
}
