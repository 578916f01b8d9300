import Book
import Markdown
import Workspace

/// Points 3 to 9.
extension AnnexDraft {
  var controlPoint: AnnexPoint {
    AnnexPoint(
      "3", "Monitoring, functioning and control",
      open:
        "unintended outcomes that can be foreseen; sources of risk to health, safety and fundamental rights; which "
        + "measures of human oversight there are.", fill: control)
  }

  var metricsPoint: AnnexPoint {
    AnnexPoint(
      "4", "Appropriateness of the performance metrics",
      open: "why these metrics fit the intended purpose, and what would be good enough.",
      fill: { body in
        let names = card.pooled(version).flatMap(\.metrics).filter(\.tellsQuality).map(\.title)
          .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        guard !names.isEmpty else { return }
        body.paragraph("Judged by \(NumberText.list(names)); figures stand under 2 (g).")
        if let baseline = card.configured?.baseline {
          body.paragraph("It has to beat \(snapshot.resolved(baseline) ?? baseline.description).")
        }
      })
  }

  var riskPoint: AnnexPoint {
    AnnexPoint(
      "5", "Risk management system",
      open:
        "the system of Article 9: risks identified, their estimation, the measures taken, and what remains.",
      fill: { body in prose([.riskManagement, .ethics, .fairness], &body) })
  }

  var changesPoint: AnnexPoint {
    AnnexPoint(
      "6", "Changes through the lifecycle", open: "changes of what surrounds the model.", fill: lifecycle)
  }

  var standardsPoint: AnnexPoint {
    AnnexPoint(
      "7", "Harmonised standards applied",
      open:
        "harmonised standards applied in full or in part, as published in the Official Journal; where none are, the "
        + "solutions adopted instead, with other standards and specifications.")
  }

  var declarationPoint: AnnexPoint {
    AnnexPoint(
      "8", "EU declaration of conformity", open: "a copy of the declaration of Article 47.")
  }

  var monitoringPoint: AnnexPoint {
    AnnexPoint(
      "9", "Post-market monitoring",
      open:
        "the system by which performance is judged after it is on the market, and the monitoring plan of Article 72(3).",
      fill: monitoring)
  }

  private func control(_ body: inout MarkdownWriter) {
    prose([.limits, .oversight], &body)
    let slices = snapshot.slices.filter { $0.reference == version.reference }
    if let metric = slices.compactMap({ $0.metrics.first?.name }).first {
      body.paragraph("By parts of the rows:")
      body.table(
        [.init("slice"), .init("rows", .right), .init(.code(metric), .right)],
        slices.map {
          [
            .plain($0.title), .plain(NumberText.count($0.rows)),
            .plain($0.metric(metric)?.text ?? NumberText.none),
          ]
        })
    }
    body.paragraph("Input data:")
    body.table(
      [.init("input"), .init("kind"), .init("may be missing")],
      version.signature.inputs.map {
        [.code($0.name), .plain($0.kind.rawValue), .plain($0.required ? "no" : "yes")]
      })
  }

  private func lifecycle(_ body: inout MarkdownWriter) {
    let versions = card.versions
    body.table(
      [.init("version"), .init("registered"), .init("by"), .init("artefact")],
      versions.map {
        [
          .plain($0.reference), .plain(NumberText.moment($0.registeredAt)), .plain($0.registeredBy),
          .digest($0.digest),
        ]
      })
    for (before, after) in zip(versions, versions.dropFirst()) {
      let changes = VersionChanges(from: before, to: after).changes
      body.paragraph("From \(before.reference) to \(after.reference):")
      body.list(changes.map { .plain("\($0.what): \($0.before) before, \($0.after) now") })
    }
    let history = snapshot.history.filter { $0.model == card.model }
    guard !history.isEmpty else { return }
    body.table(
      [.init("when"), .init("alias"), .init("version", .right), .init("by"), .init("why")],
      history.map {
        [
          .plain(NumberText.moment($0.since)), .plain($0.alias), .plain(String($0.number)), .plain($0.by),
          .plain($0.reason ?? "no reason given"),
        ]
      })
  }

  private func monitoring(_ body: inout MarkdownWriter) {
    prose([.monitoring], &body)
    let names = card.evaluations.map(\.name)
    if !names.isEmpty {
      body.paragraph(
        "Predictions are held against outcomes by evaluation \(.joined(names.map { .code($0) })).")
    }
    guard let series = snapshot.drift(of: card.model) else { return }
    body.paragraph(
      "Inputs and scores of job \(.code(series.job)) are held against the training rows of \(series.reference) each night. "
        + "On \(series.newest):")
    body.table(
      [.init("column"), .init("PSI", .right), .init("")],
      ([series.score].compactMap { $0 } + series.inputs).map {
        [
          .code($0.name), .plain($0.latest.map { NumberText.fixed($0, 3) } ?? NumberText.none),
          .plain($0.latest.map(Drift.words) ?? NumberText.none),
        ]
      })
  }
}
