package import Book
package import Diagnostics
package import Workspace

/// The card of one version outside of the site: as documents, and as facts for other formats.
package struct CardExport: Sendable {
  /// A Markdown document with the files beside it.
  package struct Document: Sendable, Hashable {
    package let text: String
    /// Paths are relative to the document.
    package let assets: [ReportAsset]

    package init(text: String, assets: [ReportAsset] = []) {
      self.text = text
      self.assets = assets
    }
  }

  private let card: ModelCard
  private let version: VersionRecord

  /// - Parameter number: A version that the book has.
  ///
  /// **Throws:** what is wrong with the texts of the workspace or with the book.
  package init(configuration: Configuration, book: Book, model: String, number: Int) throws(Problems) {
    let snapshot: BookSnapshot
    do throws(Diagnostic) {
      snapshot = try BookSnapshot(configuration, book)
    } catch {
      throw Problems([error])
    }
    guard let version = snapshot.version(model, number) else {
      preconditionFailure("the caller has resolved the version")
    }
    var problems = Problems()
    let linking = PageWriter.Linking.published(base: configuration.site.baseURL)
    let prose = ProseReader(snapshot, linking: linking).card(of: model, &problems)
    try problems.throwIfAny()
    self.version = version
    card = ModelCard(
      model: model, snapshot: snapshot, prose: prose, number: number,
      linking: linking)
  }

  /// Headings of the prose that are nearly one that a card knows.
  package var warnings: [Diagnostic] { card.prose?.sections.nearMisses ?? [] }

  package var facts: CardFacts { card.facts(version) }

  /// The page.
  package var markdown: Document { document(card.page()) }

  /// The page below front matter for the Hugging Face Hub.
  package var huggingFace: Document {
    var page = PageWriter(
      path: PagePath.model(card.model), title: card.prose?.title ?? card.model, card.hubFrontMatter(version))
    page.linking = card.linking
    card.write(to: &page)
    return document(page.finish(card.snapshot))
  }

  /// A draft of technical documentation under the headings of Annex IV.
  package var annexIV: String { NeutralMarkdown.text(AnnexDraft(card: card, version: version).text) }

  private func document(_ page: PageWriter.Page) -> Document {
    let folder = page.document.path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
    return Document(
      text: NeutralMarkdown.text(page.document.markdown),
      // A drawing for phones is chosen by the site; a document names one picture.
      assets: page.assets.filter { !$0.path.hasSuffix(".narrow.svg") }.map { asset in
        ReportAsset(path: String(asset.path.dropFirst(folder.count)), bytes: asset.bytes)
      })
  }
}
