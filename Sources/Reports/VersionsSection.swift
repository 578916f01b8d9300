import Book
import Markdown

/// The versions of a model, and how its aliases moved.
struct VersionsSection {
  let model: String
  let snapshot: BookSnapshot

  func write(to page: inout PageWriter) {
    let versions = snapshot.versions(of: model)
    page.body.heading(2, "Versions")
    page.body.table(
      [
        .init("version", .right), .init("aliases"), .init("trained until"), .init("verified"),
        .init("registered"), .init("by"), .init("artefact"),
      ],
      versions.map { version in
        let aliases = snapshot.aliases(of: model, version.number)
        return [
          .plain(String(version.number)),
          .plain(aliases.isEmpty ? NumberText.none : aliases.joined(separator: ", ")),
          .recorded(version.trainedUntil), .plain(Self.verified(version.verification)),
          .plain(String(NumberText.moment(version.registeredAt).prefix(10))), .plain(version.registeredBy),
          .digest(version.digest),
        ]
      })
    for version in versions {
      if let note = version.note, !note.isEmpty {
        page.body.paragraph("Note on version \(version.number): \(note)")
      }
    }
    verification(versions, &page)
    history(&page)
    GateSection(model: model, snapshot: snapshot).write(to: &page)
  }

  private static func verified(_ verification: VersionRecord.Verification) -> String {
    verification.state == .verified ? NumberText.count(verification.cases, "case") : "no"
  }

  private func verification(_ versions: [VersionRecord], _ page: inout PageWriter) {
    page.body.heading(3, "Verification")
    page.body.list(
      versions.map { version in
        let result = version.verification
        let recorded =
          version.recorded.map {
            " What it answered here in \(NumberText.count($0.cases, "case")) was recorded on \(NumberText.moment($0.recordedAt))."
          } ?? ""
        switch result.state {
        case .verified: break
        case .unverified:
          return
            "\(version.reference) is **unverified**: it came without cases, and nothing proves that it scores here as it did where it was made.\(recorded)"
        case .failed:
          return
            "\(version.reference) **failed**: the last replay of its cases gave other answers."
        }
        let identical =
          result.compared > 0
          ? "\(NumberText.count(result.identical)) of \(NumberText.count(result.compared)) values agree to the last bit"
          : "no value was compared"
        return .plain(
          "\(version.reference): \(NumberText.count(result.cases, "case")) replayed"
            + (result.verifiedAt.map { " on \(NumberText.moment($0))" } ?? "")
            + "; \(identical), the largest difference is \(NumberText.value(result.maximumDifference)).\(recorded)"
        )
      })
  }

  private func history(_ page: inout PageWriter) {
    page.body.heading(3, "Who promoted what")
    let history = snapshot.history.filter { $0.model == model }
    guard !history.isEmpty else {
      page.body.paragraph("No alias was ever set.")
      return
    }
    page.body.table(
      [
        .init("when"), .init("alias"), .init("version", .right), .init("by"), .init("why"), .init("evidence"),
      ],
      history.reversed().map { change in
        [
          .plain(NumberText.moment(change.since)), .plain(change.alias), .plain(String(change.number)),
          .plain(change.by), .recorded(change.reason), .recorded(change.evidence),
        ]
      })
  }
}
