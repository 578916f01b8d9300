import Book
import Markdown
import Workspace

/// The list of all models.
struct ModelIndex {
  let snapshot: BookSnapshot
  let prose: ProseLibrary

  func page() -> PageWriter.Page {
    let index = IndexPage(
      path: PagePath.models, title: "Models",
      description: "Every model with its question, its versions and the jobs it drives.", weight: 10,
      snapshot: snapshot)
    guard !snapshot.modelNames.isEmpty else {
      return index.page { _ in "There is no model yet. \(.code("scorebook model add")) registers one." }
    }
    return index.page(lead: lead) { page in
      page.body.table(
        [
          .init("model"), .init("question"), .init("versions", .right), .init("champion", .right),
          .init("verified"), .init("card", .right), .init("owner"),
        ], snapshot.modelNames.map { row($0, page) })
      page.body.paragraph(
        "*Card* is how complete the card of the champion is, or of the newest version; the card tells what is missing."
      )
    }
  }

  /// How many there are, and what of them is not verified or has no champion.
  private func lead(_ page: PageWriter) -> InlineMarkdown {
    let names = snapshot.modelNames
    func link(_ name: String) -> InlineMarkdown { page.link(.plain(name), PagePath.model(name)) }
    guard !snapshot.versions.isEmpty else {
      return "\(NumberText.count(names.count, "model")); no version is registered yet."
    }
    let counts =
      "\(NumberText.count(names.count, "model")) in \(NumberText.count(snapshot.versions.count, "version"))"
    let unverified = snapshot.versions.filter { $0.verification.state == .unverified }
    let open = names.filter { snapshot.number(of: "champion", in: $0) == nil }
    let verified: InlineMarkdown =
      unverified.isEmpty
      ? "every version gave the predictions that were recorded where it was trained"
      : "not verified: \(IndexPage.named(unverified.map { page.link(version: $0.model, $0.number) }))"
    return "\(counts); \(verified)."
      + (open.isEmpty ? "" : " Without a champion: \(IndexPage.named(open.map(link))).")
  }

  private func row(_ name: String, _ page: PageWriter) -> [InlineMarkdown] {
    let model = snapshot.configuration.models[name]
    let card = ModelCard(model: name, snapshot: snapshot, prose: prose.models[name])
    return [
      page.link(.plain(name), PagePath.model(name)), .recorded(model?.question),
      .plain(NumberText.count(snapshot.versions(of: name).count)),
      .plain(snapshot.number(of: "champion", in: name).map(String.init) ?? NumberText.none),
      .plain(card.leading.map { VerificationSection.short($0.verification) } ?? NumberText.none),
      .plain(card.completeness.map { "\($0.percent)%" } ?? NumberText.none),
      .recorded(model?.owner?.team ?? model?.owner?.name),
    ]
  }
}
