import Book
import Markdown
import Workspace

extension AnnexDraft {
  var generalPoints: [AnnexPoint] {
    [
      AnnexPoint(
        "1 (a)", "Intended purpose, provider, version",
        open: "the provider's name and address as a legal person.", fill: purpose),
      AnnexPoint(
        "1 (b)", "Interaction with other hardware and software",
        open: "what reads the scores, and what else the system works with, other AI systems among it.",
        fill: interaction),
      AnnexPoint(
        "1 (c)", "Versions of relevant software", open: "what an update of any of them requires.",
        fill: software),
      AnnexPoint(
        "1 (d)", "Forms in which it is placed on the market",
        open:
          "whether it is given to others, and how: as a package, a download, a service; or used in house only."
      ),
      AnnexPoint(
        "1 (e)", "Hardware it is meant to run on",
        open: "the machines of the night, with memory and processors.",
        fill: hardware),
      AnnexPoint(
        "1 (f)", "Products that it is part of",
        open: "photographs or drawings of the product with its marking and layout, where it is part of one."),
      AnnexPoint(
        "1 (g)", "User interface for the deployer",
        open: "what the people see who work with the scores.",
        fill: { body in
          body.paragraph(
            "Scores are written into tables and files; the site of the book shows cards, runs and reports. There is no "
              + "other interface.")
        }),
      AnnexPoint(
        "1 (h)", "Instructions for use", open: "the instructions that deployers get.",
        fill: { body in prose([.users, .outOfScope, .caveats], &body) }),
    ]
  }

  private func purpose(_ body: inout MarkdownWriter) {
    body.facts([
      ("question", .recorded(card.configured?.question)),
      ("objective", .recorded(card.configured?.objective)),
      ("owner", .recorded(card.owner)), ("version", .plain(version.reference)),
      ("registered", .plain("\(NumberText.moment(version.registeredAt)) by \(version.registeredBy)")),
      (
        "versions before it",
        .plain(
          card.versions.filter { $0.number < version.number }.map(\.reference).joined(separator: ", ")
            .nilIfEmpty ?? "none")
      ),
    ])
    prose([.intendedUse], &body)
  }

  private func interaction(_ body: inout MarkdownWriter) {
    let uses = JobUse.all(of: card.model, snapshot.configuration)
    guard !uses.isEmpty else { return }
    body.table(
      [.init("job"), .init("as"), .init("reads dataset"), .init("writes to")],
      uses.map { use in
        let target: InlineMarkdown =
          switch use.job.destination {
          case .sqlite(file: let file, table: let table): .code("\(file)#\(table)")
          case .csv(path: let path): .code(path)
          }
        return [
          .code(use.job.name), .plain(use.roles.map(\.words).joined(separator: ", ")), .code(use.job.input),
          target,
        ]
      })
  }

  private func software(_ body: inout MarkdownWriter) {
    let programs = Set(
      snapshot.runs.filter { run in run.versions.contains { $0.reference == version.reference } }
        .map(\.program)
    ).sorted()
    body.facts([
      ("framework of the training", .recorded(version.isLearned ? version.framework : "none")),
      ("format of the artefact", .plain(version.format)),
      ("artefact, SHA-256", .code(version.digest)),
      ("scored by", .plain(programs.joined(separator: ", ").nilIfEmpty ?? NumberText.notRecorded)),
    ])
  }

  private func hardware(_ body: inout MarkdownWriter) {
    guard let platform = version.recorded?.platform else { return }
    body.paragraph("Its answers were recorded on \(platform).")
  }
}

extension String {
  /// nil for an empty text.
  var nilIfEmpty: String? { isEmpty ? nil : self }
}
