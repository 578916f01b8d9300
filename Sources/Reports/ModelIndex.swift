import Book
import Markdown
import Workspace

/// The list of all models.
struct ModelIndex {
  let snapshot: BookSnapshot
  let prose: ProseLibrary

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", "Models")
    matter.add("description", "Every model with its question, its versions and the jobs it drives.")
    matter.add("weight", .integer(10))
    var page = PageWriter(path: PagePath.models, title: "Models", matter)
    guard !snapshot.modelNames.isEmpty else {
      page.body.paragraph("There is no model yet. \(.code("scorebook model add")) registers one.")
      return page.finish(snapshot)
    }
    page.body.paragraph(
      "A card for each model: what it is for, what it learned from, and how well it did. The share is how complete the card "
        + "of the champion is, or of the newest version; the card tells what is missing.")
    page.body.table(
      [
        .init("model"), .init("question"), .init("versions", .right), .init("champion", .right),
        .init("verified"), .init("card", .right), .init("owner"),
      ],
      snapshot.modelNames.map { name in
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
      })
    return page.finish(snapshot)
  }
}
