import Book
import Markdown
import Workspace

extension AnnexDraft {
  var developmentPoints: [AnnexPoint] {
    [
      AnnexPoint(
        "2 (a)", "Methods and steps of development",
        open: "systems and tools of third parties that were used, and how they were integrated or changed.",
        fill: methods),
      AnnexPoint(
        "2 (b)", "Design: logic, choices, what it optimises for",
        open:
          "the assumptions made, about persons or groups among them; the reasons for the main choices; trade-offs "
          + "made for the requirements of Chapter III, Section 2.", fill: design),
      AnnexPoint(
        "2 (c)", "Architecture and computational resources",
        open: "what was needed to develop, train, test and validate it, in machines and hours.",
        fill: architecture),
      AnnexPoint(
        "2 (d)", "Data requirements and training data",
        open: "how the data were obtained, selected, labelled and cleaned, as far as it is not told here.",
        fill: data),
      AnnexPoint(
        "2 (e)", "Human oversight",
        open:
          "which measures Article 14 needs, and what helps deployers to interpret the output (Article 13(3)(d)).",
        fill: { body in prose([.oversight], &body) }),
      AnnexPoint(
        "2 (f)", "Changes determined beforehand",
        open: "changes that are planned already, and how compliance is kept through them.", fill: gate),
      AnnexPoint(
        "2 (g)", "Validation and testing",
        open:
          "tests of robustness and of discriminatory effects; test reports, dated and signed by those responsible.",
        fill: validation),
      AnnexPoint(
        "2 (h)", "Cybersecurity",
        open: "who may change what on the machine of the night, and how that is guarded.",
        fill: { body in
          body.paragraph(
            "An artefact is addressed by its SHA-256, and compared with it at each read; it is parsed as hostile input "
              + "with bounded depth and memory. SQL runs under a guard that lets it only read.")
        }),
    ]
  }

  private func methods(_ body: inout MarkdownWriter) {
    prose([.training], &body)
    body.facts([
      ("framework", .recorded(version.isLearned ? version.framework : "none")),
      ("script", version.training?.script.map { .code($0) } ?? .recorded(nil)),
      ("source commit", version.sourceCommit.map { .code($0) } ?? .recorded(nil)),
    ])
  }

  private func design(_ body: inout MarkdownWriter) {
    prose([.tradeOffs], &body)
    body.paragraph(
      "A model for \(SignatureSection.words(version.signature.task)), from "
        + "\(NumberText.count(version.signature.inputs.count, "input")).")
    body.table(
      [.init("output"), .init("kind"), .init("labels", .left)],
      version.signature.outputs.map {
        [
          .code($0.name), .plain($0.kind.rawValue),
          .plain($0.labels?.joined(separator: ", ") ?? NumberText.none),
        ]
      })
    guard !version.parameters.isEmpty else { return }
    body.table(
      [.init("parameter"), .init("value", .left)],
      version.parameters.map { [.code($0.name), .plain($0.value)] })
  }

  private func architecture(_ body: inout MarkdownWriter) {
    guard !version.facts.isEmpty else { return }
    body.facts(version.facts.map { ($0.name, .plain($0.value)) })
  }

  private func data(_ body: inout MarkdownWriter) {
    prose([.trainingData, .factors], &body)
    let training = version.training
    body.facts([
      ("rows", .plain(NumberText.count(training?.rows))),
      ("positives", .plain(NumberText.count(training?.positives))),
      ("dates", .recorded(training?.dates)), ("seen until", .recorded(version.trainedUntil)),
      ("SHA-256", training?.dataDigest.map { .code($0) } ?? .recorded(nil)),
    ])
    guard let profile = snapshot.trainingProfiles[version.reference] else { return }
    body.table(
      [.init("input"), .init("kind"), .init("values", .right), .init("missing", .right)],
      version.signature.inputs.map { input in
        let column = profile.input(input.name)
        return [
          .code(input.name), .plain(input.kind.rawValue), .plain(NumberText.count(column?.count)),
          .plain(NumberText.count(column?.missing)),
        ]
      })
  }

  private func gate(_ body: inout MarkdownWriter) {
    guard let gate = card.configured?.gate else { return }
    body.paragraph(
      "A new version takes the champion's place where evaluation \(.code(gate.evaluation)) shows it by "
        + "\(.code(gate.metric.rawValue)) at \(NumberText.value(gate.confidence * 100))% confidence; the rule stands "
        + "under \(.code("models.\(card.model).promote_if")).")
  }

  private func validation(_ body: inout MarkdownWriter) {
    prose([.evaluation], &body)
    VerificationSection(versions: [version]).write(list: &body)
    metrics(&body)
  }

  /// Figures of the version over all dates, with intervals.
  func metrics(_ body: inout MarkdownWriter) {
    for record in card.pooled(version) {
      body.paragraph(
        "Evaluation \(.code(record.name)): \(NumberText.count(record.dates, "night")), "
          + "\(NumberText.count(record.rows, "row")), data \(.digest(record.dataDigest)).")
      body.table(
        [.init("metric"), .init("value (interval)", .right), .init("method", .left)],
        record.metrics.map { [.plain($0.title), .plain($0.text), .plain($0.method ?? NumberText.none)] })
    }
  }
}
