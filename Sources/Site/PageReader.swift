import Diagnostics
import Markdown

/// Reads a document and renders its content; each on its own, so that many can be read at once.
struct PageReader: Sendable {
  /// Identifiers that the templates use themselves.
  private static let reserved: Set<String> = ["page"]
  /// The most characters of a summary.
  static let longestSummary = 200

  let resolver: LinkResolver
  /// Whether pages are found by the words of their text, too.
  let holdsWords: Bool

  struct Read {
    let page: SitePage
    let content: [UInt8]
  }

  /// What an earlier build knew of a document, if that still holds: the file has the same name to the byte, the same
  /// stamp or the same digest, and its links lead where they led.
  func known(_ source: SiteDocument, in manifest: SiteManifest, sameAnswers: Bool) -> SitePage? {
    guard let (place, old, stamp) = manifest.knownPage(of: source), old.isTrusted == source.isTrusted else {
      return nil
    }
    // What is held was read after its stamp was taken.
    if source.content.stamp != stamp || stamp == .none || source.content.isHeld {
      if let size = source.content.stamp?.size, size > Document.largest { return nil }
      guard (try? source.content.digest(source: source.source)) == old.digest else { return nil }
    }
    guard let page = manifest.known.page(at: place, of: source) else { return nil }
    let isAnswered =
      sameAnswers
      || resolver.answers(to: page.lookups, from: LinkTarget.pagePath(source.path)) == old.answers
    return isAnswered ? page : nil
  }

  /// **Throws:** what is wrong with the document.
  func read(_ source: SiteDocument) throws(Problems) -> Read {
    let parsed = try Self.parsed(source)
    return page(source, SiteDigester.of(parsed.bytes), parsed.document, parsed.matter)
  }

  /// **Throws:** what is wrong with the document.
  static func parsed(
    _ source: SiteDocument
  ) throws(Problems) -> (bytes: [UInt8], document: Document, matter: FrontMatter) {
    do throws(Diagnostic) {
      try SitePath.check(document: source.path, source: source.source)
      guard source.path.hasSuffix(".md"), SitePath.name(source.path) != ".md" else {
        throw Diagnostic(
          .sitePath, .configuration, at: .init(file: source.source),
          "the document '\(source.path)' is no Markdown file",
          expected: "a path that ends in '.md'", next: "Rename it, or hand it over as an asset.")
      }
      if let size = source.content.stamp?.size, size > Document.largest {
        throw Document.tooLarge(Int(size), file: source.source)
      }
    } catch {
      throw Problems([error])
    }
    let bytes: [UInt8]
    let document: Document
    do throws(Diagnostic) {
      bytes = try source.content.bytes(source: source.source)
      document = try Document(bytes: bytes, file: source.source)
    } catch {
      throw Problems([error])
    }
    let matter =
      try document.frontMatter.map { yaml throws(Problems) in
        try FrontMatter(yaml: yaml, file: source.source)
      } ?? FrontMatter()
    return (bytes, document, matter)
  }

  private func page(
    _ source: SiteDocument, _ digest: SiteDigest, _ document: Document, _ matter: FrontMatter
  ) -> Read {
    let layout = matter.layout ?? (source.path == "index.md" ? .home : .page)
    let answering = LinkResolver.Answering(resolver, from: LinkTarget.pagePath(source.path))
    let rendered = document.rendered(
      RenderOptions(
        isTrusted: source.isTrusted, tiles: layout.tiles, reservedIdentifiers: Self.reserved,
        address: { answering.address($0) }, picture: { answering.picture($0) },
        figure: { answering.figure($0) }, size: { answering.size($0) }))
    let folder = SitePath.folder(source.path)
    let isIndex = SitePath.name(source.path) == "index.md"
    let fallback = isIndex && !folder.isEmpty ? SitePath.name(folder) : SitePath.name(source.path)
    let page = SitePage(
      source: source, digest: digest, matter: matter,
      title: matter.title ?? rendered.plainTitle ?? SitePath.humanised(fallback), heading: rendered.title,
      summary: SitePage.shortened(
        matter.description ?? rendered.firstParagraph ?? "", to: Self.longestSummary),
      headings: rendered.headings,
      words: holdsWords ? SearchRecord.words(inHTML: rendered.bytes) : [:], lookups: answering.lookups,
      answers: answering.digest)
    return Read(page: page, content: rendered.bytes)
  }
}
