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
        .init("version", .right), .init("aliases"), .init("champion"), .init("trained until"),
        .init("verified"), .init("registered"), .init("by"),
      ],
      versions.map { version in
        let aliases = snapshot.aliases(of: model, version.number)
        return [
          .plain(String(version.number)),
          .plain(aliases.isEmpty ? NumberText.none : aliases.joined(separator: ", ")),
          .plain(reign(version.number)), .recorded(version.trainedUntil),
          .plain(VerificationSection.short(version.verification)),
          .plain(String(NumberText.moment(version.registeredAt).prefix(10))), .plain(version.registeredBy),
        ]
      })
    for version in versions {
      if let note = version.note, !note.isEmpty {
        page.body.paragraph("Note on version \(version.number): \(note)")
      }
    }
    history(&page)
    GateSection(model: model, snapshot: snapshot).write(to: &page)
    VersionChangesSection(versions: versions).write(to: &page)
    VerificationSection(versions: versions).write(to: &page)
  }

  /// From when to when it was champion: "2026-01-02 to 2026-02-04, since 2026-03-01".
  private func reign(_ number: Int) -> String {
    let changes = snapshot.history.filter { $0.model == model && $0.alias == "champion" }
    var periods: [String] = []
    for (place, change) in changes.enumerated() where change.number == number {
      // Set again to what it was already.
      if place > 0, changes[place - 1].number == number { continue }
      let day = String(NumberText.moment(change.since).prefix(10))
      let end = changes[place...].first { $0.number != number }
      periods.append(end.map { "\(day) to \(NumberText.moment($0.since).prefix(10))" } ?? "since \(day)")
    }
    return periods.isEmpty ? NumberText.none : periods.joined(separator: ", ")
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
          .plain(change.by), .plain(change.reason ?? "no reason given"), .plain(change.evidence ?? "none"),
        ]
      })
  }
}
