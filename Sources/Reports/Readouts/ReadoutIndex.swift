import Book
import Markdown
import Workspace

/// The list of all readouts: what splits have shown.
struct ReadoutIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", "Readouts")
    matter.add("description", "What splits have shown: A/B tests of models and of what is done with scores.")
    matter.add("weight", .integer(16))
    var page = PageWriter(path: PagePath.readouts, title: "Readouts", matter, snapshot.runLinks)
    page.body.paragraph(
      "A split divides keys into variants; a readout tells what the variants did, and whether the difference is more "
        + "than chance.")
    page.body.table(
      [
        .init("readout"), .init("split"), .init("looked at"), .init("keys counted", .right),
        .init("what it showed"),
      ],
      snapshot.readoutNames.map { name in
        let record = snapshot.readouts.last { $0.name == name }
        let configured = snapshot.configuration.readouts[name]
        let job = record?.job ?? configured?.job
        let split = record?.split ?? configured?.split ?? ""
        return [
          page.link(.plain(name), PagePath.readout(name)),
          job.map { "\(.code(split)) of \(page.link(.plain($0), PagePath.job($0)))" } ?? .code(split),
          .plain(record?.asOf ?? "not yet"), .plain(NumberText.count(record?.counted)),
          .plain(record.map(Self.outcome) ?? NumberText.none),
        ]
      })
    return page.finish(snapshot)
  }

  /// "▲ conversion better; ✓ revenue holds"
  static func outcome(_ record: ReadoutRecord) -> String {
    switch record.status {
    case .early: return "… too early"
    case .mismatch: return "✗ the counts contradict the shares"
    case .told: break
    }
    let words = record.effects.prefix(4).map { effect in
      "\(ReadoutSection.verdict(effect.verdict)): \(effect.metric)"
    }
    return words.joined(separator: "; ")
      + (record.effects.count > 4 ? "; \(record.effects.count - 4) more" : "")
  }
}

extension BookSnapshot {
  /// Configured readouts and those of the book, sorted.
  var readoutNames: [String] {
    Set(configuration.readouts.keys).union(readouts.map(\.name)).sorted()
  }
}
