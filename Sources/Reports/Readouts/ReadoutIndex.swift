import Book
import Markdown
import Workspace

/// The list of all readouts: what splits have shown.
struct ReadoutIndex {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    let index = IndexPage(
      path: PagePath.readouts, title: "Readouts",
      description: "What splits have shown: A/B tests of models and of what is done with scores.", weight: 16,
      snapshot: snapshot)
    return index.page(lead: lead) { page in
      page.body.table(
        [
          .init("readout"), .init("split"), .init("looked at"), .init("keys counted", .right),
          .init("what it showed"),
        ], snapshot.readoutNames.map { row($0, page) })
    }
  }

  private func newest(_ name: String) -> ReadoutRecord? { snapshot.readouts.last { $0.name == name } }

  /// Where variants differ, where they don't, and where nothing can be said.
  private func lead(_ page: PageWriter) -> InlineMarkdown {
    let names = snapshot.readoutNames
    func isTold(_ name: String) -> Bool { newest(name)?.status == .told }
    func differs(_ name: String) -> Bool {
      newest(name)?.effects.contains { [.better, .worse, .broken].contains($0.verdict) } == true
    }
    let kinds: [(InlineMarkdown, [String])] = [
      ("the variants differ in", names.filter { isTold($0) && differs($0) }),
      ("no difference is shown in", names.filter { isTold($0) && !differs($0) }),
      ("nothing can be said of", names.filter { !isTold($0) }),
    ]
    let told = kinds.filter { !$0.1.isEmpty }.map { words, names in
      "\(words) \(IndexPage.named(names.map { page.link(.plain($0), PagePath.readout($0)) }))"
        as InlineMarkdown
    }
    return "\(NumberText.count(names.count, "readout")): \(.joined(told, separator: "; "))."
  }

  private func row(_ name: String, _ page: PageWriter) -> [InlineMarkdown] {
    let record = newest(name)
    let configured = snapshot.configuration.readouts[name]
    let job = record?.job ?? configured?.job
    let split = record?.split ?? configured?.split ?? ""
    return [
      page.link(.plain(name), PagePath.readout(name)),
      job.map { "\(.code(split)) of \(page.link(.plain($0), PagePath.job($0)))" } ?? .code(split),
      .plain(record?.asOf ?? "not yet"), .plain(NumberText.count(record?.counted)),
      .plain(record.map(Self.outcome) ?? NumberText.none),
    ]
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
