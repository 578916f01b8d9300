package import Diagnostics
import Foundation
import Markdown

/// One document as one HTML file that needs nothing beside it: style sheet, script, drawings and pictures are in it.
///
/// It asks no network for anything, opens from a disk or out of a mail, and its Content-Security-Policy lets nothing
/// run but the script that it carries, named by its digest.
package struct SingleFile: Sendable {
  private let templates: TemplateLibrary
  private let digest: @Sendable (_ text: String) -> String

  /// - Parameter digest: SHA-256 in base 64 of a text's UTF-8.
  package init(templates: TemplateLibrary, digest: @escaping @Sendable (_ text: String) -> String) {
    self.templates = templates
    self.digest = digest
  }

  /// Renders a document whose links lead nowhere inside a site, but for places on the page itself.
  ///
  /// `assets` holds the pictures it shows, by their paths; `canonical` is the page's address on a site.
  /// **Throws:** what is wrong with the document.
  package func html(
    of document: SiteDocument, assets: [SiteAsset], siteTitle: String, language: String, canonical: String?
  ) throws(Problems) -> String {
    let read = try PageReader.parsed(document)
    let layout = read.matter.layout ?? .page
    let rendered = read.document.rendered(options(for: document, layout, assets))
    let title = read.matter.title ?? rendered.plainTitle ?? SitePath.humanised(SitePath.name(document.path))
    let context = PageContext()
    context.language = language
    context.siteTitle = siteTitle
    context.title = title
    context.pageTitle = "\(title) · \(siteTitle)"
    context.description = SitePage.shortened(
      read.matter.description ?? rendered.firstParagraph ?? "", to: PageReader.longestSummary)
    context.canonical = canonical
    context.layout = layout
    context.heading = rendered.title ?? HTMLText.escape(title)
    context.content = rendered.bytes
    context.date = read.matter.date
    context.tags = EntryList(read.matter.tags.map { PageEntry(name: $0, href: "") })
    context.styleText = Self.closed(templates.stylesheet, "style")
    context.scriptText = Self.closed(templates.script, "script")
    context.policy =
      "default-src 'none'; style-src 'sha256-\(digest(context.styleText))'; "
      + "script-src 'sha256-\(digest(context.scriptText))'; img-src data:; base-uri 'none'; form-action 'none'"
    var html = HTMLBytes(capacity: rendered.bytes.count + 131_072)
    templates.single.render(context, into: &html)
    return String(decoding: html.bytes, as: UTF8.self)
  }

  /// A style sheet or script that can't end its element early: in both languages a slash may have a backslash
  /// before it, where one may stand at all after `<`.
  private static func closed(_ text: String, _ element: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "</") {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      result += rest.prefix(element.count).lowercased() == element ? "<\\/" : "</"
    }
    return result + rest
  }

  private func options(
    for document: SiteDocument, _ layout: PageLayout, _ assets: [SiteAsset]
  ) -> RenderOptions {
    let path = LinkTarget.pagePath(document.path)
    let known = Dictionary(
      assets.map { asset in (asset.path, (try? asset.content.bytes(source: asset.source)) ?? []) },
      uniquingKeysWith: { first, _ in first })
    return RenderOptions(
      isTrusted: document.isTrusted, tiles: layout.tiles, reservedIdentifiers: ["page"],
      address: { link in
        guard let target = SitePath.resolve(link, from: path), let bytes = known[target],
          let type = Self.mediaType(of: target)
        else { return link }
        return "data:\(type);base64,\(Data(bytes).base64EncodedString())"
      },
      figure: { source in
        guard let target = SitePath.resolve(source, from: path), target.hasSuffix(".svg"),
          let bytes = known[target]
        else { return nil }
        let narrow = known[target.dropLast(3) + "narrow.svg"]
        return .init(
          svg: String(validating: bytes, as: UTF8.self),
          narrowSVG: narrow.flatMap { String(validating: $0, as: UTF8.self) }, data: nil)
      },
      size: { source in SitePath.resolve(source, from: path).flatMap { known[$0] }.flatMap(ImageSize.of) })
  }

  private static let mediaTypes = [
    "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "avif": "image/avif",
  ]

  /// nil for what is no picture.
  package static func mediaType(of path: String) -> String? {
    path.lastIndex(of: ".").flatMap { mediaTypes[path[path.index(after: $0)...].lowercased()] }
  }
}
