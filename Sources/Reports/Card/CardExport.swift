package import Book
package import Diagnostics
import Markdown
package import Workspace

/// The card of one version outside of the site: as documents, and as facts for other formats.
package struct CardExport: Sendable {
  /// A Markdown document with the files beside it.
  package struct Document: Sendable, Hashable {
    package let text: String
    /// Paths are relative to the document.
    package fileprivate(set) var assets: [ReportAsset]

    package init(text: String, assets: [ReportAsset] = []) {
      self.text = text
      self.assets = assets
    }
  }

  private let card: ModelCard
  private let version: VersionRecord
  private let baseURL: String?
  private let find: @Sendable (_ path: String) -> [UInt8]?

  /// - Parameters:
  ///   - number: A version that the book has.
  ///   - find: A picture of the workspace's site folder by its path below it; nil where there is none.
  ///
  /// **Throws:** what is wrong with the texts of the workspace or with the book.
  package init(
    configuration: Configuration, book: Book, model: String, number: Int,
    find: @escaping @Sendable (_ path: String) -> [UInt8]? = { _ in nil }
  ) throws(Problems) {
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
    self.find = find
    baseURL = configuration.site.baseURL
    card = ModelCard(
      model: model, snapshot: snapshot, prose: prose, number: number,
      linking: linking)
  }

  /// Headings of the prose that are nearly one that a card knows.
  package var warnings: [Diagnostic] { (card.prose ?? card.draft)?.sections.nearMisses ?? [] }

  package var facts: CardFacts { card.facts(version) }

  /// The page.
  ///
  /// **Throws:** `report-image` for each picture of the prose that is nowhere.
  package func markdown() throws(Problems) -> Document {
    let page = card.page()
    return try document(page.document.markdown, page.assets)
  }

  /// The page below front matter for the Hugging Face Hub.
  ///
  /// **Throws:** as `markdown()`.
  package func huggingFace() throws(Problems) -> Document {
    var page = PageWriter(
      path: PagePath.model(card.model), title: card.heading, heading: card.headingMarkdown,
      card.hubFrontMatter(version))
    page.linking = card.linking
    card.write(to: &page)
    let finished = page.finish(card.snapshot)
    return try document(finished.document.markdown, finished.assets)
  }

  /// A draft of technical documentation under the headings of Annex IV.
  ///
  /// **Throws:** as `markdown()`.
  package func annexIV() throws(Problems) -> Document {
    let files = (card.prose?.files ?? []).map { ReportAsset(path: $0.path, bytes: $0.bytes) }
    var document = try document(AnnexDraft(card: card, version: version).text, files)
    document.assets.removeAll { asset in !document.text.contains(asset.path.dropLast(3)) }
    return document
  }

  private func document(_ markdown: String, _ assets: [ReportAsset]) throws(Problems) -> Document {
    let path = PagePath.model(card.model)
    let folder = path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
    let own = Dictionary(assets.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    let portable = try PortableDocument(
      ReportDocument(path: path, markdown: markdown), baseURL: baseURL
    ) { own[$0] ?? find($0) }
    var files = Dictionary(
      portable.files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    for asset in assets { files[String(asset.path.dropFirst(folder.count))] = asset.bytes }
    return Document(
      text: portable.text,
      // A drawing for phones is chosen by the site; a document names one picture.
      assets: files.filter { !$0.key.hasSuffix(".narrow.svg") }.sorted { $0.key < $1.key }.map {
        ReportAsset(path: $0.key, bytes: $0.value)
      })
  }
}
