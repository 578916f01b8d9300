import Book
import Markdown
import Workspace

/// A model card: prose by people, everything else from the book. What is not known is said.
struct ModelCard {
  let model: String
  let snapshot: BookSnapshot
  /// nil where there is none, or none that may be published.
  let prose: Prose?
  /// Prose with `draft: true`, which is held back.
  let draft: Prose?
  /// The version it is about; nil: the champion, else the newest.
  let number: Int?
  /// Where links to other pages lead.
  let linking: PageWriter.Linking

  init(
    model: String, snapshot: BookSnapshot, prose: Prose?, number: Int? = nil,
    linking: PageWriter.Linking = .site
  ) {
    self.model = model
    self.snapshot = snapshot
    self.prose = prose?.isDraft == true ? nil : prose
    draft = prose?.isDraft == true ? prose : nil
    self.number = number
    self.linking = linking
  }

  /// That of the prose, where it has one, else the title.
  var heading: String { prose?.heading ?? prose?.title ?? model }
  var headingMarkdown: InlineMarkdown { prose?.headingMarkdown ?? .plain(heading) }
  var versions: [VersionRecord] { snapshot.versions(of: model) }
  var configured: Configuration.Model? { snapshot.configuration.models[model] }
  var leading: VersionRecord? {
    number.map { snapshot.version(model, $0) } ?? snapshot.leading(of: model)
  }
  var completeness: CardCompleteness? { leading.map { CardCompleteness(self, $0) } }

  /// Evaluations that judged a version of this model.
  var evaluations: [EvaluationView] {
    Set(snapshot.evaluations.filter { $0.model == model }.map(\.name)).sorted()
      .compactMap { EvaluationView($0, snapshot) }
  }

  /// The evaluation of the configuration that would hold its predictions against outcomes.
  var askedEvaluation: String? {
    snapshot.configuration.evaluations.values.sorted { $0.name < $1.name }.first { evaluation in
      let job = evaluation.job.flatMap { snapshot.configuration.jobs[$0] }
      let versions = evaluation.backtest?.versions ?? job.map { [$0.model] + $0.shadows } ?? []
      return versions.contains { $0.name == model }
    }?.name
  }

  func page() -> PageWriter.Page {
    var page = PageWriter(
      path: PagePath.model(model), title: heading, heading: headingMarkdown, frontMatter, snapshot.runLinks)
    page.linking = linking
    write(to: &page)
    return page.finish(snapshot)
  }

  /// All below the title.
  func write(to page: inout PageWriter) {
    let completeness = completeness
    if let leading, let completeness {
      StatusSection(card: self, version: leading, completeness: completeness).write(to: &page)
    }
    about(&page)
    writePurpose(&page)
    guard let leading, let completeness else {
      page.body.callout(.note) { inner in
        inner.paragraph(
          "No version is registered yet. \(.code("scorebook model add \(model)")) registers one, and declared "
            + "versions are registered by the next run.")
      }
      write([.evaluation, .trainingData, .training, .licence], &page)
      return
    }
    writeEvaluations(&page)
    DriftSection(model: model, snapshot: snapshot).write(to: &page)
    VersionsSection(model: model, snapshot: snapshot).write(to: &page)
    page.body.heading(2, "What it learned from")
    write([.trainingData, .training], &page, level: 3)
    TrainingSection(versions: versions).write(to: &page)
    TrainingProfileSection(version: leading, snapshot: snapshot).write(to: &page)
    SignatureSection(version: leading, snapshot: snapshot).write(to: &page)
    // A look-up was worked out beforehand: it weighs no inputs.
    if leading.signature.task != .lookup {
      ImportanceSection(version: leading, others: versions).write(to: &page)
    }
    ServiceSection(version: leading).write(to: &page)
    UseSection(model: model, snapshot: snapshot).write(to: &page)
    LineageSection(snapshot: snapshot, around: versions.map { .version($0.reference) }).write(to: &page)
    ProvenanceSection(card: self, versions: versions).write(to: &page)
    write([.licence], &page, level: 3)
    CompletenessSection(completeness: completeness, reference: leading.reference).write(to: &page)
  }

  private func about(_ page: inout PageWriter) {
    var rows: [(String, InlineMarkdown)] = [
      ("question", .recorded(configured?.question)), ("objective", .recorded(configured?.objective)),
    ]
    if let baseline = configured?.baseline {
      let name = snapshot.resolved(baseline) ?? baseline.description
      rows.append(("baseline", page.link(.plain(name), PagePath.model(baseline.name))))
    } else {
      rows.append(("baseline", .plain("none")))
    }
    rows += [("owner", .recorded(owner)), ("licence", .recorded(prose?.license))]
    page.body.facts(rows)
  }

  var owner: String? {
    guard let owner = configured?.owner else { return nil }
    let words = [owner.name, owner.team, owner.email].compactMap { $0 }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  /// Use, limits and risks come before all numbers: who reads on should know what they are of.
  private func writePurpose(_ page: inout PageWriter) {
    guard let prose else {
      page.body.callout(.note) { inner in
        inner.paragraph(
          draft == nil
            ? "Nobody has written yet what this model is for and what it is not for: \(.code(proseFile)) is missing."
            : "What this model is for and what it is not for is not published yet: \(.code(proseFile)) is a draft."
        )
      }
      return
    }
    page.include(prose.files)
    page.body.markdown(prose.sections.opening)
    for section in prose.sections.leading { page.body.markdown(section.markdown) }
    write(
      [
        .intendedUse, .users, .outOfScope, .factors, .limits, .tradeOffs, .ethics, .fairness,
        .oversight, .riskManagement, .monitoring, .caveats,
      ], &page)
  }

  /// Sections of the prose; at level 3 below a heading of the card's own.
  private func write(_ headings: [CardHeading], _ page: inout PageWriter, level: Int = 2) {
    guard let prose else { return }
    for section in prose.sections.placed(headings) {
      if level == 2 || section.heading == nil {
        page.body.markdown(section.markdown)
      } else {
        page.body.heading(level, .plain(section.title))
        page.body.markdown(section.content)
      }
    }
  }

  private func writeEvaluations(_ page: inout PageWriter) {
    page.body.heading(2, "How well it does")
    write([.evaluation], &page, level: 3)
    let evaluations = evaluations
    guard !evaluations.isEmpty else {
      page.body.paragraph(
        askedEvaluation.map { "It was not held against outcomes yet. \(Command.evaluate($0)) does it." }
          ?? "No evaluation of the workspace holds its predictions against outcomes.")
      return
    }
    for view in evaluations {
      if evaluations.count > 1 { page.body.heading(3, "Evaluation \(view.name)") }
      EvaluationSection(view: view, snapshot: snapshot, level: evaluations.count > 1 ? 4 : 3).write(to: &page)
    }
  }
}
